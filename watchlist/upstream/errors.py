"""Expected failures of telling a hub what rang here. After any of them the doors ring on."""

from watchlist.feed.errors import FeedError
from watchlist.hub.errors import HubError


class DeliveryRefused(FeedError):
    """The hub does not take what was sent, and will not take it again."""

    hint = "The alarm is kept here as ever. Bring this PC and the hub to the same version, or tell the hub's people."


class HubStumbled(FeedError):
    """It fails at what was sent."""

    hint = "Tell the hub's people: its log says more. The alarms wait here and are delivered then."


class HubCannotHear(FeedError):
    """It knows no such call."""

    hint = "The hub is of an older version: bring it to this PC's. The alarms wait here and are delivered then."


class DeliveringEnded(FeedError):
    hint = "Restart the program; what happened is in its log. The alarms wait here and are delivered then."


class AlarmNotTaken(HubError):
    """Of one alarm among those delivered."""
