"""The one clock of a story: the kiosk's, the desk's and the payment service's. It goes on when the story says so."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 10, 10, tzinfo=ZONE)
"""A Monday; the drawn hospital has something to pick up at half past ten."""


class MovingTime:
    """Any thread may read it."""

    def __init__(self) -> None:
        self._gone_s = 0.0

    def go_on(self, seconds: float) -> None:
        self._gone_s += seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self._gone_s)

    def monotonic(self) -> float:
        return 1000.0 + self._gone_s
