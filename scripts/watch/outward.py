"""What a watch tells the door and the building: lamp, siren and loudspeaker, and whoever listens to the broker."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any

from hardware.beacons.opening import open_beacons
from hardware.beacons.protocol import Beacon, BeaconEvent, BeaconLost, NotShown
from hardware.beacons.protocol import Signal as Shown
from hardware.errors import HardwareError
from scripts.announcing.opening import open_announcer
from scripts.command import Context
from watchlist.announcing.protocol import Announcer
from watchlist.announcing.telling import BrokerBack, BrokerEvent, BrokerLost
from watchlist.post.signal_rule import Signal
from watchlist.post.values import AlarmView, Overview


class Outward:
    """Used by the watch's thread. Neither a beacon nor a broker is ever waited for, and none of them stops a watch."""

    def __init__(self, beacon: Beacon | None, announcer: Announcer | None) -> None:
        self._beacon = beacon
        self._announcer = announcer
        self._heard: SimpleQueue[BeaconEvent | BrokerEvent] = SimpleQueue()
        if beacon is not None:
            beacon.listen(self._heard.put)
        if announcer is not None:
            announcer.listen(self._heard.put)

    def ring(self, signal: Signal, *, anew: bool = False) -> None:
        """`anew`: the same signal for one more reason: another alarm came, or nobody answered the first for longer
        still. The siren starts again."""
        if self._beacon is None:
            return
        if anew:
            self._beacon.show(Shown.OFF)
        self._beacon.show(Shown[signal.name])

    def begin(self, alarms: tuple[AlarmView, ...]) -> None:
        """The alarms there are when the watch starts."""
        if self._announcer is not None:
            self._announcer.begin(alarms)

    def tell(self, alarm: AlarmView) -> None:
        if self._announcer is not None:
            self._announcer.tell(alarm)

    def show(self, overview: Overview) -> None:
        if self._announcer is not None:
            self._announcer.show(overview)

    def events(self) -> Iterator[tuple[dict[str, Any], str]]:
        """What happened to the beacons and the broker since the last call: each event and its words."""
        while True:
            try:
                yield _told(self._heard.get_nowait())
            except Empty:
                return

    def close(self) -> None:
        """Everything off, and goodbye; raises HardwareError when a beacon's driver hangs."""
        if self._announcer is not None:
            self._announcer.close()
        if self._beacon is not None:
            self._beacon.close()


@contextmanager
def open_outward(context: Context) -> Iterator[Outward]:
    """The beacons and the broker of the settings, until the end of the block."""
    settings = context.settings
    urls = {f"beacon {place}": beacon.url for place, beacon in enumerate(settings.beacons, 1)}
    outward = Outward(open_beacons(urls) if urls else None, open_announcer(context.home, settings.mqtt))
    try:
        yield outward
    finally:
        try:
            outward.close()
        except HardwareError as error:
            context.say(f"{error}\nhint:  {error.hint}")


def _told(event: BeaconEvent | BrokerEvent) -> tuple[dict[str, Any], str]:
    what, name = ("broker", event.broker) if isinstance(event, BrokerLost | BrokerBack) else ("beacon", event.beacon)
    if isinstance(event, BeaconLost | BrokerLost):
        told = {"event": what, what: name, "state": "lost", "why": event.why, "hint": event.hint}
        return told, f"TROUBLE  {what} {name}: {event.why}\n          hint: {event.hint}"
    if isinstance(event, NotShown):
        signal = event.signal.name.lower()
        told = {"event": what, what: name, "state": "not shown", "signal": signal, "why": event.why, "hint": event.hint}
        return told, f"TROUBLE  {name} does not show {signal}: {event.why}\n          hint: {event.hint}"
    return {"event": what, what: name, "state": "back"}, f"{what} {name} is back"
