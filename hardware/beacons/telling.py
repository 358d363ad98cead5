"""What every beacon promises about its events: BeaconLost and BeaconBack alternate, NotShown comes between. PURE."""

from hardware.beacons.protocol import BeaconBack, BeaconEvent, BeaconListener, BeaconLost, NotShown, Signal


class BeaconTeller:
    """A driver says what is so, as often as it likes; the listener hears what changed."""

    def __init__(self, beacon: str, listener: BeaconListener) -> None:
        self._beacon = beacon
        self._listener = listener
        self._lost: BeaconLost | None = None
        self._missed: set[Signal] = set()

    def lost(self, why: str, hint: str, due: Signal) -> None:
        if self._lost is None:
            self._lost = BeaconLost(self._beacon, why, hint)
            self._tell(self._lost)
        if due is not Signal.OFF and due not in self._missed:
            self._missed.add(due)
            self._tell(NotShown(self._beacon, due, why, hint))

    def there(self, shown: Signal) -> None:
        if self._lost is not None:
            self._lost = None
            self._missed.clear()
            self._tell(BeaconBack(self._beacon, shown))

    def _tell(self, event: BeaconEvent) -> None:
        self._listener(event)
