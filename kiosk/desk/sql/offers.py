"""What can be booked: departments, doctors, days and slots."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.places import left_at
from kiosk.desk.sql.rows import department_of, doctor_of, slot_of, slots_joined
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import departments, doctors, slots
from kiosk.desk.values import DayOffer, Department, DepartmentKind, Doctor, Found, Slot
from kiosk.rules.searching import Named, best_first
from kiosk.rules.windows import last_day_offered


def departments_of(connection: sa.Connection, kind: DepartmentKind) -> tuple[Department, ...]:
    query = sa.select(departments).where(departments.c.kind == kind.value)
    rows = connection.execute(query.order_by(departments.c.position, departments.c.id)).mappings()
    return tuple(department_of(row) for row in rows)


def doctors_of(connection: sa.Connection, department_id: str) -> tuple[Doctor, ...]:
    query = sa.select(doctors).where(doctors.c.department_id == department_id)
    rows = connection.execute(query.order_by(doctors.c.position, doctors.c.id)).mappings()
    return tuple(doctor_of(row) for row in rows)


def find(connection: sa.Connection, text: str) -> Found:
    return Found(
        tuple(department_of(row) for row in _matching(connection, departments, text)),
        tuple(doctor_of(row) for row in _matching(connection, doctors, text)),
    )


def days_of(connection: sa.Connection, site: Site, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
    left = sa.func.sum(left_at(to_seconds(site.now())))
    query = sa.select(slots.c.day, left.label("left")).where(*_offered(site, department_id, doctor_id))
    rows = connection.execute(query.group_by(slots.c.day).order_by(slots.c.day)).all()
    return tuple(DayOffer(date.fromisoformat(row.day), int(row.left)) for row in rows)


def slots_of(
    connection: sa.Connection, site: Site, department_id: str, doctor_id: str | None, day: date
) -> tuple[Slot, ...]:
    query = slots_joined().add_columns(left_at(to_seconds(site.now())).label("left"))
    query = query.where(*_offered(site, department_id, doctor_id), slots.c.day == day.isoformat())
    rows = connection.execute(query.order_by(slots.c.starts_at, slots.c.doctor_id, slots.c.id)).mappings()
    return tuple(slot_of(row, row["left"], site.zone) for row in rows)


def _offered(site: Site, department_id: str, doctor_id: str | None) -> list[sa.ColumnElement[bool]]:
    """Slots that have not begun, as far ahead as the site offers them."""
    last = last_day_offered(site.today(), site.limits).isoformat()
    where = [slots.c.department_id == department_id, slots.c.starts_at > to_seconds(site.now()), slots.c.day <= last]
    return where if doctor_id is None else [*where, slots.c.doctor_id == doctor_id]


def _matching(connection: sa.Connection, table: sa.Table, text: str) -> list[Any]:
    rows = connection.execute(sa.select(table).order_by(table.c.position, table.c.id)).mappings().all()
    named = {
        str(number): Named((row["name_zh"], row["name_en"]), tuple(row["readings"].split()))
        for number, row in enumerate(rows)
    }
    return [rows[int(number)] for number in best_first(text, named)]
