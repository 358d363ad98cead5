"""Holding a place, giving it back, and making a booking of it."""

from datetime import date, timedelta

import sqlalchemy as sa

from kiosk.desk.sql.changes import change, free_places, joined, locked, locked_with_people, maker_of, noted
from kiosk.desk.sql.histories import PAYING, history_of, must_begin_few_payments
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.persons import must_act
from kiosk.desk.sql.places import left_at, lock_people, ran_out, take_place
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import Wish, why_not
from kiosk.rules.windows import last_day_offered
from records.canonical import Json


def hold(connection: sa.Connection, site: Site, slot_id: str, patient_id: str, actor: Actor) -> dict[str, Json]:
    slot = offered(connection, site, slot_id)
    if not slot["left"]:
        raise DeskRefused(Refusal.SLOT_TAKEN)  # the crowd that wants the last place is answered at once
    now = site.now()
    lock_people(connection, patient_id, actor.person_id)
    must_act(connection, site.cipher, patient_id, actor, now.date(), site.limits)
    _within_limits(connection, site, slot, patient_id, actor)
    free_places(connection, site, bookings.c.slot_id == slot_id)
    if not take_place(connection, slot_id):
        raise DeskRefused(Refusal.SLOT_TAKEN)
    booking_id = _write_hold(connection, site, slot_id, patient_id, actor)
    return noted(connection, site, "held", booking_id, actor)


def book(connection: sa.Connection, site: Site, booking_id: str) -> dict[str, Json]:
    row = locked_with_people(connection, booking_id)
    if row["state"] in (BookingState.BOOKED, BookingState.CHECKED_IN):
        return joined(connection, booking_id)
    if row["state"] not in (BookingState.HELD, BookingState.LAPSED):
        raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {row['state']}")
    if not _keep(connection, site, row):
        raise DeskRefused(Refusal.HOLD_ENDED)
    if row["price_fen"] and not site.channel.pays_later:
        raise DeskRefused(Refusal.NOT_PAID)
    return change(connection, site, "booked", booking_id, maker_of(row), _BOOKED)


def book_paid(connection: sa.Connection, site: Site, booking_id: str) -> bool:
    """The money for this booking is there: keep the booking, paid. False: it cannot be kept, give the money back.

    For the till, in the transaction in which it writes the payment down, once for each payment. A booking that is
    paid already needs no second payment: False.
    """
    row = locked_with_people(connection, booking_id)
    if row["is_paid"]:
        return False
    values: dict[str, Json] = {"is_paid": True}
    if row["state"] != BookingState.BOOKED:
        if not _keep(connection, site, row):
            return False
        values |= _BOOKED
    change(connection, site, "paid", booking_id, maker_of(row), values)
    return True


def keep_while_paying(connection: sa.Connection, site: Site, booking_id: str) -> None:
    """From now until `payment_closed` the hold keeps its place, however long that takes: nobody's money is lost.

    Nothing to do for a booking. Raises HOLD_ENDED, ALREADY_PAID, and TOO_MANY_REQUESTS for one payment too many.
    """
    row = locked_with_people(connection, booking_id)
    if row["is_paid"]:
        raise DeskRefused(Refusal.ALREADY_PAID)
    if row["state"] == BookingState.BOOKED:
        return
    is_late = to_seconds(site.now()) >= row["made_at"] + site.limits.longest_hold_s
    if is_late or not _keep(connection, site, row):
        raise DeskRefused(Refusal.HOLD_ENDED)
    must_begin_few_payments(connection, booking_id, site.limits)
    values = {"state": BookingState.HELD, "place_until": None}
    change(connection, site, PAYING, booking_id, maker_of(row), values)


def payment_closed(connection: sa.Connection, site: Site, booking_id: str) -> None:
    """No money will come by this payment: the hold ends in a while, for those who start another payment."""
    row = locked(connection, booking_id)
    if row["state"] != BookingState.HELD or row["place_until"] is not None:
        return
    now = to_seconds(site.now())
    until = max(now, min(now + site.limits.hold_s, row["made_at"] + site.limits.longest_hold_s))
    values = {"held_until": until, "place_until": _place_back_at(site, until)}
    change(connection, site, "not paid", booking_id, maker_of(row), values)


