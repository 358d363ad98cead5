"""What an announcer tells of its broker, and the promise about its order. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from watchlist.announcing.errors import AnnouncingError


@dataclass(frozen=True, slots=True)
class BrokerLost:
    """Listeners hear nothing, or not all; told once for each kind of trouble."""

    broker: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class BrokerBack:
    """They hear everything again. `dropped` messages about alarms they did not: there were too many to keep. How each
    open alarm stands now, they hear nevertheless."""

    broker: str
    dropped: int = 0


BrokerEvent = BrokerLost | BrokerBack
BrokerListener = Callable[[BrokerEvent], None]


class BrokerTeller:
    """The announcer says what is so, as often as it likes; the listener hears what changed.

    BrokerBack comes only after BrokerLost, which comes again when the trouble becomes one of another kind.
    """

    def __init__(self, broker: str, listener: BrokerListener) -> None:
        self._broker = broker
        self._listener = listener
        self._trouble: type[AnnouncingError] | None = None

    def lost(self, error: AnnouncingError) -> None:
        if self._trouble is not type(error):
            self._trouble = type(error)
            self._listener(BrokerLost(self._broker, str(error), error.hint))

    def there(self, dropped: int) -> bool:
        """Answers whether it was told."""
        if self._trouble is None:
            return False
        self._trouble = None
        self._listener(BrokerBack(self._broker, dropped))
        return True
