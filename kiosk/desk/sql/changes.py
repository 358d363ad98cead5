"""What every change of a booking does: lock it, write it, note it in the trail and tell whoever listens."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.places import end_over, free_over, lock_booking, lock_people
from kiosk.desk.sql.queues import count_ahead, wait_min
from kiosk.desk.sql.rows import Row, booking_of, bookings_joined
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.sql.trails import THE_DESK, note
from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.errors import DeskRefused, Refusal
from records.canonical import Json


def locked(connection: sa.Connection, booking_id: str) -> Row:
    """The booking as nobody else changes it until this transaction ends. Raises NOT_FOUND."""
    row = lock_booking(connection, booking_id)
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such booking")
    return row


def locked_with_people(connection: sa.Connection, booking_id: str, *others: str) -> Row:
    """With its slot's `price_fen`, locked in the order that everybody keeps: the people first. Raises NOT_FOUND.

    The people are its patient, whoever made it, and `others`.
    """
    seen = connection.execute(_SEEN, {"booking_id": booking_id}).one_or_none()
    if seen is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such booking")
    lock_people(connection, seen.patient_id, seen.made_by, *others)
    return {**locked(connection, booking_id), "price_fen": seen.price_fen}


def joined(connection: sa.Connection, booking_id: str) -> dict[str, Json]:
    """The booking with its slot and its place in the queue: what `booking_of` reads. Raises NOT_FOUND."""
    row = connection.execute(_JOINED, {"booking_id": booking_id}).mappings().one_or_none()
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such booking")
    return with_queue(connection, row)


def with_queue(connection: sa.Connection, row: Row) -> dict[str, Json]:
    whole: dict[str, Json] = dict(row)
    if row["queue_number"] is None:
        return whole
    ahead = count_ahead(connection, row)
    return {**whole, "ahead": ahead, "wait_min": wait_min(row, ahead)}


def change(
    connection: sa.Connection, site: Site, what: str, booking_id: str, actor: Actor, values: Mapping[str, Any]
) -> dict[str, Json]:
    """Write it down and answer how the booking is now. `values` may bring a new `state`."""
    now = site.now()
    stamped = dict(values)
    if "state" in stamped:
        stamped |= {"state": BookingState(stamped["state"]).value, "changed_at": to_seconds(now)}
    connection.execute(bookings.update().where(bookings.c.id == booking_id).values(**stamped))
    return noted(connection, site, what, booking_id, actor)


def noted(connection: sa.Connection, site: Site, what: str, booking_id: str, actor: Actor) -> dict[str, Json]:
    note(connection, site.now(), what, booking_id, site.channel.name, actor)
    row = joined(connection, booking_id)
    site.told(connection, what, booking_of(row, site.zone, site.limits))
    return row


def free_places(connection: sa.Connection, site: Site, *only: sa.ColumnElement[bool]) -> int:
    """Places whose time is over are free, whether or not the upkeep came by. Returns how many were freed."""
    freed = free_over(connection, to_seconds(site.now()), *only)
    for row in freed:
        what = "lapsed" if row["state"] == BookingState.HELD else "place back"
        note(connection, site.now(), what, row["id"], site.channel.name, THE_DESK)
    return len(freed)


def end_holds(connection: sa.Connection, site: Site) -> int:
    """Holds whose time is over lapse. Returns how many did."""
    ended = end_over(connection, to_seconds(site.now()))
    for row in ended:
        note(connection, site.now(), "lapsed", row["id"], site.channel.name, THE_DESK)
    return len(ended)


def maker_of(row: Row) -> Actor:
    return Actor(row["made_by"], Relation(row["relation"]) if row["relation"] else None)


# Made once: to build a statement takes longer than to execute it.
_JOINED = bookings_joined().where(bookings.c.id == sa.bindparam("booking_id"))
_SEEN = (
    sa.select(bookings.c.patient_id, bookings.c.made_by, slots.c.price_fen)
    .join(slots, bookings.c.slot_id == slots.c.id)
    .where(bookings.c.id == sa.bindparam("booking_id"))
)