def release(connection: sa.Connection, site: Site, booking_id: str) -> dict[str, Json]:
    row = locked(connection, booking_id)
    if row["state"] != BookingState.HELD:
        return joined(connection, booking_id)
    if row["place_until"] is None:
        raise DeskRefused(Refusal.WRONG_STATE, "a payment for it is open")
    back_at = min(row["place_until"], _place_back_at(site, to_seconds(site.now())))
    values = {"state": BookingState.LAPSED, "place_until": back_at}
    return change(connection, site, "released", booking_id, maker_of(row), values)


def offered(connection: sa.Connection, site: Site, slot_id: str) -> Row:
    now = site.now()
    query = sa.select(slots, left_at(to_seconds(now)).label("left")).where(slots.c.id == slot_id)
    slot = connection.execute(query).mappings().one_or_none()
    if slot is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such slot")
    if slot["starts_at"] <= to_seconds(now):
        raise DeskRefused(Refusal.SLOT_PAST)
    if date.fromisoformat(slot["day"]) > last_day_offered(now.date(), site.limits):
        raise DeskRefused(Refusal.NOT_OFFERED)
    return slot


def _within_limits(
    connection: sa.Connection, site: Site, slot: Row, patient_id: str, actor: Actor, without: str | None = None
) -> None:
    now = site.now()
    day = date.fromisoformat(slot["day"])
    wish = Wish(patient_id, slot["department_id"], day, now.date(), now, site.channel, actor.relation)
    history = history_of(connection, patient_id, actor.person_id, now, site.limits, without)
    refusal = why_not(wish, history, site.limits)
    if refusal is not None:
        raise DeskRefused(refusal)


def _write_hold(connection: sa.Connection, site: Site, slot_id: str, patient_id: str, actor: Actor) -> str:
    now = site.now()
    until = to_seconds(now + timedelta(seconds=site.limits.hold_s))
    row = {
        "id": site.new_id(),
        "slot_id": slot_id,
        "patient_id": patient_id,
        "state": BookingState.HELD.value,
        "code": site.new_code(),
        "channel": site.channel.name,
        "is_paid": False,
        "has_place": True,
        "place_until": _place_back_at(site, until),
        "held_until": until,
        "made_at": to_seconds(now),
        "changed_at": to_seconds(now),
        "made_by": actor.person_id,
        "relation": actor.relation.value if actor.relation else None,
    }
    connection.execute(bookings.insert().values(row))
    return str(row["id"])


def _keep(connection: sa.Connection, site: Site, row: Row) -> bool:
    """Whether this locked hold has its place, or got it back: one that ended gets it while the slot has one left.

    One that ended is asked for anew: meanwhile its patient may have booked as much as they may.
    """
    has_ended = row["state"] == BookingState.LAPSED or ran_out(row, to_seconds(site.now()))
    if not has_ended:
        return bool(row["state"] == BookingState.HELD)
    return _allowed_again(connection, site, row) and (row["has_place"] or _place_again(connection, site, row))


def _allowed_again(connection: sa.Connection, site: Site, row: Row) -> bool:
    try:
        slot = offered(connection, site, row["slot_id"])
        _within_limits(connection, site, slot, row["patient_id"], maker_of(row), row["id"])
    except DeskRefused:
        return False
    return True


def _place_again(connection: sa.Connection, site: Site, row: Row) -> bool:
    free_places(connection, site, bookings.c.slot_id == row["slot_id"])
    if not take_place(connection, row["slot_id"]):
        return False
    connection.execute(bookings.update().where(bookings.c.id == row["id"]).values(has_place=True, held_until=None))
    return True


def _place_back_at(site: Site, ended_s: int) -> int:
    return to_seconds(site.given_up_back_at(from_seconds(ended_s)))


_BOOKED: dict[str, Json] = {
    "state": BookingState.BOOKED.value,
    "has_place": True,
    "place_until": None,
    "held_until": None,
}
