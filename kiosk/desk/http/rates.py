"""How often a key may ask: a token bucket each. Pure; the caller tells the time."""

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
    tokens: float
    at_s: float


class Buckets:
    """One bucket for each name; names are those of known keys, so their number is bounded."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str, rate: Rate, now_s: float) -> float:
        """0 when the request may pass; else after how many seconds it might."""
        bucket = self._buckets.setdefault(name, _Bucket(rate.burst, now_s))
        passed_s = max(now_s - bucket.at_s, 0.0)
        bucket.tokens = min(bucket.tokens + passed_s * rate.per_s, rate.burst)
        bucket.at_s = now_s
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / rate.per_s
        bucket.tokens -= 1
        return 0.0
