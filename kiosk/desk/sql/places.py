"""The places of a slot: `taken` is always the number of its bookings that have a place.

Locks are taken in one order everywhere, so that no two changes wait for each other: people, bookings, then slots by
their ids. SQLite has one writer at a time and needs none of them.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.tables import bookings, people, slots
from kiosk.desk.values import BookingState


def lock_people(connection: sa.Connection, *person_ids: str) -> None:
    """Until the transaction ends nobody else changes what is counted for these people."""
    query = sa.select(people.c.id).where(people.c.id.in_(sorted(set(person_ids)))).order_by(people.c.id)
    connection.execute(query.with_for_update(key_share=True)).all()


def lock_booking(connection: sa.Connection, booking_id: str) -> Row | None:
    query = sa.select(bookings).where(bookings.c.id == booking_id).with_for_update(key_share=True)
    return connection.execute(query).mappings().one_or_none()


def take_place(connection: sa.Connection, slot_id: str) -> bool:
    """False when the slot is full."""
    change = slots.update().where(slots.c.id == slot_id, slots.c.taken < slots.c.capacity)
    return connection.execute(change.values(taken=slots.c.taken + 1)).rowcount == 1


def give_back(connection: sa.Connection, slot_id: str, count: int = 1) -> None:
    change = slots.update().where(slots.c.id == slot_id).values(taken=slots.c.taken - count)
    connection.execute(change)


def is_over(now_s: int) -> sa.ColumnElement[bool]:
    """Bookings whose place is free again although nobody has taken it from them yet.

    For a hold that is some time after it ended, which nobody can know: a place that came back at once could be handed
    from one to the next.
    """
    return sa.and_(bookings.c.has_place, bookings.c.place_until <= now_s)


def is_ran_out(now_s: int | sa.BindParameter[int]) -> sa.ColumnElement[bool]:
    """Holds that ended although nobody has noted it yet; while a payment is open they do not end."""
    waits = sa.and_(bookings.c.state == BookingState.HELD.value, bookings.c.place_until.is_not(None))
    return sa.and_(waits, bookings.c.held_until <= now_s)


def ran_out(row: Row, now_s: int) -> bool:
    """As `is_ran_out`, of a booking that was read."""
    waits = row["state"] == BookingState.HELD and row["place_until"] is not None
    return bool(waits and row["held_until"] <= now_s)


def left_at(now_s: int) -> sa.ColumnElement[int]:
    """How many places of a slot can be taken at this moment; for queries over `slots`."""
    over = sa.select(sa.func.count()).select_from(bookings).where(bookings.c.slot_id == slots.c.id, is_over(now_s))
    return slots.c.capacity - slots.c.taken + over.scalar_subquery()


def free_over(connection: sa.Connection, now_s: int, *only: sa.ColumnElement[bool]) -> Sequence[Row]:
    """Free every place whose time is over; returns those bookings as they were.

    What another process works on at this moment is left to it.
    """
    query = sa.select(bookings).where(is_over(now_s), *only).order_by(bookings.c.id)
    found = connection.execute(query.with_for_update(skip_locked=True, key_share=True)).mappings().all()
    ids = [row["id"] for row in found]
    for state in (BookingState.HELD, BookingState.LAPSED, BookingState.CANCELLED):
        of_state = [row["id"] for row in found if row["state"] == state]
        if of_state:
            _let_go(connection, of_state, now_s, state)
    if ids:
        for slot_id, count in sorted(Counter(row["slot_id"] for row in found).items()):
            give_back(connection, slot_id, count)
    return found


def end_over(connection: sa.Connection, now_s: int) -> Sequence[Row]:
    """Holds that ran out lapse; their places come back later. Returns them as they were."""
    query = sa.select(bookings).where(is_ran_out(now_s)).order_by(bookings.c.id)
    found = connection.execute(query.with_for_update(skip_locked=True, key_share=True)).mappings().all()
    if found:
        ended = bookings.update().where(bookings.c.id.in_([row["id"] for row in found]))
        connection.execute(ended.values(state=BookingState.LAPSED.value, changed_at=now_s))
    return found


def _let_go(connection: sa.Connection, ids: Sequence[str], now_s: int, state: BookingState) -> None:
    values: dict[str, Any] = {"has_place": False, "place_until": None}
    if state is BookingState.HELD:
        values |= {"state": BookingState.LAPSED.value, "changed_at": now_s}
    connection.execute(bookings.update().where(bookings.c.id.in_(ids)).values(**values))
