"""What a printer says of itself: the answers to DLE EOT as a value, and which failure that is. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.errors import CoverOpen, HardwareError, OutOfPaper, PartLost

ASK = b"\x10\x04"  # DLE EOT n: answered at once, whatever is still to be printed
QUESTIONS = (1, 2, 3, 4)
ASK_IN_TURN = b"\x1dr\x01"  # GS r 1: answered when all that was sent before it is printed
STUCK = "Switch the printer off, look for paper stuck at the cutter, switch it on again."


class PaperLevel(StrEnum):
    PLENTY = "plenty"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """`tells` is False where nothing can be asked (a file, a Windows queue): then the rest means nothing."""

    tells: bool = True
    offline: bool = False
    cover_open: bool = False
    paper: PaperLevel = PaperLevel.PLENTY
    fault: str = ""


CANNOT_TELL = PrinterStatus(tells=False)


def is_answer(byte: int) -> bool:
    """DLE EOT's answers have four fixed bits; flow control and the printer's reports of its own accord have others."""
    return byte & 0x93 == 0x12


def is_answer_in_turn(byte: int) -> bool:
    return byte & 0x90 == 0


def status_from(printer: int, offline: int, error: int, roll: int) -> PrinterStatus:
    """From the answers to the four QUESTIONS."""
    paper = PaperLevel.LOW if roll & 0x0C else PaperLevel.PLENTY
    if roll & 0x60 or offline & 0x20:
        paper = PaperLevel.OUT
    return PrinterStatus(True, bool(printer & 0x08), bool(offline & 0x04), paper, _fault(offline, error))


def _fault(offline: int, error: int) -> str:
    if error & 0x08:
        return "its cutter is stuck"
    if error & 0x20:
        return "it has a fault that only switching it off clears"
    if error & 0x40:
        return "its print head is too hot"
    return "it reports a fault" if offline & 0x40 else ""


def failure_of(name: str, status: PrinterStatus) -> HardwareError | None:
    """Why nothing can be printed now, the most likely cause first: an open cover also looks like no paper."""
    if not status.tells:
        return None
    if status.cover_open:
        return CoverOpen(name, "the cover is open")
    if status.paper is PaperLevel.OUT:
        return OutOfPaper(name, "there is no paper")
    if status.fault:
        return PartLost(name, status.fault, STUCK)
    if status.offline:
        return PartLost(name, "it is offline", "Press the printer's 'online' or 'feed' key, or switch it off and on.")
    return None
