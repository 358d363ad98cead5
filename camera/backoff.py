"""How long to wait before a camera or its worker is started again."""

from dataclasses import dataclass

from camera.types import Seconds


@dataclass(frozen=True, slots=True)
class BackoffLimits:
    """The first wait, how it grows, where it stops, and after how long a run the past is forgiven."""

    first_s: Seconds = 1.0
    factor: float = 2.0
    longest_s: Seconds = 30.0
    forgiven_after_s: Seconds = 60.0

    def __post_init__(self) -> None:
        if not (0 < self.first_s <= self.longest_s and self.factor >= 1):
            raise ValueError(f"a wait that cannot grow: {self}")


class Backoff:
    """Longer waits for what fails again and again; `started` and `failed` are told the time, nothing reads a clock."""

    def __init__(self, limits: BackoffLimits | None = None) -> None:
        self._limits = limits or BackoffLimits()
        self._next_s = self._limits.first_s
        self._started_at: Seconds | None = None

    def started(self, at: Seconds) -> None:
        """It runs (again)."""
        self._started_at = at

    def failed(self, at: Seconds) -> Seconds:
        """It failed; answers how long to wait. A run of `forgiven_after_s` counts as health and starts over."""
        ran_s = 0.0 if self._started_at is None else at - self._started_at
        if ran_s >= self._limits.forgiven_after_s:
            self._next_s = self._limits.first_s
        wait_s = self._next_s
        self._next_s = min(wait_s * self._limits.factor, self._limits.longest_s)
        self._started_at = None
        return wait_s
