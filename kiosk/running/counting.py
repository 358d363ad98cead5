"""What is counted of visits, a few numbers every minute; none of them says who or exactly when."""

from collections import Counter
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiosk.running.daily_lines import DailyLines
from kiosk.visit.effects import Count

WRITTEN_EVERY = timedelta(minutes=1)


class PartCount(StrEnum):
    """What is counted beside the visits' own numbers."""

    CODE_UNKNOWN = "code-unknown"


class DayCounters:
    """Of the conversation's thread. A day is the sum of its lines."""

    def __init__(self, lines: DailyLines, kiosk: str) -> None:
        self._lines = lines
        self._kiosk = kiosk
        self._counted: Counter[str] = Counter()
        self._day: date | None = None
        self._written_at: datetime | None = None

    def count(self, what: Count | PartCount) -> None:
        self._counted[what.value] += 1

    def tick(self, now: datetime) -> None:
        """Time went by: what was counted is written about once a minute, and before a new day begins."""
        if self._written_at is None:
            self._day, self._written_at = now.date(), now
        if now.date() != self._day or abs(now - self._written_at) >= WRITTEN_EVERY:
            self.write(now)

    def write(self, now: datetime) -> None:
        """What could not be written is kept for the next time."""
        day, self._day, self._written_at = self._day or now.date(), now.date(), now
        if self._counted and self._lines.write(
            day, {"kiosk": self._kiosk, "counts": dict(sorted(self._counted.items()))}
        ):
            self._counted.clear()
