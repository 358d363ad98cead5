"""A store that was put back to an older copy: who was erased since is erased again, and nobody takes old for new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from records.canonical import Json
from watchlist.alarms.life import PROGRAM
from watchlist.changes import EntryFollowed
from watchlist.erasure_ledger import read_ledger
from watchlist.feed.documents import Tombstone
from watchlist.feed.head import next_epoch
from watchlist.feed.signed import Signed
from watchlist.feed.store.erased_elsewhere import ErasedElsewhere
from watchlist.feed.store.followed_list import FollowedList
from watchlist.feed.store.standings import Standing
from watchlist.listed import Listed
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState, PersonId

WHY = "was erased before the backup was restored"


@dataclass(frozen=True, slots=True)
class Since:
    """What the newer state knows that an older copy does not: who is erased, the signed tombstones and the epochs of
    its lists by their ids, and which nodes and accounts are in force no more."""

    erased: frozenset[PersonId] = frozenset()
    tombstones: Mapping[str, Mapping[PersonId, Signed]] = field(default_factory=dict)
    epochs: Mapping[str, int] = field(default_factory=dict)
    nodes: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def with_erased(self, people: frozenset[PersonId]) -> "Since":
        return replace(self, erased=self.erased | people)


class PutBack(FollowedList, ErasedElsewhere):
    def what_is_over(self) -> Since:
        """To be carried over to an older copy of this store."""
        with self._database.reading():
            rows = self._database.rows("SELECT person_id FROM entries WHERE state = ?", (str(EntryState.ERASED),))
            nodes = self._database.rows("SELECT node_id FROM nodes WHERE revoked_at IS NOT NULL")
            accounts = self._database.rows("SELECT account_id FROM accounts WHERE removed_at IS NOT NULL")
            lists = {one.list_id: one for one in self._lists.all()}
            tombstones = {list_id: self._feed(list_id).followed(one).erased for list_id, one in lists.items()}
        return Since(
            frozenset(PersonId(row["person_id"]) for row in rows),
            tombstones,
            {list_id: one.epoch for list_id, one in lists.items()},
            frozenset(row["node_id"] for row in nodes),
            frozenset(row["account_id"] for row in accounts),
        )

    def read_ledger(self, path: Path) -> frozenset[PersonId]:
        """Of this store's home. Raises LedgerDamaged or StorageRefused."""
        return read_ledger(path, self._cipher).whole()

    def put_back(self, since: Since, operator: str, detail: Mapping[str, Json]) -> int:
        """This store is an older copy now: erase again whoever was erased since, end all sessions, and as an authority
        begin a new epoch. Returns how many were erased again."""
        operator = checked_operator(operator)
        with self._database.writing():
            again = self._put_back(since, operator, detail)
        self._database.wipe_log()
        return again

    def _put_back(self, since: Since, operator: str, detail: Mapping[str, Json]) -> int:
        found = {person_id: self._tables.person(person_id) for person_id in sorted(since.erased)}
        again = [one for one in found.values() if one is not None and one.state is not EntryState.ERASED]
        with self._ledger.written(since.erased, self._clock()):  # another copy may know whom this one does not
            for person in again:
                self._erase_once_more(person)
            self._keep_out([person_id for person_id, one in found.items() if one is None])
        self._ledger.settle()
        self._carry_over(since)
        self._database.execute("DELETE FROM sessions")
        self._audit.append(self._clock(), operator, "home.restored", "", {**detail, "erased again": len(again)})
        return len(again)

    def _erase_once_more(self, person: Listed) -> None:
        """Of a shared entry the record goes with everything of the person: it comes again, as a tombstone."""
        if not person.list_id:
            self._erase(person.person_id, PROGRAM, WHY)
            return
        act = self._withdrawn(person.person_id, person.list_id, person.seq + 1, EntryState.ERASED)
        self._keep([act], PROGRAM, what="person.erased", subject=person.person_id, why=WHY)
        self._feed(person.list_id).let_go(person.person_id)

    def _keep_out(self, people: Sequence[PersonId]) -> None:
        """Of these this copy never heard; a list that is followed may not know that they were erased. Whose list they
        were on nobody knows any more: they stand under the first, and none brings them back. Where none is followed
        they were on the home's own, which tells it."""
        followed, own = self._lists.followed(), self._lists.own()
        if own is not None and not followed:
            for one in people:
                self._erase_again(Tombstone(own.list_id, 1, one), own)
        if people and followed:
            list_id = followed[0].list_id
            acts = [EntryFollowed(one, list_id, 1, EntryState.ERASED, self._today()) for one in people]
            self._keep(acts, PROGRAM, what="person.erased", subject=list_id, why=WHY)

    def _carry_over(self, since: Since) -> None:
        own = self._lists.own()
        if own is not None:
            self._begin_epoch(own, since)
        for one in self._lists.followed():
            self._feed(one.list_id).put_tombstones(since.tombstones.get(one.list_id, {}))

    def _begin_epoch(self, own: Standing, since: Since) -> None:
        before = max(own.epoch, since.epochs.get(own.list_id, 0))
        self._lists.put(replace(own, epoch=next_epoch(before, self._clock()), head=None))
