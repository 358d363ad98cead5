"""The site's own time: in the zone that its settings name, or this computer's."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo


class _ThisComputersZone(tzinfo):
    """As the system keeps it, with summer time where there is one: `astimezone()` alone gives the offset of today."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        return datetime.fromtimestamp(moment.replace(tzinfo=UTC).timestamp()).replace(tzinfo=self)


SITE_ZONE: tzinfo = _ThisComputersZone()


def zone_named(name: str) -> tzinfo:
    """Where `name` is empty, this computer's. Raises ValueError for what is no zone of the IANA's list."""
    if not name:
        return SITE_ZONE
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown; what no file can be called, or a folder; out of the list
        raise ValueError(f"there is no time zone {name!r}: write one as Asia/Shanghai") from None


def zone_fault(name: str) -> str | None:
    """What is wrong with it, for whoever wrote it."""
    try:
        zone_named(name)
    except ValueError as error:
        return str(error)
    return None


def now_at_site() -> datetime:
    return datetime.now().astimezone()


def today() -> date:
    return now_at_site().date()
