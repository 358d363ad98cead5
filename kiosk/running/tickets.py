"""How many counter tickets were given out today: the same number is never given twice, also after a restart."""

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Protocol


class Tickets(Protocol):
    def given(self, day: date) -> int: ...
    def keep(self, day: date, given: int) -> None: ...


class TicketFile:
    """A day and a number, in a file of their own. Where it cannot be written the numbers begin anew at a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def given(self, day: date) -> int:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return max(int(told["given"]), 0) if told["day"] == day.isoformat() else 0
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return 0

    def keep(self, day: date, given: int) -> None:
        draft = self._path.with_suffix(".new")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"day": day.isoformat(), "given": given}, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
