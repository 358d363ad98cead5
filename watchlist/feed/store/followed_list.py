"""Following a list: what a watch, or a hub that tells it on, keeps of it. The last good list outlives any refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from records.signatures import PUBLIC_BYTES, key_id_of
from watchlist.alarms.life import PROGRAM
from watchlist.changes import Act
from watchlist.feed.documents import EntryDocument
from watchlist.feed.errors import ForeignRoot, ListTaken
from watchlist.feed.following import Batch, Followed, Judged, Taken, Told, judge, take_judged
from watchlist.feed.signed import Signed
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.shared_entries import SharedEntries
from watchlist.feed.store.tables import ListRole, Standing
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState, PersonId

_WITH_PHOTOGRAPHS = "photographs"


_Kept = Mapping[PersonId, Told]


class FollowedList(SharedEntries):
    """Raises NoList where this home follows no list, and the failures of the database."""

    def join(self, list_id: str, root_public: bytes, operator: str) -> None:
        """Follow this list from now on, whose root has this public key. Joining again changes nothing.

        Raises ListTaken for another list, ForeignRoot for another root.
        """
        operator = checked_operator(operator)
        if len(root_public) != PUBLIC_BYTES:
            raise ForeignRoot(f"a root key of {len(root_public)} bytes")
        trust = Trust(list_id, root_public)
        with self._database.writing():
            before = self._feed.standing()
            if before is not None:
                _must_be_same(before, trust)
                return
            self._feed.put_standing(Standing(list_id, ListRole.FOLLOWER, root_public))
            self._audit.append(self._clock(), operator, "list.joined", list_id, {"root": key_id_of(root_public)})

    def leave(self, operator: str) -> int:
        """Follow it no more: its entries and everything of them go. Returns how many rang. Who was erased stays so,
        also when the list is joined again."""
        operator = checked_operator(operator)
        with self._database.writing():
            standing = self._follower()
            theirs = [one for one in self._tables.people().values() if one.list_id == standing.list_id]
            rang = [one for one in theirs if one.state is EntryState.ACTIVE]
            acts = [self._withdrawn(one.person_id, one.list_id, one.seq + 1, EntryState.REVOKED) for one in rang]
            if acts:
                self._keep(acts, operator, what="list.dropped", subject=standing.list_id)
            self._feed.forget(standing)
            self._audit.append(self._clock(), operator, "list.left", standing.list_id, {"entries": len(rang)})
        self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return len(rang)

    def trust(self) -> Trust:
        return self._follower().trust

    def may_follow(self) -> bool:
        """Whether no other program follows with this database; asked before every round."""
        return self._database.takes_turn("follow")

    def has_photographs(self) -> bool:
        """Whether the list can be told on with them: an authority has them, a follower where it asked for them."""
        standing = self._standing(*ListRole)
        return standing.role is ListRole.AUTHORITY or standing.asked.startswith(_WITH_PHOTOGRAPHS)

    def followed(self) -> Followed:
        with self._database.reading():
            return self._feed.followed(self._follower())

    def where_to_go_on(self, asked: Asked) -> tuple[int, int]:
        """(epoch, seq) after which to ask for what changed; (0, 0) asks for a snapshot, also where something else is
        asked than before, a key was revoked that signed what is kept here, or a part of it was let go."""
        standing = self._follower()
        told, keys = standing.head_told, standing.trust.keys
        if told is None or keys is None or standing.asked != _asked_as_text(asked):
            return 0, 0
        if any(keys.public(key_id) is None for key_id in self._feed.key_ids()):
            return 0, 0
        if self._feed.lacks_records():
            return 0, 0
        return told.epoch, told.seq

    def take(self, batch: Batch, attachments: Attachments, asked: Asked | None = None) -> Taken:
        """Carry out a transfer, in one transaction: all of it or nothing. Keys it names are kept in any case. If it is
        not complete, ask for a snapshot; `tombstones` are to be offered to the hub.

        `asked` is what the transfer was read with, for `where_to_go_on`. Raises what `Trust.after` and `following.take`
        raise, TransferRefused for wrong attachments, DocumentRefused where the list speaks of what is not its own.
        """
        self._learn(batch.keys)
        judged = judge(self._follower().trust, batch)
        with self._database.writing():
            standing = self._follower()
            if standing.trust != judged.trust:  # another program has learned of other keys meanwhile
                judged = judge(standing.trust, batch)
            before = self._feed.followed(standing)
            taken = take_judged(before, judged)
            if taken.complete:
                kept = self._without_erased(_kept(judged, taken))
                acts = self._acts(taken, kept, attachments)
                if acts:
                    self._keep(acts, PROGRAM, what="list.followed", subject=standing.list_id)
                self._keep_records(before, taken, kept, standing)
                said = _asked_as_text(asked) if asked and batch.is_snapshot else standing.asked
                self._feed.put_standing(replace(standing, head=batch.head, asked=said))
        if taken.followed.erased.keys() - before.erased.keys():
            self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return taken

    def _learn(self, keys: Signed) -> None:
        standing = self._follower()
        if standing.keys == keys:
            return
        with self._database.writing():
            standing = self._follower()
            standing.trust.after(keys)
            self._feed.put_standing(replace(standing, keys=keys))

    def _acts(self, taken: Taken, kept: _Kept, attachments: Attachments) -> Sequence[Act]:
        """Who goes first makes room for who comes with the same name or picture."""
        coming = [one for one in taken.apply if isinstance(one.document, EntryDocument)]
        going = [one for one in taken.apply if not isinstance(one.document, EntryDocument)]
        acts = [act for placed in (*going, *coming) for act in self._applied(placed, attachments)]
        applied = {one.document.person_id for one in taken.apply}
        for person_id, one in kept.items():
            if isinstance(one.document, EntryDocument) and person_id not in applied:
                acts += self._completed(one.document, attachments)
        return acts

    def _without_erased(self, kept: _Kept) -> _Kept:
        """Nothing comes back of who was erased here, also where no tombstone tells it (a restored home's ledger)."""
        rows = self._database.rows("SELECT person_id FROM entries WHERE state = ?", (str(EntryState.ERASED),))
        gone = {row["person_id"] for row in rows}
        return {who: one for who, one in kept.items() if who not in gone or not isinstance(one.document, EntryDocument)}

    def _keep_records(self, before: Followed, taken: Taken, kept: _Kept, standing: Standing) -> None:
        after = taken.followed
        for person_id, newest in after.newest.items():
            if person_id in kept:
                self._feed.put_record(kept[person_id].document, kept[person_id].record, standing)
            elif before.newest.get(person_id) != newest:
                self._feed.put_newest(person_id, newest)
        for person_id in taken.drop:
            self._drop_record(person_id, after)
        told = {who: one for who, one in after.erased.items() if before.erased.get(who) != one}
        self._feed.put_tombstones(standing.list_id, told)

    def _drop_record(self, person_id: PersonId, after: Followed) -> None:
        """What the list says is known still, where it says anything."""
        if person_id in after.newest:
            self._feed.put_newest(person_id, after.newest[person_id])
        else:
            self._feed.drop(person_id)

    def _follower(self) -> Standing:
        return self._standing(ListRole.FOLLOWER)


def _kept(judged: Judged, taken: Taken) -> _Kept:
    documents = {one.record.sha256: one.document for one in judged.told}
    told = (Told(documents[record.sha256], record) for record in taken.keep)
    return {one.document.person_id: one for one in told}


def _asked_as_text(asked: Asked) -> str:
    return f"{_WITH_PHOTOGRAPHS if asked.photos else 'no photographs'}, {asked.model_id or 'all models'}"


def _must_be_same(before: Standing, trust: Trust) -> None:
    if before.role is not ListRole.FOLLOWER or before.list_id != trust.list_id:
        raise ListTaken(f"this home is the {before.role} of the list {before.list_id}")
    if before.root != trust.root:
        raise ForeignRoot(f"the root {key_id_of(trust.root)}; this home joined with {key_id_of(before.root)}")
