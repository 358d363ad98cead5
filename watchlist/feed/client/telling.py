"""What a follower tells of its hub, and the promise about its order. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from records.errors import RecordsError
from watchlist.errors import WatchlistError


@dataclass(frozen=True, slots=True)
class HubLost:
    """Nothing new is taken; the last good list goes on. Told once for each kind of trouble until the hub is back."""

    hub: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class HubBack:
    hub: str


@dataclass(frozen=True, slots=True)
class ListFollowed:
    """The list here is what the hub's was at this epoch and revision; `changed` entries are not what they were."""

    hub: str
    epoch: int
    seq: int
    changed: int


FollowEvent = HubLost | HubBack | ListFollowed
FollowListener = Callable[[FollowEvent], None]


class HubTeller:
    """The follower says what is so, as often as it likes; the listener hears what changed."""

    def __init__(self, hub: str, listener: FollowListener) -> None:
        self._hub = hub
        self._listener = listener
        self._told: set[type[Exception]] = set()

    def lost(self, error: WatchlistError | RecordsError) -> None:
        if type(error) not in self._told:
            self._told.add(type(error))
            self._listener(HubLost(self._hub, str(error), error.hint))

    def well(self) -> None:
        if self._told:
            self._told.clear()
            self._listener(HubBack(self._hub))

    def taken(self, epoch: int, seq: int, changed: int) -> None:
        self._listener(ListFollowed(self._hub, epoch, seq, changed))
