"""What a beacon shows: the loudest that is open, else that a camera or the list needs somebody. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from watchlist.alarms.life import Life
from watchlist.feed.age import Freshness
from watchlist.post.values import Sight


class Signal(StrEnum):
    OFF = "off"
    ATTENTION = "attention"
    ALARM = "alarm"
    ESCALATED = "escalated"


def signal_of(open_lives: Iterable[Life], sights: Iterable[Sight], freshness: Freshness = Freshness.FRESH) -> Signal:
    """A taken alarm is quiet until it escalates; a camera that does not see or a list that is old is shown, and never
    hides an alarm."""
    lives = [life for life in open_lives if life.is_open]
    if any(life.level >= 1 for life in lives):
        return Signal.ESCALATED
    if any(life.is_unanswered for life in lives):
        return Signal.ALARM
    needs_somebody = freshness is not Freshness.FRESH or any(sight.needs_somebody for sight in sights)
    return Signal.ATTENTION if needs_somebody else Signal.OFF
