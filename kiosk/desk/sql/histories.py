"""What the limits need to know of a patient and of whoever acts for them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.places import is_ran_out, ran_out
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.tables import bookings, slots, trail
from kiosk.desk.values import BookingState, Relation
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import BookingLimits, History

CHECKED_IN = "checked-in"
"""The trail's word for a pick-up."""

PAYING = "paying"
"""The trail's word for a payment that was begun for a hold."""

_LIVE = (BookingState.HELD, BookingState.BOOKED, BookingState.CHECKED_IN)


def history_of(
    connection: sa.Connection,
    patient_id: str,
    actor_id: str,
    now: datetime,
    limits: BookingLimits,
    without: str | None = None,
) -> History:
    """Read under the lock on both of them, so that nothing is added meanwhile. `now` is in the site's zone.

    `without` is the booking that is asked about, which is no reason against itself.
    """
    asked = {"patient_id": patient_id, "since": to_seconds(now - _reach(limits))}
    rows = [row for row in connection.execute(_OF_PATIENT, asked).mappings() if row["id"] != without]
    return History(
        active=_active(rows, now),
        holds_last_hour=sum(row["made_at"] > to_seconds(now - timedelta(hours=1)) for row in rows),
        ended_holds=_ended_holds(connection, patient_id, actor_id, now, without),
        cancellations=_cancellations(rows, now, limits),
        no_shows=tuple(from_seconds(row["starts_at"]) for row in rows if row["state"] == BookingState.NO_SHOW),
        acted_for=acted_for(connection, actor_id, now, limits),
    )


def _reach(limits: BookingLimits) -> timedelta:
    """How far back bookings were made that can still count."""
    counted = max(limits.no_shows_counted_days + limits.no_shows_block_days, limits.cancellations_counted_days)
    return timedelta(days=counted + limits.days_ahead + 1)


def _active(rows: Sequence[Row], now: datetime) -> tuple[tuple[str, date], ...]:
    """Holds that ran out do not count, whether or not somebody has cleared them away."""
    live = [row for row in rows if row["state"] in _LIVE and row["day"] >= now.date().isoformat()]
    running = [row for row in live if not ran_out(row, to_seconds(now))]
    return tuple((row["department_id"], date.fromisoformat(row["day"])) for row in running)


def _cancellations(rows: Sequence[Row], now: datetime, limits: BookingLimits) -> int:
    since = to_seconds(now - timedelta(days=limits.cancellations_counted_days))
    return sum(row["state"] == BookingState.CANCELLED and row["changed_at"] > since for row in rows)


def _ended_holds(connection: sa.Connection, patient_id: str, actor_id: str, now: datetime, without: str | None) -> int:
    """Of those made today, in vain: the patient's or the actor's, whichever are more."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    asked = {"patient_id": patient_id, "actor_id": actor_id, "since": to_seconds(midnight)}
    found = connection.execute(_IN_VAIN, {**asked, "now": to_seconds(now), "without": without or ""}).all()
    whose, by_whom = [str(row.patient_id) for row in found], [str(row.made_by) for row in found]
    return max(whose.count(patient_id), by_whom.count(actor_id))


def acted_for(connection: sa.Connection, actor_id: str, now: datetime, limits: BookingLimits) -> dict[str, Relation]:
    """For whom else they booked or picked up of late, as what; the last one counts."""
    asked = {"actor_id": actor_id, "since": to_seconds(now - timedelta(days=limits.patients_counted_days))}
    found = [*connection.execute(_PICKED_UP_BY, asked), *connection.execute(_BY_ACTOR, asked)]
    return {row.patient_id: Relation(row.relation) for row in found}


def must_begin_few_payments(connection: sa.Connection, booking_id: str, limits: BookingLimits) -> None:
    """Raises TOO_MANY_REQUESTS where as many were begun for this hold as may be."""
    begun = sa.select(sa.func.count()).where(trail.c.subject == booking_id, trail.c.what == PAYING)
    if connection.execute(begun).scalar_one() >= limits.payments_per_hold:
        raise DeskRefused(Refusal.TOO_MANY_REQUESTS)


_OF_PATIENT = (
    sa.select(slots.c.department_id, slots.c.day, slots.c.starts_at)
    .add_columns(bookings.c.id, bookings.c.state, bookings.c.made_at, bookings.c.changed_at)
    .add_columns(bookings.c.place_until, bookings.c.held_until)
    .join(bookings, bookings.c.slot_id == slots.c.id)
    .where(bookings.c.patient_id == sa.bindparam("patient_id"), bookings.c.made_at > sa.bindparam("since"))
)
_BY_ACTOR = (
    sa.select(bookings.c.patient_id, bookings.c.relation)
    .where(bookings.c.made_by == sa.bindparam("actor_id"), bookings.c.made_at > sa.bindparam("since"))
    .where(bookings.c.relation.is_not(None), bookings.c.state != BookingState.LAPSED.value)
    .order_by(bookings.c.made_at)
)
_PICKED_UP_BY = (
    sa.select(bookings.c.patient_id, trail.c.relation)
    .join(bookings, trail.c.subject == bookings.c.id)
    .where(trail.c.actor == sa.bindparam("actor_id"), trail.c.at > sa.bindparam("since"))
    .where(trail.c.what == CHECKED_IN, trail.c.relation.is_not(None))
    .order_by(trail.c.id)
)
_IN_VAIN = (
    sa.select(bookings.c.patient_id, bookings.c.made_by)
    .where(sa.or_(bookings.c.patient_id == sa.bindparam("patient_id"), bookings.c.made_by == sa.bindparam("actor_id")))
    .where(bookings.c.made_at >= sa.bindparam("since"), bookings.c.id != sa.bindparam("without"))
    .where(sa.or_(bookings.c.state == BookingState.LAPSED.value, is_ran_out(sa.bindparam("now"))))
)
