"""Picking a booking up, and cancelling it."""

from datetime import date, datetime

import sqlalchemy as sa

from kiosk.desk.sql.changes import change, joined, locked, locked_with_people
from kiosk.desk.sql.histories import CHECKED_IN, acted_for
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.persons import must_act
from kiosk.desk.sql.queues import next_number
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.site import Site
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import acts_for_too_many
from kiosk.rules.windows import check_in_window, last_cancellation
from records.canonical import Json


def check_in(connection: sa.Connection, site: Site, booking_id: str, actor: Actor) -> dict[str, Json]:
    row = locked_with_people(connection, booking_id, actor.person_id)
    must_act(connection, site.cipher, row["patient_id"], actor, site.today(), site.limits)
    whole = joined(connection, booking_id)
    if row["state"] == BookingState.CHECKED_IN:
        return whole
    if row["state"] == BookingState.NO_SHOW:
        raise DeskRefused(Refusal.TOO_LATE)
    if row["state"] != BookingState.BOOKED:
        raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {row['state']}")
    _in_time(site, whole)
    if whole["slot_price_fen"] and not row["is_paid"]:
        raise DeskRefused(Refusal.NOT_PAID)
    known = acted_for(connection, actor.person_id, site.now(), site.limits) if actor.relation else {}
    if acts_for_too_many(row["patient_id"], actor.relation, known, site.limits):
        raise DeskRefused(Refusal.TOO_MANY_PATIENTS)
    place, number = next_number(connection, str(whole["slot_department_id"]), str(whole["slot_day"]))
    values = {"state": BookingState.CHECKED_IN, "queue_number": number, "queue_place": place}
    return change(connection, site, CHECKED_IN, booking_id, actor, values)


def cancel(connection: sa.Connection, site: Site, booking_id: str, actor: Actor) -> dict[str, Json]:
    """What was paid for it is the till's to give back: it hears of the change in the same transaction."""
    row = locked(connection, booking_id)
    must_act(connection, site.cipher, row["patient_id"], actor, site.today(), site.limits)
    whole = joined(connection, booking_id)
    if row["state"] == BookingState.CANCELLED:
        return whole
    if row["state"] == BookingState.HELD:
        raise DeskRefused(Refusal.WRONG_STATE, "a hold is released, not cancelled")
    if row["state"] != BookingState.BOOKED:
        raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {row['state']}")
    if site.now() > last_cancellation(_start(site, whole), site.limits):
        raise DeskRefused(Refusal.TOO_LATE)
    back_at = site.cancelled_back_at(date.fromisoformat(str(whole["slot_day"])))
    values = {"state": BookingState.CANCELLED, "place_until": None if back_at is None else to_seconds(back_at)}
    return change(connection, site, "cancelled", booking_id, actor, values)


def _in_time(site: Site, whole: Row) -> None:
    opens, closes = check_in_window(_start(site, whole), site.limits)
    if site.now() < opens:
        raise DeskRefused(Refusal.TOO_EARLY)
    if site.now() > closes:
        raise DeskRefused(Refusal.TOO_LATE)


def _start(site: Site, whole: Row) -> datetime:
    return from_seconds(whole["slot_starts_at"], site.zone)
