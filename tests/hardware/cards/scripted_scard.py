"""pyscard's module with readers that a test can unplug while the service goes on, which no virtual one can."""

import threading
from typing import Any

import pytest

from tests.hardware.cards.pcscd_peer import NO_PYSCARD

real = pytest.importorskip("smartcard.scard", reason=NO_PYSCARD)
SAME_COUNT = 1 << 16


class ScriptedScard:
    """Every card in it is mute. What is not scripted here is pyscard's own."""

    def __init__(self) -> None:
        self.looks = 0
        self.plug_and_play_never_rests = False
        self._readers: dict[str, int] = {}
        self._changed = threading.Condition()

    def __getattr__(self, name: str) -> Any:
        return getattr(real, name)

    def plug_in(self, name: str, *, with_card: bool) -> None:
        with self._changed:
            self._readers[name] = SAME_COUNT | (real.SCARD_STATE_PRESENT if with_card else real.SCARD_STATE_EMPTY)
            self._changed.notify()

    def unplug(self, name: str) -> None:
        with self._changed:
            del self._readers[name]
            self._changed.notify()

    def SCardEstablishContext(self, _scope: int) -> tuple[int, int]:  # noqa: N802 pyscard's name, as all here
        return real.SCARD_S_SUCCESS, 1

    def SCardReleaseContext(self, _context: int) -> int:  # noqa: N802
        return int(real.SCARD_S_SUCCESS)

    def SCardCancel(self, _context: int) -> int:  # noqa: N802
        with self._changed:
            self._changed.notify()
        return int(real.SCARD_S_SUCCESS)

    def SCardListReaders(self, _context: int, _groups: list[str]) -> tuple[int, list[str]]:  # noqa: N802
        none = real.SCARD_E_NO_READERS_AVAILABLE
        return (real.SCARD_S_SUCCESS if self._readers else none), list(self._readers)

    def SCardGetStatusChange(  # noqa: N802
        self, _context: int, wait_ms: int, marks: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        self.looks += 1
        with self._changed:
            if not self._differs(marks) and not self._changed.wait_for(lambda: self._differs(marks), wait_ms / 1000):
                return real.SCARD_E_TIMEOUT, []
            if any(name not in self._readers for name, _ in marks[1:]):
                return real.SCARD_E_UNKNOWN_READER, []
            return real.SCARD_S_SUCCESS, [(name, self._now(name), []) for name, _ in marks]

    def SCardConnect(self, *_: object) -> tuple[int, int, int]:  # noqa: N802
        return real.SCARD_W_UNRESPONSIVE_CARD, 0, 0

    def _now(self, name: str) -> int:
        return self._readers.get(name, len(self._readers) << 16)

    def _differs(self, marks: list[tuple[str, int]]) -> bool:
        return self.plug_and_play_never_rests or any(self._now(name) != mark for name, mark in marks)
