"""Whether the programs that watch get done what they have to. PURE."""

from collections.abc import Mapping
from datetime import datetime

from camera.types import Seconds
from scripts.bench.attack.visits import Behind

SATURATED = 0.9
"""A thread that worked or waited for a core for so much of the time did not keep up: else it had slept now and then."""


class KeepingUp:
    """Tell it now and then for how long each thread has worked and waited for a core since it began."""

    def __init__(self) -> None:
        self.behind: list[Behind] = []
        self._before: Mapping[int, Seconds] = {}
        self._at: datetime | None = None
        self._whole_s: Seconds = 0.0

    @property
    def behind_share(self) -> float:
        """Of all the time so far."""
        behind_s = sum((one.to_at - one.from_at).total_seconds() for one in self.behind)
        return behind_s / self._whole_s if self._whole_s else 0.0

    def told(self, busy_s: Mapping[int, Seconds], at: datetime) -> None:
        """`busy_s` by thread. The busiest counts: a watch sees no better than its slowest part."""
        if self._at is not None and at > self._at:
            most_s = max((busy - self._before.get(thread, 0.0) for thread, busy in busy_s.items()), default=0.0)
            passed_s = (at - self._at).total_seconds()
            self._whole_s += passed_s
            if most_s >= SATURATED * passed_s:
                self.behind.append(Behind(self._at, at))
        self._before, self._at = busy_s, at
