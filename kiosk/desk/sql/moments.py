"""Moments as the tables keep them: whole seconds since 1970. Pure."""

from datetime import UTC, datetime, tzinfo


def to_seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return int(moment.timestamp())


def from_seconds(seconds: int, zone: tzinfo = UTC) -> datetime:
    return datetime.fromtimestamp(seconds, zone)
