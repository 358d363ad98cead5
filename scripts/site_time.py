"""The site's own time: this computer's, with its time zone. An entry expires at the site's midnight."""

from datetime import UTC, date, datetime, timedelta, tzinfo


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


def now_at_site() -> datetime:
    return datetime.now().astimezone()


def today() -> date:
    return now_at_site().date()
