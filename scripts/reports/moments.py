"""When something happened, as people and spreadsheets write it."""

import re
from datetime import datetime, tzinfo

_SIGNS = str.maketrans({"年": "-", "月": "-", "日": " ", "时": ":", "点": ":", "分": "", "/": "-", ".": "-", "：": ":"})
_WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{0,2})(?::(\d{1,2}))?)?)?")


def moment_of(text: str, zone: tzinfo) -> datetime:
    """2026-01-03 14:20, 2026/1/3, 2026年1月3日14时20分, or ISO 8601 with an offset; a day alone is its noon, as nobody
    knows better. Raises ValueError."""
    match = _WRITTEN.fullmatch(" ".join(text.translate(_SIGNS).split()))
    try:
        exact = _of_parts(match) if match else datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time: write it as 2026-01-03 14:20") from None
    return exact if exact.tzinfo else exact.replace(tzinfo=zone)


def _of_parts(match: re.Match[str]) -> datetime:
    year, month, day, *clock = match.groups()
    hour, minute, second = (int(part) if part else 0 for part in clock) if clock[0] else (12, 0, 0)
    return datetime(int(year), int(month), int(day), hour, minute, second)
