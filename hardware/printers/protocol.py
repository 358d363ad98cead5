"""A slip printer is one method wide: it takes the bytes of a whole slip."""

from typing import Protocol

from hardware.printers.status import PrinterStatus


class SlipPrinter(Protocol):
    name: str

    def status(self) -> PrinterStatus:
        """What it says of itself now, for the doctor; raises PartMissing or PartLost."""

    def check(self) -> None:
        """Nothing when it could print now; raises PartMissing, PartLost, OutOfPaper or CoverOpen otherwise."""

    def send(self, job: bytes) -> None:
        """Print one slip whole. Raises a PrinterError or PartLost; HalfPrinted when part of it may have come out."""

    def close(self) -> None: ...
