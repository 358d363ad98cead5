"""Several beacons as one: whatever happens to one, the others go on."""

from collections.abc import Sequence

from hardware.beacons.protocol import Beacon, BeaconListener, Signal
from hardware.errors import HardwareError


class AllBeacons:
    def __init__(self, beacons: Sequence[Beacon], name: str = "beacons") -> None:
        self.name = name
        self._beacons = tuple(beacons)

    def listen(self, listener: BeaconListener) -> None:
        for beacon in self._beacons:
            beacon.listen(listener)

    def show(self, signal: Signal) -> None:
        for beacon in self._beacons:
            beacon.show(signal)

    def close(self) -> None:
        """Each is closed, and then the first that did not end is raised."""
        self.show(Signal.OFF)
        stuck: list[HardwareError] = []
        for beacon in self._beacons:
            try:
                beacon.close()
            except HardwareError as error:
                stuck.append(error)
        if stuck:
            raise stuck[0]
