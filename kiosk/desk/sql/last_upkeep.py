"""When the desk was last kept up, by any of its hubs: what a clock is compared with."""

from datetime import datetime

import sqlalchemy as sa

from kiosk.desk.sql import clock_watch
from kiosk.desk.sql.clock_watch import ERROR_S, ClockWrong
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import facts
from kiosk.desk.sql.trails import note
from kiosk.desk.values import Actor

_NAME = "last upkeep"
_WRITTEN_EVERY_S = 60


def is_steady(site: Site) -> bool:
    """Whether what is never undone may be done now, which is then written down. Raises ClockWrong."""
    now, last = site.now(), _last(site)
    if not site.watch.is_steady(now, last):
        return False
    if last is None or abs((now - last).total_seconds()) >= _WRITTEN_EVERY_S:
        site.database.change(lambda connection: _write(connection, now))
    return True


def must_be_possible(site: Site) -> None:
    """As a hub that starts now would find the clock. Raises ClockWrong."""
    clock_watch.must_be_possible(site.now(), _last(site))


def believe(site: Site, by: str) -> None:
    """From now on the desk goes by this PC's clock, whatever it did before; `by` is who of the staff says so."""
    now = site.now()
    clock_watch.must_be_possible(now, None)

    def write(connection: sa.Connection) -> None:
        _write(connection, now)
        note(connection, now, "clock believed", "clock", site.channel.name, Actor(by))

    site.database.change(write)


def _last(site: Site) -> datetime | None:
    """When it was. Raises ClockWrong where the database's own clock says otherwise than this PC's."""
    with site.database.reading() as connection:
        if site.watch.asks_database:
            _compare(connection, site.now())
        found = connection.execute(_LAST).scalar_one_or_none()
    return None if found is None else from_seconds(int(found))


def _compare(connection: sa.Connection, now: datetime) -> None:
    if connection.dialect.name != "postgresql":
        return
    at: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    if abs((now - at).total_seconds()) > ERROR_S:
        raise ClockWrong(f"this PC's clock says {now:%Y-%m-%d %H:%M}, its database's {at.astimezone(now.tzinfo):%H:%M}")


def _write(connection: sa.Connection, now: datetime) -> None:
    said = str(to_seconds(now))
    if not connection.execute(facts.update().where(facts.c.name == _NAME).values(value=said)).rowcount:
        connection.execute(facts.insert().values(name=_NAME, value=said))


_LAST = sa.select(facts.c.value).where(facts.c.name == _NAME)
