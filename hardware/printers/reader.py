"""ESC/POS read back: what a slip's bytes put on paper, as a patient reads it. Pure.

It knows what our own slips are made of and refuses anything else, so that no command slips in unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hardware.printers.slip import Align

_ALIGNS = (Align.LEFT, Align.CENTER, Align.RIGHT)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    text: str
    size: int
    bold: bool
    align: Align


@dataclass(frozen=True, slots=True)
class PrintedQr:
    text: str


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """One bit a dot, 1 is black, rows one after the other."""

    width_dots: int
    height_dots: int
    bits: bytes


@dataclass(frozen=True, slots=True)
class PrintedCut:
    """Where the paper was cut."""


Printed = PrintedRow | PrintedQr | PrintedPicture | PrintedCut


def read_slip(job: bytes) -> list[Printed]:
    """A job that ends in the middle of a command, as on a lost connection, has printed what came before it.

    Raises ValueError for a command that no slip of ours contains.
    """
    return _Reader(job).read()


def words_of(printed: Iterable[Printed]) -> list[str]:
    """Row by row, with [QR ...] and [picture] for what is no text."""
    return [text for one in printed if (text := _words(one)) is not None]


def _words(one: Printed) -> str | None:
    match one:
        case PrintedRow(text):
            return text
        case PrintedQr(text):
            return f"[QR {text}]"
        case PrintedPicture():
            return "[picture]"
    return None


class _Reader:
    def __init__(self, job: bytes) -> None:
        self._job = job
        self._at = 0
        self._printed: list[Printed] = []
        self._row = b""
        self._qr = b""
        self._reset()

    def read(self) -> list[Printed]:
        try:
            while self._at < len(self._job):
                self._one()
        except EOFError:
            pass
        if self._row:
            self._end_row()
        return self._printed

    def _reset(self) -> None:
        self._size, self._bold, self._align = 1, False, Align.LEFT

    def _take(self, count: int) -> bytes:
        taken = self._job[self._at : self._at + count]
        if len(taken) < count:
            self._at = len(self._job)
            raise EOFError
        self._at += count
        return taken

    def _one(self) -> None:
        byte = self._take(1)
        if byte == b"\n":
            self._end_row()
        elif byte in b"\x1b\x1c\x1d":
            self._command(byte + self._take(1))
        elif byte < b" ":
            raise ValueError(f"no slip contains {byte!r}")
        else:
            self._row += byte

    def _end_row(self) -> None:
        text = self._row.decode("gb18030", "replace")
        self._printed.append(PrintedRow(text, self._size, self._bold, self._align))
        self._row = b""

    def _command(self, command: bytes) -> None:
        match command:
            case b"\x1b@":
                self._reset()
            case b"\x1c&":
                pass
            case b"\x1ba":
                self._align = _ALIGNS[self._take(1)[0]]
            case b"\x1bE":
                self._bold = self._take(1) == b"\x01"
            case b"\x1d!":
                self._size = self._take(1)[0] % 16 + 1
            case _:
                self._that_moves_paper(command)

    def _that_moves_paper(self, command: bytes) -> None:
        match command:
            case b"\x1bd":
                rows = self._take(1)[0]
                self._printed += [PrintedRow("", 1, False, Align.LEFT)] * rows
            case b"\x1dV":
                self._take(2)
                self._printed.append(PrintedCut())
            case b"\x1d(":
                self._code()
            case b"\x1dv":
                self._picture()
            case _:
                raise ValueError(f"no slip contains the command {command!r}")

    def _code(self) -> None:
        kind, length = self._take(1), int.from_bytes(self._take(2), "little")
        data = self._take(length)
        if kind != b"k" or data[:1] != b"1":
            raise ValueError(f"no slip contains the code {kind + data[:2]!r}")
        if data[1] == 80:
            self._qr = data[3:]
        elif data[1] == 81:
            self._printed.append(PrintedQr(self._qr.decode()))

    def _picture(self) -> None:
        _, _, wide, _, low, high = self._take(6)
        height = low + 256 * high
        self._printed.append(PrintedPicture(wide * 8, height, self._take(wide * height)))
