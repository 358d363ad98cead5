"""Tells whoever keeps the kiosk running which part is lost and which is back. It never names a visitor."""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import Protocol

from kiosk.running.daily_lines import DailyLines


class Staff(Protocol):
    """Any thread may call it, as often as it likes: what is known already is not told again."""

    def lost(self, part: str, why: str, hint: str) -> None: ...
    def back(self, part: str) -> None: ...


class PartsLog:
    """One line when a part is lost, one when it is back; `away` is what is lost now, with the way to mend it."""

    def __init__(self, lines: DailyLines, clock: Callable[[], datetime]) -> None:
        self._lines = lines
        self._clock = clock
        self._lock = Lock()
        self._away: Mapping[str, str] = {}

    @property
    def away(self) -> Mapping[str, str]:
        """Never changed, only replaced: the screen looks without waiting for a line that a slow disk is writing."""
        return self._away

    def lost(self, part: str, why: str, hint: str) -> None:
        with self._lock:
            if part in self._away:
                return
            self._away = {**self._away, part: hint}
            self._tell({"part": part, "state": "lost", "why": why, "hint": hint})

    def back(self, part: str) -> None:
        if part not in self._away:  # asked with every frame of the mirror
            return
        with self._lock:
            if part in self._away:
                self._away = {name: hint for name, hint in self._away.items() if name != part}
                self._tell({"part": part, "state": "back"})

    def _tell(self, what: dict[str, str]) -> None:
        now = self._clock()
        self._lines.write(now.date(), {"at": now.isoformat(timespec="seconds"), **what})
