"""How old a list is, from the last moment its authority said that it is so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FUTURE_TOLERANCE_S = 300.0


class Freshness(StrEnum):
    FRESH = "fresh"
    OLD = "old"
    NEVER = "never"
    """Nothing was ever received."""
    CLOCK_WRONG = "clock wrong"
    """It comes from the future: this computer's clock or the hub's is wrong, and how old the list is nobody knows."""


@dataclass(frozen=True, slots=True)
class AgeLimits:
    old_after_s: float = 6 * 3600.0
    future_tolerance_s: float = FUTURE_TOLERANCE_S

    def __post_init__(self) -> None:
        if not self.old_after_s > 0 or not self.future_tolerance_s >= 0:
            raise ValueError("old_after_s must be above 0, future_tolerance_s not below")


@dataclass(frozen=True, slots=True)
class ListAge:
    """`age_s` is never negative, and None before the first head."""

    age_s: float | None
    freshness: Freshness

    @property
    def needs_attention(self) -> bool:
        return self.freshness is not Freshness.FRESH


def oldest_word(said_at: Sequence[datetime | None], now: datetime) -> datetime | None:
    """Of several lists, which are as old as the oldest; None for none, and where one was never received. A word from
    the future counts before all others: how old that list is nobody knows."""
    moments = [moment for moment in said_at if moment is not None]
    if not moments or len(moments) < len(said_at):
        return None
    is_future = (max(moments) - now).total_seconds() > FUTURE_TOLERANCE_S
    return max(moments) if is_future else min(moments)


def age_of(said_at: datetime | None, now: datetime, limits: AgeLimits) -> ListAge:
    """`said_at` is the `at` of the newest head; both moments know their time zone."""
    if said_at is None:
        return ListAge(None, Freshness.NEVER)
    age_s = (now - said_at).total_seconds()
    if age_s < -limits.future_tolerance_s:
        return ListAge(0.0, Freshness.CLOCK_WRONG)
    return ListAge(max(0.0, age_s), Freshness.OLD if age_s > limits.old_after_s else Freshness.FRESH)
