"""The photographs of one person that are new and show one face well enough."""

import hashlib
from pathlib import Path

from scripts.people.events import Event, Kind
from scripts.people.photos import Examiner, Photograph, read_file
from scripts.people.roll import Roll
from watchlist.enrolment import Reason, Refusal
from watchlist.types import Entry


class Gathering:
    """`already` counts photographs that are enrolled, `told` says what became of those that are not taken."""

    def __init__(self, name: str, entry: Entry | None, roll: Roll, examiner: Examiner) -> None:
        self._name = name
        self._entry = entry
        self._roll = roll
        self._examiner = examiner
        self._files: dict[bytes, Path] = {}
        self._found: list[Photograph] = []
        self.already = 0
        self.told: list[Event] = []

    def add(self, path: Path) -> None:
        data = read_file(path)
        if isinstance(data, Refusal):
            self._refuse(path, data)
            return
        owner = self._roll.owner(data)
        if owner is None:
            self._examine(path, data)
        elif self._entry is not None and owner.person_id == self._entry.person_id:
            self.already += 1
        else:
            hint = f"this very file is enrolled as {owner.name}: erase that entry, or remove the file here"
            self._tell(Kind.LOOKALIKE, path, Refusal(Reason.SAME_FILE, hint), owner.name)

    def chosen(self) -> list[Photograph]:
        """The good ones; or, when a person would have none, the best of the weak ones."""
        good = [photo for photo in self._found if photo.weak is None]
        weak = sorted((photo for photo in self._found if photo.weak), key=lambda photo: photo.turned_deg)
        if not good and self._entry is None:
            good, weak = weak[:1], weak[1:]
        for photo in weak:
            if photo.weak:
                self._refuse(photo.path, photo.weak)
        return good

    def _examine(self, path: Path, data: bytes) -> None:
        first = self._files.setdefault(hashlib.sha256(data).digest(), path)
        if first is not path:
            self._tell(Kind.SKIPPED, path, Refusal(Reason.DUPLICATE, f"the same file as {first.name}"))
            return
        found = self._examiner.examine(path, data)
        if isinstance(found, Refusal):
            self._refuse(path, found)
        else:
            self._found.append(found)

    def _refuse(self, path: Path, why: Refusal) -> None:
        self._tell(Kind.REFUSED, path, why)

    def _tell(self, kind: Kind, path: Path, why: Refusal, other: str | None = None) -> None:
        self.told.append(Event(kind, self._name, path.name, why.reason, why.hint, other=other))
