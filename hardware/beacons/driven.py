"""A beacon that is driven from a thread of its own, so that whoever shows a signal never waits for a cable."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.beacons.link import Link
from hardware.beacons.pattern import Due
from hardware.beacons.protocol import BeaconListener, Signal
from hardware.beacons.telling import BeaconTeller
from hardware.errors import HardwareError, PartLost, PartMissing
from hardware.part_thread import PartThread

STEP_S = 0.2
"""Nothing is changed faster, whatever is asked for: at 2.5 flashes a second a lamp is still harmless."""
STUCK_HINT = "Check the part and its connection; if it stays so, restart the program."


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a dark beacon is looked at, the first and the longest wait before it is tried again, and after how long
    a call that does not return is told of."""

    rest_s: float = 1.0
    first_wait_s: float = 0.5
    longest_wait_s: float = 10.0
    stuck_after_s: float = 8.0

    def wait_s(self, failures: int) -> float:
        return min(self.first_wait_s * 2.0 ** min(failures, 30), self.longest_wait_s)


class DrivenBeacon:
    def __init__(
        self,
        name: str,
        link: Link,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._link = link
        self._patience = patience or Patience()
        self._clock = clock
        self._due = Due()
        self._asking = threading.Lock()
        self._asked = threading.Event()
        self._telling = threading.Lock()
        self._teller = BeaconTeller(name, lambda _: None)
        self._driver = PartThread(name, self._drive)
        self._overseer = PartThread(f"{name} overseer", self._oversee)
        self._is_open = False
        self._failures = 0
        self._working_since: float | None = None

    def listen(self, listener: BeaconListener) -> None:
        self._teller = BeaconTeller(self.name, listener)
        self._driver.start()
        self._overseer.start()

    def show(self, signal: Signal) -> None:
        with self._asking:
            self._due = self._due.then(signal, self._clock())
        self._asked.set()

    def close(self) -> None:
        self._overseer.stop()
        self._driver.stop()
        self._asked.set()
        try:
            self._driver.close()
        finally:
            self._overseer.close()

    def _drive(self) -> None:
        try:
            while not self._driver.stopping:
                self._asked.clear()
                self._asked.wait(self._step())
                self._driver.pause(STEP_S)
            self._due = Due()
            self._step()
            self._link.close()
            self._working_since = None
        finally:
            if self._working_since is not None:  # a bug ended it: the crash report has it, and the door is told
                self._tell_lost("its driver ended", STUCK_HINT, self._due)

    def _step(self) -> float:
        """Show what is due; answers how long to wait for the next step, unless something else is asked for."""
        self._working_since = self._clock()
        due = self._due
        try:
            self._reach()
            due = self._due  # which may be another by now: reaching can take long
            self._link.put(due.signal, self._clock() - due.raised_at_s)
        except HardwareError as error:
            self._tell_lost(error.why, error.hint, due)
            wait_s = self._after(error, due)
        else:
            self._failures = 0
            self._tell_shown(due)
            wait_s = self._rest_s(due)
        self._working_since = None
        return wait_s

    def _reach(self) -> None:
        if not self._is_open:
            self._link.open()
            self._is_open = True

    def _after(self, error: HardwareError, due: Due) -> float:
        if self._is_open and not isinstance(error, PartLost | PartMissing):
            return self._rest_s(due)
        self._link.close()
        self._is_open = False
        self._failures += 1
        return self._patience.wait_s(self._failures - 1)

    def _rest_s(self, due: Due) -> float:
        return self._patience.rest_s if due.signal is Signal.OFF else 0.0

    def _oversee(self) -> None:
        """Tell of a call that does not return: the thread that made it cannot."""
        while not self._overseer.stopping:
            since = self._working_since
            if since is not None and self._clock() - since > self._patience.stuck_after_s:
                self._tell_lost("it does not come back from what it was told to do", STUCK_HINT, self._due)
            self._overseer.pause(self._patience.stuck_after_s / 8)

    def _tell_lost(self, why: str, hint: str, due: Due) -> None:
        with self._telling:
            self._teller.lost(why, hint, due.signal)

    def _tell_shown(self, due: Due) -> None:
        """What is not due any more is no news: the next step shows what is."""
        if due is self._due:
            with self._telling:
                self._teller.there(due.signal)
