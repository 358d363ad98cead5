"""How old the lists are that are followed: told when they become old, and when they are not any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from scripts.command import Context
from scripts.following.settings import FollowTree
from watchlist.feed.age import AgeLimits, Freshness, ListAge, age_of, oldest_word

if TYPE_CHECKING:
    from watchlist.feed.store.standings import Standing
    from watchlist.hub.values import HubTold

_OLD = "the list is {hours:.1f} h old: who was put on it or taken off it since is not known here"
_HINTS = {
    Freshness.OLD: "See whether the hub that signs it is reached ('gatehouse doctor'), or import a newer bundle.",
    Freshness.CLOCK_WRONG: "Set the clock of this PC, or of the hub.",
}


class AgeTeller:
    """Each change once. A list of which nothing came yet is no old one: whoever joined it knows."""

    def __init__(self, limits: AgeLimits) -> None:
        self._limits = limits
        self._told = Freshness.FRESH

    def news(self, said_at: datetime | None, now: datetime) -> tuple[dict[str, Any], str] | None:
        """As value and in words; None where there is none."""
        age = age_of(said_at, now, self._limits)
        if age.freshness in (self._told, Freshness.NEVER):
            return None
        self._told = age.freshness
        value: dict[str, Any] = {"event": "list_age", "state": str(age.freshness), "age_s": round(age.age_s or 0.0)}
        if not age.needs_attention:
            return value, "the list is fresh again"
        hint = _HINTS[age.freshness]
        return {**value, "hint": hint}, f"TROUBLE  {_words(age)}\n          hint: {hint}"


def caution_of_age(context: Context, followed: "Iterable[Standing]", now: datetime) -> None:
    """To whoever asks now what is on the lists of this home, where those it follows are old."""
    said_at = oldest_word([one.said_at for one in followed], now)
    _caution(context, age_of(said_at, now, context.settings_of(FollowTree).follow.age_limits))


def caution_of_hub(context: Context, hub: "HubTold", now: datetime) -> None:
    """Of a hub that follows another's list, by its own clock."""
    if hub.follows and hub.list_age_s is not None:
        limits = context.settings_of(FollowTree).follow.age_limits
        _caution(context, age_of(now - timedelta(seconds=hub.list_age_s), now, limits))


def _caution(context: Context, age: ListAge) -> None:
    if age.freshness in _HINTS:
        context.say(f"caution: {_words(age)}\nhint:  {_HINTS[age.freshness]}")


def _words(age: ListAge) -> str:
    hours = (age.age_s or 0.0) / 3600
    return "the list is from the future" if age.freshness is Freshness.CLOCK_WRONG else _OLD.format(hours=hours)
