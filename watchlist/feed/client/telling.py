"""What a follower tells of its hub, and the promise about its order. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.errors import HubAway, HubNotTrusted, NodeKeyUnreadable, NodeRefused, TransferCut
from watchlist.feed.head import Head

_OF_ALL_LISTS = (RecordsError, HubAway, HubNotTrusted, NodeKeyUnreadable, NodeRefused, TransferCut)
"""What is wrong with the hub, or here: it befalls one list after the other, and mended once it is mended for all."""


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
    list_id: str
    epoch: int
    seq: int
    changed: int


FollowEvent = HubLost | HubBack | ListFollowed
FollowListener = Callable[[FollowEvent], None]


class HubTeller:
    """The followers of its lists say what is so, as often as they like; the listener hears what changed: a trouble
    with the hub once, one with a list for each list, and that the hub is back when none has any."""

    def __init__(self, hub: str, listener: FollowListener) -> None:
        self._hub = hub
        self._listener = listener
        self._troubles: dict[str, set[type[Exception]]] = {}

    def lost(self, list_id: str, error: WatchlistError | RecordsError) -> None:
        theirs = self._troubles.setdefault(list_id, set())
        told = theirs.union(*self._troubles.values()) if isinstance(error, _OF_ALL_LISTS) else theirs
        is_told = type(error) in told
        theirs.add(type(error))
        if not is_told:
            self._listener(HubLost(self._hub, str(error), error.hint))

    def well(self, list_id: str) -> None:
        if self._troubles.pop(list_id, None) and not self._troubles:
            self._listener(HubBack(self._hub))

    def pass_on(self, list_id: str, to: Iterable[str]) -> None:
        """What was wrong there will be well when it is for all of these."""
        troubles = self._troubles.pop(list_id, set())
        for other in to if troubles else ():
            self._troubles.setdefault(other, set()).update(troubles)

    def taken(self, head: Head, changed: int) -> None:
        self._listener(ListFollowed(self._hub, head.list_id, head.epoch, head.seq, changed))
