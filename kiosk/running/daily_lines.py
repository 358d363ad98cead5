"""JSON lines in a file a day, for the technical service. A full disk costs lines, never a visit."""

import json
import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

KEPT_DAYS = 90


class DailyLines:
    """`stem` is how its files' names begin. Any thread may write; a line is written whole or not at all."""

    def __init__(self, folder: Path, stem: str) -> None:
        self._folder = folder
        self._stem = stem
        self._lock = Lock()
        self._day: date | None = None

    def path_of(self, day: date) -> Path:
        return self._folder / f"{self._stem}-{day.isoformat()}.jsonl"

    def write(self, day: date, line: Mapping[str, object]) -> bool:
        """False when it could not be written."""
        text = json.dumps(line, ensure_ascii=False) + "\n"
        with self._lock:
            try:
                if day != self._day:
                    self._begin(day)
                handle = os.open(self.path_of(day), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                with os.fdopen(handle, "ab") as file:
                    file.write(text.encode())
            except OSError:
                return False
        return True

    def _begin(self, day: date) -> None:
        """A new day: the files of long ago go."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        oldest = self.path_of(day - timedelta(days=KEPT_DAYS)).name
        for path in self._folder.glob(f"{self._stem}-????-??-??.jsonl"):
            if path.name < oldest:
                path.unlink(missing_ok=True)
        self._day = day
