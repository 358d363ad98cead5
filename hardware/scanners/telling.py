"""What every scanner promises: ScannerLost and ScannerBack alternate, and nothing is scanned in between. PURE."""

from hardware.scanners.events import ScanListener, Scanned, ScannerBack, ScannerLost


class ScanTeller:
    def __init__(self, scanner: str, listener: ScanListener) -> None:
        self._scanner = scanner
        self._listener = listener
        self._is_lost = False

    def scanned(self, text: str) -> None:
        self.there()
        self._listener(Scanned(self._scanner, text))

    def lost(self, why: str, hint: str) -> None:
        if not self._is_lost:
            self._is_lost = True
            self._listener(ScannerLost(self._scanner, why, hint))

    def there(self) -> None:
        if self._is_lost:
            self._is_lost = False
            self._listener(ScannerBack(self._scanner))
