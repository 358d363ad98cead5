"""A kiosk without a printer: every slip is refused, and what it would say stays on the screen."""

from hardware.errors import PartMissing
from hardware.printers.status import PrinterStatus

HINT = 'Write address = "..." under [kiosk.printer], or show visitors another way to keep their number.'


class NoPrinter:
    def __init__(self, name: str) -> None:
        self.name = name

    def status(self) -> PrinterStatus:
        raise self._missing()

    def check(self) -> None:
        raise self._missing()

    def send(self, job: bytes) -> None:
        raise self._missing()

    def close(self) -> None:
        pass

    def _missing(self) -> PartMissing:
        return PartMissing(self.name, "there is none in the settings", HINT)
