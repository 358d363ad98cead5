"""A store's ledger of erasures, and how far that goes as the store's database remembers it: in the transaction of every
erasure, sealed. A ledger may be ahead of its database (a power cut, an older copy of the database), never behind."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.canonical import Json, to_json
from records.database import Database
from records.errors import LedgerDamaged, LedgerGone, SealBroken, WrongKey
from records.meta import Meta
from records.sealing import Cipher
from watchlist.erasure_ledger import Ledger, Mark, add_lines, read_ledger
from watchlist.types import PersonId

_KNOWN = "erasure ledgers"


@dataclass(frozen=True, slots=True)
class Look:
    """A ledger beside what the database remembers of it. `gone` are ledgers that should be there and are not."""

    ledger: Ledger
    known: Mark | None = None
    gone: tuple[Mark, ...] = ()
    damage: str = ""

    @property
    def news(self) -> frozenset[PersonId]:
        """Of whose erasures the database cannot have heard. Nobody where the ledger is damaged."""
        number = self.known.number if self.known else 0
        return frozenset(line.person_id for line in self.ledger.lines if not self.damage and line.mark.number > number)

    @property
    def faults(self) -> tuple[LedgerDamaged, ...]:
        """What is wrong with it, to be told or raised."""
        damaged = [LedgerDamaged(self.damage)] if self.damage else []
        return (*damaged, *(LedgerGone(f"a ledger of {one.number} erasures is gone") for one in self.gone))


class ErasureLedger:
    """None for `path` keeps none. `is_only`: this database has no other ledger; several hubs on one server have one
    each."""

    def __init__(self, database: Database, cipher: Cipher, path: Path | None, is_only: bool) -> None:
        self._meta = Meta(database)
        self._cipher = cipher
        self._path = path
        self._is_only = is_only
        self._written: frozenset[PersonId] = frozenset()

    @contextmanager
    def written(self, people: frozenset[PersonId], at: datetime) -> Iterator[None]:
        """These stand in it, each once: where many are erased again the disk is waited for once. To be called inside
        `writing()`. Raises StorageFull or StorageRefused."""
        if people:
            self.add(sorted(people - self.look().ledger.people), at)
        self._written = people
        try:
            yield
        finally:
            self._written = frozenset()

    def add(self, people: Sequence[PersonId], at: datetime) -> None:
        """To be called inside `writing()`. Raises StorageFull or StorageRefused."""
        people = [one for one in people if one not in self._written]
        if self._path is None or not people:
            return
        before, after = add_lines(self._path, people, at, self._cipher)
        known = self._known()
        was_left_so = before is None or (known is not None and known.get(before.ledger_id) == before)
        if known is not None and was_left_so:  # else it is looked through first
            self._remember({**known, after.ledger_id: after})

    def look(self) -> Look:
        """Raises StorageRefused. What the database knows is asked first: meanwhile a ledger only grows."""
        if self._path is None:
            return Look(Ledger())
        known = self._known()
        ledger = read_ledger(self._path, self._cipher) if self._path.exists() else Ledger()
        if known is None:
            return Look(ledger, damage="what the database remembers of its ledger of erasures was changed")
        its_id = ledger.lines[0].mark.ledger_id if ledger.lines else ""
        mark = known.get(its_id)
        gone = tuple(one for one in known.values() if one.ledger_id != its_id) if self._is_only else ()
        return Look(ledger, mark, gone, ledger.damage or _against(ledger, mark, self._path))

    def settle(self) -> None:
        """From now on the ledger is what it is found to be, unless it is damaged. To be called inside `writing()`,
        after everybody in it was erased."""
        look, known = self.look(), self._known()
        end = look.ledger.end
        if known is not None and end is not None and not look.damage:
            self._remember({**known, end.ledger_id: end})

    def give_up(self, gone: Sequence[Mark]) -> None:
        """These will not be found again. To be called inside `writing()`."""
        if (known := self._known()) is not None:
            self._remember({name: one for name, one in known.items() if one not in gone})

    def _known(self) -> dict[str, Mark] | None:
        """By the ids of the ledgers; None where it was changed."""
        sealed = self._meta.get(_KNOWN)
        if sealed is None:
            return {}
        try:
            told = json.loads(self._cipher.open(sealed, _KNOWN, _KNOWN))
        except (SealBroken, WrongKey):
            return None
        return {name: Mark(name, number, mac) for name, (number, mac) in told.items()}

    def _remember(self, marks: dict[str, Mark]) -> None:
        told: dict[str, Json] = {name: [one.number, one.mac] for name, one in marks.items()}
        self._meta.put(_KNOWN, self._cipher.seal(to_json(told).encode(), _KNOWN, _KNOWN))


def _against(ledger: Ledger, known: Mark | None, path: Path) -> str:
    if known is None:
        return ""
    if len(ledger.lines) < known.number:
        return f"{path}: line {len(ledger.lines) + 1} is gone, and all up to {known.number}: the end was cut off"
    if ledger.lines[known.number - 1].mark != known:
        return f"{path}: line {known.number} is not the one that the database remembers"
    return ""
