"""Whom the hospital waits for at this moment, and who waits there: a night clinic's day goes on past midnight."""

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import BookingState
from kiosk.rules.windows import awaited_since, queues_since


def awaited(site: Site) -> sa.ColumnElement[bool]:
    """Bookings that can be picked up now or later, and those that were and wait; for bookings joined with slots."""
    still = to_seconds(awaited_since(site.now(), site.limits))
    to_come = sa.and_(bookings.c.state == BookingState.BOOKED.value, slots.c.starts_at >= still)
    return sa.or_(to_come, waiting(site))


def waiting(site: Site) -> sa.ColumnElement[bool]:
    """Bookings that were picked up, whether or not they were called."""
    since = to_seconds(queues_since(site.now()))
    return sa.and_(bookings.c.state == BookingState.CHECKED_IN.value, slots.c.starts_at >= since)
