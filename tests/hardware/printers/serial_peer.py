"""A slip printer at the other end of a serial line: a pseudo terminal."""

import os
import select
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.hardware.printers.firmware import Firmware

LOOK_EVERY_S = 0.02


class SerialPeer:
    def __init__(self, firmware: Firmware, port: str, ours: int, theirs: int) -> None:
        self.port = port
        self._firmware = firmware
        self._ours, self._theirs = ours, theirs
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop_listening(self) -> None:
        """Switched off with the cable in: nothing is taken any more."""
        self._stop.set()
        self._thread.join()

    def unplug(self) -> None:
        self.stop_listening()
        for end in (self._ours, self._theirs):
            os.close(end)
        self._ours = self._theirs = -1

    def close(self) -> None:
        if self._ours >= 0:
            self.unplug()

    def _run(self) -> None:
        while not self._stop.is_set():
            if select.select([self._ours], [], [], LOOK_EVERY_S)[0]:
                os.write(self._ours, self._firmware.feed(os.read(self._ours, 64)))
            if self._firmware.wants_to_hang_up:
                return


@contextmanager
def serial_printer(firmware: Firmware) -> Iterator[SerialPeer]:
    if sys.platform == "win32":
        pytest.skip("no pseudo terminals on Windows")
    import tty

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    peer = SerialPeer(firmware, os.ttyname(theirs), ours, theirs)
    try:
        yield peer
    finally:
        peer.close()
