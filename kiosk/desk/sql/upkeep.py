"""What time does to bookings. Each may be called at any moment, twice, and by several hubs at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from kiosk.desk.sql.answers import forget_answers
from kiosk.desk.sql.changes import change, end_holds, free_places
from kiosk.desk.sql.last_upkeep import is_steady
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.sql.trails import THE_DESK
from kiosk.desk.values import BookingState
from kiosk.rules.limits import Channel
from kiosk.rules.windows import awaited_since

DESK = Channel("desk", is_on_site=True)
MOST_AT_ONCE = 200


def keep_up(site: Site) -> None:
    """All of it, at the site's own time: for the hub to call every few seconds. Raises ClockWrong.

    After a long stop, what is never undone waits until the clock has proved itself.
    """
    now = site.now()
    may_end = is_steady(site)
    expire_holds(site, now)
    free_given_up(site, now)
    if may_end:
        mark_no_shows(site, now)
        before = now - timedelta(days=site.limits.answers_kept_days)
        site.database.change(lambda connection: forget_answers(connection, before))


def expire_holds(site: Site, now: datetime) -> int:
    """How many holds ended whose time was over."""
    at = _at(site, now)
    return site.database.change(lambda connection: end_holds(connection, at))


def free_given_up(site: Site, now: datetime) -> int:
    """How many places of ended holds and cancelled bookings are offered again."""
    at = _at(site, now)
    return site.database.change(lambda connection: free_places(connection, at))


def mark_no_shows(site: Site, now: datetime) -> int:
    """How many were waited for until their window had passed; MOST_AT_ONCE at most, the others at the next round."""
    at = _at(site, now)
    return site.database.change(lambda connection: _mark_some(connection, at))


def _mark_some(connection: sa.Connection, site: Site) -> int:
    since = to_seconds(awaited_since(site.now(), site.limits))
    query = sa.select(bookings.c.id).join(slots, bookings.c.slot_id == slots.c.id)
    query = query.where(bookings.c.state == BookingState.BOOKED.value, slots.c.starts_at < since)
    query = query.order_by(bookings.c.id).limit(MOST_AT_ONCE)
    ids = connection.execute(query.with_for_update(skip_locked=True, key_share=True, of=bookings)).scalars().all()
    for booking_id in ids:
        change(connection, site, "no-show", booking_id, THE_DESK, {"state": BookingState.NO_SHOW})
    return len(ids)


def _at(site: Site, now: datetime) -> Site:
    return replace(site, clock=lambda: now, channel=DESK)
