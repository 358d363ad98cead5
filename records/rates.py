"""How often somebody may ask: a token bucket each. Pure; the caller tells the time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and `per_s` in the long run."""

    per_s: float
    burst: int

    def __post_init__(self) -> None:
        if self.per_s <= 0 or self.burst < 1:
            raise ValueError(f"a rate that lets nothing through: {self}")


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    tokens: float
    at_s: float

    def fill(self, now_s: float) -> None:
        passed_s = max(now_s - self.at_s, 0.0)
        self.tokens = min(self.tokens + passed_s * self.rate.per_s, self.rate.burst)
        self.at_s = now_s

    def is_full_at(self, now_s: float) -> bool:
        return self.tokens + (now_s - self.at_s) * self.rate.per_s >= self.rate.burst


class Buckets:
    """One bucket for each name. Beyond `most` of them newcomers share one: a flood of names gets no more than a name,
    and fills no memory."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str, rate: Rate, now_s: float) -> float:
        """0 when the request may pass; else after how many seconds it might."""
        wait_s = self.wait_s(name, rate, now_s)
        if not wait_s:
            self.pay(name, rate, now_s)
        return wait_s

    def wait_s(self, name: str, rate: Rate, now_s: float) -> float:
        """As `take`, and takes nothing."""
        tokens = self._filled(name, rate, now_s).tokens
        return 0.0 if tokens >= 1 else (1 - tokens) / rate.per_s

    def pay(self, name: str, rate: Rate, now_s: float) -> bool:
        """Takes one afterwards, and owes it where there is none. Whether the next one has to wait now."""
        bucket = self._filled(name, rate, now_s)
        bucket.tokens -= 1
        return bucket.tokens < 1

    def _filled(self, name: str, rate: Rate, now_s: float) -> _Bucket:
        if name not in self._buckets and len(self._buckets) >= self._most:
            self._forget_full_ones(now_s)
            name = name if len(self._buckets) < self._most else _NEWCOMERS
        bucket = self._buckets.setdefault(name, _Bucket(rate, rate.burst, now_s))
        bucket.fill(now_s)
        return bucket

    def _forget_full_ones(self, now_s: float) -> None:
        """A full bucket says nothing that a new one would not."""
        self._buckets = {name: each for name, each in self._buckets.items() if not each.is_full_at(now_s)}


_NEWCOMERS = ""
