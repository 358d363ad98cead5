"""The ledger of erasures and the database are held against each other: an older copy of the database that somebody put
back without `gatehouse restore` is noticed, and nobody who was erased rings."""

from collections.abc import Sequence
from dataclasses import dataclass

from records.errors import DatabaseOlder, LedgerDamaged, RecordsError
from watchlist.alarms.life import PROGRAM
from watchlist.erasure_ledger import Mark
from watchlist.erasure_marks import Look
from watchlist.feed.store.put_back import PutBack, Since
from watchlist.types import EntryState, PersonId


@dataclass(frozen=True, slots=True)
class _Difference:
    """`lost` were erased as the ledger tells, and are not here; `unwritten` the other way round."""

    look: Look
    lost: frozenset[PersonId]
    unwritten: frozenset[PersonId]

    @property
    def is_none(self) -> bool:
        is_settled = bool(self.look.damage) or self.look.ledger.end == self.look.known
        return is_settled and not (self.look.gone or self.lost or self.unwritten)


class LedgerUpkeep(PutBack):
    def ledger_faults(self) -> tuple[LedgerDamaged, ...]:
        """What is wrong with the ledger of erasures. Raises StorageRefused."""
        return self._ledger.look().faults

    def keep_ledger(self) -> tuple[RecordsError, ...]:
        """Erase again whoever was erased as the ledger tells, as after a restored backup; and write into the ledger
        whoever is erased here. Of several programs on one database one does it. What is to be told to whoever runs it.

        Raises StorageFull or StorageRefused.
        """
        with self._database.reading():
            found = self._compared()
        if found.is_none:
            return found.look.faults
        with self._database.writing():
            found = self._compared()  # what another program did meanwhile
            older = self._erase_lost(found)
            self._ledger.add(sorted(found.unwritten), self._clock())
            self._ledger.settle()
            self._give_up(found.look.gone)
        if older:
            self._database.wipe_log()
        return (*older, *found.look.faults)

    def _compared(self) -> _Difference:
        look = self._ledger.look()
        rows = self._database.rows("SELECT person_id, state FROM entries")
        states = {PersonId(row["person_id"]): row["state"] for row in rows}
        erased = {person_id for person_id, state in states.items() if state == EntryState.ERASED}
        told = look.ledger.people
        brought_back = {person_id for person_id in told - erased if person_id in states}
        never_heard = look.news - states.keys()
        return _Difference(look, frozenset(brought_back | never_heard), frozenset(erased - told))

    def _erase_lost(self, found: _Difference) -> tuple[DatabaseOlder, ...]:
        if not found.lost:
            return ()
        again = self._put_back(Since(found.lost), PROGRAM, {"from": "ledger", "known there": len(found.lost)})
        return (DatabaseOlder(f"the database is older than its ledger of erasures: {again} person(s) erased again"),)

    def _give_up(self, gone: Sequence[Mark]) -> None:
        for one in gone:
            self._audit.append(self._clock(), PROGRAM, "erasures.ledger_gone", "", {"lines": one.number})
        if gone:
            self._ledger.give_up(gone)
