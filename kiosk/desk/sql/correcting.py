"""What the hospital's staff puts right."""

from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.changes import change, joined, locked
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.rows import booking_of
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.windows import is_missed

_LISTED = "'gatehouse desk bookings --day DAY' lists a day's bookings with their state."


def booking_named(site: Site, said: str) -> str:
    """The id of the booking with this id or pick-up code. Raises NOT_FOUND."""
    query = sa.select(bookings.c.id).where(sa.or_(bookings.c.id == said, bookings.c.code == said))
    with site.database.reading() as connection:
        found = connection.execute(query).scalars().all()
    if len(found) != 1:
        raise DeskRefused(Refusal.NOT_FOUND, f"no booking has the id or pick-up code {said!r}", _LISTED)
    return str(found[0])


def undo_no_show(site: Site, booking_id: str, by: str) -> Booking:
    """It counts against nobody any more. `by` is who of the staff decided it.

    Who can still come is waited for again; who cannot counts as having been there. Raises NOT_FOUND, and WRONG_STATE
    for what is no no-show.
    """

    def undo(connection: sa.Connection) -> Booking:
        row = locked(connection, booking_id)
        if row["state"] != BookingState.NO_SHOW:
            raise DeskRefused(Refusal.WRONG_STATE, f"it is no no-show: the booking is {row['state']}", _LISTED)
        starts_at = from_seconds(int(str(joined(connection, booking_id)["slot_starts_at"])))
        values: dict[str, Any] = {"state": BookingState.BOOKED}
        if is_missed(site.now(), starts_at, site.limits):
            # Without a number, and called: it is in no queue.
            values = {"state": BookingState.CHECKED_IN, "called_at": to_seconds(site.now())}
        undone = change(connection, site, "no-show undone", booking_id, Actor(by), values)
        return booking_of(undone, site.zone, site.limits)

    return site.database.change(undo)
