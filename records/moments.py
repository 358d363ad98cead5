"""Moments as text that sorts like time: UTC, microseconds, always the same length."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Raises ValueError for a moment without a time zone: nobody could tell later what it meant."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    return datetime.fromisoformat(text)
