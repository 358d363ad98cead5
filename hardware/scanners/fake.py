"""A scanner without a plug: the hand of a test or of the demo's keyboard holds the codes under it."""

from hardware.scanners.events import ScanListener
from hardware.scanners.telling import ScanTeller

CABLE_HINT = "Plug the scanner in again."


class FakeScanner:
    """Tells what a real scanner tells, from the thread of the hand. Unplugged, it reads nothing."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self._teller: ScanTeller | None = None
        self._is_plugged_in = True
        self._closed = False

    def listen(self, listener: ScanListener) -> None:
        if self._closed or self._teller is not None:
            raise RuntimeError("a scanner is listened to once")
        self._teller = ScanTeller(self.name, listener)
        self._look()

    def close(self) -> None:
        self._closed = True
        self._teller = None

    def scan(self, text: str) -> None:
        """Line ends around a text are the scanner's own, and an empty code does not exist."""
        bare = text.strip("\r\n")
        if self._teller is not None and self._is_plugged_in and bare:
            self._teller.scanned(bare)

    def lose(self) -> None:
        self._is_plugged_in = False
        self._look()

    def come_back(self) -> None:
        self._is_plugged_in = True
        self._look()

    def _look(self) -> None:
        if self._teller is None:
            return
        if self._is_plugged_in:
            self._teller.there()
        else:
            self._teller.lost("the scanner is unplugged", CABLE_HINT)
