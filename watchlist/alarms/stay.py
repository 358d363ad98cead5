"""A stop on the way of whoever an alarm is about."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """One camera saw the person of an alarm from `from_at` to `to_at`, with `score` as the best cosine."""

    camera: str
    from_at: datetime
    to_at: datetime
    score: float
