"""What the limits need to know of a patient and of whoever acts for them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import BookingState, Relation
from kiosk.rules.limits import BookingLimits, History

_LIVE = (BookingState.HELD, BookingState.BOOKED, BookingState.CHECKED_IN)


def history_of(
    connection: sa.Connection, patient_id: str, actor_id: str, now: datetime, limits: BookingLimits
) -> History:
    """Read under the lock on both of them, so that nothing is added meanwhile."""
    asked = {"patient_id": patient_id, "since": to_seconds(now - _reach(limits))}
    rows = connection.execute(_OF_PATIENT, asked).mappings().all()
    return History(
        active=_active(rows, now),
        holds_last_hour=sum(row["made_at"] > to_seconds(now - timedelta(hours=1)) for row in rows),
        cancellations=_cancellations(rows, now, limits),
        no_shows=tuple(from_seconds(row["starts_at"]) for row in rows if row["state"] == BookingState.NO_SHOW),
        acted_for=_acted_for(connection, actor_id, now, limits),
    )


def _reach(limits: BookingLimits) -> timedelta:
    """How far back bookings were made that can still count."""
    counted = max(limits.no_shows_counted_days + limits.no_shows_block_days, limits.cancellations_counted_days)
    return timedelta(days=counted + limits.days_ahead + 1)


def _active(rows: Sequence[Row], now: datetime) -> tuple[tuple[str, date], ...]:
    """Holds that ran out do not count, whether or not somebody has cleared them away."""
    live = [row for row in rows if row["state"] in _LIVE and row["day"] >= now.date().isoformat()]
    running = [row for row in live if row["place_until"] is None or row["place_until"] > to_seconds(now)]
    return tuple((row["department_id"], date.fromisoformat(row["day"])) for row in running)


def _cancellations(rows: Sequence[Row], now: datetime, limits: BookingLimits) -> int:
    since = to_seconds(now - timedelta(days=limits.cancellations_counted_days))
    return sum(row["state"] == BookingState.CANCELLED and row["changed_at"] > since for row in rows)


def _acted_for(connection: sa.Connection, actor_id: str, now: datetime, limits: BookingLimits) -> dict[str, Relation]:
    asked = {"actor_id": actor_id, "since": to_seconds(now - timedelta(days=limits.patients_counted_days))}
    return {row.patient_id: Relation(row.relation) for row in connection.execute(_BY_ACTOR, asked)}


_OF_PATIENT = (
    sa.select(slots.c.department_id, slots.c.day, slots.c.starts_at)
    .add_columns(bookings.c.state, bookings.c.place_until, bookings.c.made_at, bookings.c.changed_at)
    .join(bookings, bookings.c.slot_id == slots.c.id)
    .where(bookings.c.patient_id == sa.bindparam("patient_id"), bookings.c.made_at > sa.bindparam("since"))
)
_BY_ACTOR = (
    sa.select(bookings.c.patient_id, bookings.c.relation)
    .where(bookings.c.made_by == sa.bindparam("actor_id"), bookings.c.made_at > sa.bindparam("since"))
    .where(bookings.c.relation.is_not(None), bookings.c.state != BookingState.LAPSED.value)
    .order_by(bookings.c.made_at)
)
