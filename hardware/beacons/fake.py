"""A beacon without a plug: the hand of a test or of the demo breaks it, and reads what it showed."""

import threading

from hardware.beacons.driven import DrivenBeacon, Patience
from hardware.beacons.protocol import Signal
from hardware.errors import PartLost, PartMissing, PartRefused

CABLE_HINT = "Plug the beacon in again."
QUICK = Patience(rest_s=0.02, first_wait_s=0.02, longest_wait_s=0.1, stuck_after_s=0.3)


class FakeLink:
    """Refuses what a real one refuses. Unplugged before it is opened it is missing, and afterwards it is lost; in both
    cases what was lit stays as it was."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._plugged_in = True
        self._refused: frozenset[Signal] = frozenset()
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._record: list[Signal] = []
        self.tries = 0

    @property
    def record(self) -> tuple[Signal, ...]:
        """Every change that was seen at the door."""
        return tuple(self._record)

    def open(self) -> None:
        self.tries += 1
        self._goes_on.wait()
        if not self._plugged_in:
            raise PartMissing(self._part, "the beacon is not there", CABLE_HINT)

    def put(self, signal: Signal, since_s: float) -> None:
        self._goes_on.wait()
        if not self._plugged_in:
            raise PartLost(self._part, "the beacon is unplugged", CABLE_HINT)
        if signal in self._refused:
            raise PartRefused(self._part, f"no {signal.name} is shown")
        if self._record[-1:] != [signal]:
            self._record.append(signal)

    def examine(self) -> str:
        return "a fake: nothing real is shown"

    def close(self) -> None:
        pass

    def unplug(self) -> None:
        self._plugged_in = False

    def plug_in(self) -> None:
        self._plugged_in = True

    def refuse(self, *signals: Signal) -> None:
        self._refused = frozenset(signals)

    def hang(self) -> None:
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()


class FakeBeacon(DrivenBeacon):
    """Driven as a real one is, in less time; `hand` is what breaks it."""

    def __init__(self, name: str = "fake beacon", patience: Patience = QUICK) -> None:
        self.hand = FakeLink(name)
        super().__init__(name, self.hand, patience)

    @property
    def record(self) -> tuple[Signal, ...]:
        return self.hand.record
