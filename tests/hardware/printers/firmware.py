"""What is inside a slip printer: it prints what comes, byte after byte, and answers truthfully about paper and cover.

Tests put it behind a TCP port or a serial line.
"""

from threading import Condition


class Firmware:
    """The test is its hand. `answers_in_turn`: whether it knows GS r, as not every printer does."""

    def __init__(self) -> None:
        self.answers_in_turn = True
        self.answers = True
        self.jammed = False
        self.printed = b""
        self._paper_bytes: int | None = None
        self._paper_is_low = False
        self._cover_open = False
        self._hangs_up_after: int | None = None
        self._waiting = b""
        self._changed = Condition()

    def run_out_of_paper(self, after_bytes: int = 0) -> None:
        self._paper_bytes = len(self.printed) + after_bytes

    def run_low(self) -> None:
        self._paper_is_low = True

    def open_cover(self) -> None:
        self._cover_open = True

    def hang_up(self, after_bytes: int) -> None:
        self._hangs_up_after = len(self.printed) + after_bytes

    @property
    def wants_to_hang_up(self) -> bool:
        return self._hangs_up_after is not None and len(self.printed) >= self._hangs_up_after

    def wait_for(self, printed: bytes, within_s: float = 3.0) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: printed in self.printed, within_s)

    def feed(self, data: bytes) -> bytes:
        """Take what came from the computer; what it says to that."""
        self._waiting += data
        reply = b""
        while self._waiting and not self.wants_to_hang_up:
            if self._waiting[:2] == b"\x10\x04" or self._waiting[:2] == b"\x1dr":
                if len(self._waiting) < 3:
                    break
                reply += self._answer(self._waiting[:3])
                self._waiting = self._waiting[3:]
            elif self._waiting in (b"\x10", b"\x1d"):
                break
            else:
                self._print(self._waiting[:1])
                self._waiting = self._waiting[1:]
        return reply if self.answers else b""

    def _print(self, byte: bytes) -> None:
        if self._is_out or self._cover_open or self.jammed:
            return
        with self._changed:
            self.printed += byte
            self._changed.notify_all()

    @property
    def _is_out(self) -> bool:
        return self._paper_bytes is not None and len(self.printed) >= self._paper_bytes

    def _answer(self, question: bytes) -> bytes:
        unable = self._is_out or self._cover_open or self.jammed
        if question[:2] == b"\x1dr":
            return b"\x00" if self.answers_in_turn and not unable else b""
        faults = {
            1: 0x08 * unable,
            2: 0x04 * self._cover_open + 0x20 * self._is_out + 0x40 * self.jammed,
            3: 0x08 * self.jammed,
            4: 0x60 * (self._is_out or self._cover_open) + 0x0C * self._paper_is_low,
        }
        return bytes([0x12 | faults[question[2]]])
