"""What a beacon shows: the loudest that is open, else that a camera needs somebody. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from watchlist.alarms.life import Life
from watchlist.post.values import Sight


class Signal(StrEnum):
    OFF = "off"
    ATTENTION = "attention"
    ALARM = "alarm"
    ESCALATED = "escalated"


def signal_of(open_lives: Iterable[Life], sights: Iterable[Sight]) -> Signal:
    """A taken alarm is quiet until it escalates; a camera that does not see is shown, and never hides an alarm."""
    lives = [life for life in open_lives if life.is_open]
    if any(life.level >= 1 for life in lives):
        return Signal.ESCALATED
    if any(life.is_unanswered for life in lives):
        return Signal.ALARM
    return Signal.ATTENTION if any(sight.needs_somebody for sight in sights) else Signal.OFF
