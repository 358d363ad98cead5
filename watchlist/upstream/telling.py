"""What a node's delivering tells whoever watches it, and the promise about its order. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.errors import HubAway, HubNotTrusted, NodeKeyUnreadable, NodeRefused
from watchlist.types import AlarmId
from watchlist.upstream.together import mended

_TOLD_BY_THE_FOLLOWER = (HubAway, NodeRefused, NodeKeyUnreadable, HubNotTrusted)
"""Whoever follows the list at the same hub tells these."""


@dataclass(frozen=True, slots=True)
class DeliveryLost:
    """Alarms wait here. Told once for each kind of trouble until something was delivered again."""

    hub: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class AlarmsDelivered:
    """So many that had waited are at the hub now, and nothing waits any more."""

    hub: str
    alarms: int


@dataclass(frozen=True, slots=True)
class AlarmSetAside:
    """The hub takes this one never. It is kept here; the others go on."""

    hub: str
    alarm_id: AlarmId
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class ClockOff:
    """This PC's clock is ahead of the hub's by so much, 0 when it is right again."""

    hub: str
    off_s: float


UpstreamEvent = DeliveryLost | AlarmsDelivered | AlarmSetAside | ClockOff
UpstreamListener = Callable[[UpstreamEvent], None]


class UpstreamTeller:
    """The delivering says what is so, as often as it likes; the listener hears what changed."""

    def __init__(self, hub: str, listener: UpstreamListener) -> None:
        self._hub = hub
        self._listener = listener
        self._told: set[type[Exception]] = set()
        self._was_cut = False
        self._delivered = self._deliveries = 0
        self._clock_off = timedelta()

    def lost(self, error: WatchlistError | RecordsError) -> None:
        self._was_cut = True
        if type(error) not in self._told and not isinstance(error, _TOLD_BY_THE_FOLLOWER):
            self._told.add(type(error))
            self._listener(DeliveryLost(self._hub, str(error), error.hint))

    def delivered(self, alarms: int) -> None:
        """In one delivery."""
        self._told.clear()
        self._delivered += alarms
        self._deliveries += 1

    def nothing_waits(self) -> None:
        """Told after trouble, or where more waited than goes at once."""
        self._told.clear()
        if self._delivered and (self._was_cut or self._deliveries > 1):
            self._listener(AlarmsDelivered(self._hub, self._delivered))
        self._was_cut, self._delivered, self._deliveries = False, 0, 0

    def aside(self, alarm_id: AlarmId, why: str, hint: str) -> None:
        self._listener(AlarmSetAside(self._hub, alarm_id, why, hint))

    def clocks(self, here: datetime, hub: datetime) -> None:
        off = mended(here - hub)
        if bool(off) != bool(self._clock_off):
            self._listener(ClockOff(self._hub, off.total_seconds()))
        self._clock_off = off
