"""A store that was put back to an older copy: who was erased since is erased again, and nobody takes old for new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from records.canonical import Json
from watchlist.alarms.life import PROGRAM
from watchlist.changes import EntryFollowed
from watchlist.erasure_ledger import read_ledger
from watchlist.feed.signed import Signed
from watchlist.feed.store.erased_elsewhere import ErasedElsewhere
from watchlist.feed.store.followed_list import FollowedList
from watchlist.feed.store.tables import ListRole
from watchlist.listed import Listed
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState, PersonId

WHY = "was erased before the backup was restored"


@dataclass(frozen=True, slots=True)
class Since:
    """What the newer state knows that an older copy does not: who is erased, the signed tombstones of a followed list,
    an authority's epoch, and which nodes and accounts are in force no more."""

    erased: frozenset[PersonId] = frozenset()
    tombstones: Mapping[PersonId, Signed] = field(default_factory=dict)
    list_id: str = ""
    epoch: int = 0
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
            standing = self._feed.standing()
            tombstones = self._feed.followed(standing).erased if standing else {}
        return Since(
            frozenset(PersonId(row["person_id"]) for row in rows),
            tombstones,
            standing.list_id if standing else "",
            standing.epoch if standing else 0,
            frozenset(row["node_id"] for row in nodes),
            frozenset(row["account_id"] for row in accounts),
        )

    def read_ledger(self, path: Path) -> frozenset[PersonId]:
        """Of this store's home. Raises LedgerDamaged or StorageRefused."""
        return read_ledger(path, self._cipher)

    def put_back(self, since: Since, operator: str, detail: Mapping[str, Json]) -> int:
        """This store is an older copy now: erase again whoever was erased since, end all sessions, and as an authority
        begin a new epoch. Returns how many were erased again."""
        operator = checked_operator(operator)
        with self._database.writing():
            found = {person_id: self._tables.person(person_id) for person_id in sorted(since.erased)}
            again = [one for one in found.values() if one is not None and one.state is not EntryState.ERASED]
            for person in again:
                self._erase_once_more(person)
            self._keep_out([person_id for person_id, one in found.items() if one is None])
            self._carry_over(since)
            self._database.execute("DELETE FROM sessions")
            told = {**detail, "erased again": len(again)}
            self._audit.append(self._clock(), operator, "home.restored", "", told)
        self._database.wipe_log()
        return len(again)

    def _erase_once_more(self, person: Listed) -> None:
        """Of a shared entry the record goes with everything of the person: it comes again, as a tombstone."""
        if not person.list_id:
            self._erase(person.person_id, PROGRAM, WHY)
            return
        act = self._withdrawn(person.person_id, person.list_id, person.seq + 1, EntryState.ERASED)
        self._keep([act], PROGRAM, what="person.erased", subject=person.person_id, why=WHY)
        self._feed.let_go(person.person_id)

    def _keep_out(self, people: Sequence[PersonId]) -> None:
        """Of these this copy never heard; a list that is followed may not know that they were erased."""
        standing = self._feed.standing()
        if people and standing is not None and standing.role is ListRole.FOLLOWER:
            acts = [EntryFollowed(one, standing.list_id, 1, EntryState.ERASED, self._today()) for one in people]
            self._keep(acts, PROGRAM, what="person.erased", subject=standing.list_id, why=WHY)

    def _carry_over(self, since: Since) -> None:
        standing = self._feed.standing()
        if standing is None:
            return
        if standing.role is ListRole.AUTHORITY:
            epoch = max(standing.epoch, since.epoch if since.list_id == standing.list_id else 0) + 1
            self._feed.put_standing(replace(standing, epoch=epoch, head=None))
        elif since.list_id == standing.list_id:
            self._feed.put_tombstones(standing.list_id, since.tombstones)
