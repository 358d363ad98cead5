"""Calling the next one in."""

import sqlalchemy as sa

from kiosk.desk.sql.awaited import waiting
from kiosk.desk.sql.changes import change
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.rows import booking_of
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, departments, slots
from kiosk.desk.values import Actor, Booking
from kiosk.errors import DeskRefused, Refusal


def call_next(site: Site, department_id: str, doctor_id: str | None, called_by: str) -> Booking | None:
    """Whoever picked up first of those who wait; None when nobody waits. Two calls at once call two people.

    Without a doctor: of all doctors of the department, or of the examination. Raises NOT_FOUND.
    """

    def call(connection: sa.Connection) -> Booking | None:
        known = sa.select(departments.c.id).where(departments.c.id == department_id)
        if connection.execute(known).first() is None:
            raise DeskRefused(Refusal.NOT_FOUND, "no such department")
        booking_id = _first(connection, site, department_id, doctor_id)
        if booking_id is None:
            return None
        now_s = to_seconds(site.now())
        row = change(connection, site, "called", booking_id, Actor(called_by), {"called_at": now_s})
        return booking_of(row, site.zone, site.limits)

    return site.database.change(call)


def _first(connection: sa.Connection, site: Site, department_id: str, doctor_id: str | None) -> str | None:
    waits = sa.and_(waiting(site), bookings.c.called_at.is_(None), slots.c.department_id == department_id)
    query = sa.select(bookings.c.id).join(slots, bookings.c.slot_id == slots.c.id).where(waits)
    if doctor_id is not None:
        query = query.where(slots.c.doctor_id == doctor_id)
    query = query.order_by(slots.c.day, bookings.c.queue_place).limit(1)
    return connection.execute(query.with_for_update(skip_locked=True, of=bookings)).scalar_one_or_none()
