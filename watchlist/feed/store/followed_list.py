"""Following a list: what a watch, or a hub that tells it on, keeps of it. The last good list outlives any refusal."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from records.meta import Meta
from records.signatures import PUBLIC_BYTES, key_id_of
from watchlist.alarms.life import PROGRAM
from watchlist.changes import Act
from watchlist.feed.documents import EntryDocument
from watchlist.feed.errors import DocumentRefused, ForeignRoot, ListTaken
from watchlist.feed.following import Batch, Followed, Judged, Taken, Told, judge, take_judged
from watchlist.feed.signed import Signed
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.shared_entries import SharedEntries
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.feed.store.tables import FeedTables
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState, PersonId

_WITH_PHOTOGRAPHS = "photographs"
_LEFT = "root of the left list {}"


_Kept = Mapping[PersonId, Told]


class FollowedList(SharedEntries):
    """Raises NoList where this home does not follow the list, and the failures of the database."""

    def join(self, list_id: str, root_public: bytes, operator: str) -> None:
        """Follow this list too from now on, whose root has this public key. Joining again changes nothing. A list that
        was left and comes again under another root is another list: what the first said of the erased is no proof to
        it.

        Raises ListTaken for the list that this home signs, ForeignRoot for another root.
        """
        operator = checked_operator(operator)
        if len(root_public) != PUBLIC_BYTES:
            raise ForeignRoot(f"a root key of {len(root_public)} bytes")
        trust = Trust(list_id, root_public)
        with self._database.writing():
            before = self._lists.of(list_id)
            if before is not None:
                _must_be_same(before, trust)
                return
            if Meta(self._database).get(_LEFT.format(list_id)) not in (None, root_public):
                self._feed(list_id).drop_tombstones()
            self._lists.put(Standing(list_id, ListRole.FOLLOWER, root_public))
            self._audit.append(self._clock(), operator, "list.joined", list_id, {"root": key_id_of(root_public)})

    def leave(self, list_id: str, operator: str) -> int:
        """Follow it no more: its entries and everything of them go. Returns how many rang. Who was erased stays so,
        also when the list is joined again."""
        operator = checked_operator(operator)
        with self._database.writing():
            standing = self._follower(list_id)
            theirs = [one for one in self._tables.people().values() if one.list_id == standing.list_id]
            rang = [one for one in theirs if one.state is EntryState.ACTIVE]
            acts = [self._withdrawn(one.person_id, one.list_id, one.seq + 1, EntryState.REVOKED) for one in rang]
            if acts:
                self._keep(acts, operator, what="list.dropped", subject=standing.list_id)
            self._feed(list_id).forget(standing)
            self._lists.drop(list_id)
            Meta(self._database).put(_LEFT.format(list_id), standing.root)
            self._audit.append(self._clock(), operator, "list.left", standing.list_id, {"entries": len(rang)})
        self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return len(rang)

    def trust(self, list_id: str) -> Trust:
        return self._follower(list_id).trust

    def may_follow(self, list_id: str) -> bool:
        """Whether no other program follows it with this database; asked before every round."""
        return self._database.takes_turn(f"follow {list_id}")

    def has_photographs(self, list_id: str) -> bool:
        """Whether the list can be told on with them: an authority has them, a follower where it asked for them."""
        standing = self._standing(list_id, *ListRole)
        return standing.role is ListRole.AUTHORITY or standing.asked.startswith(_WITH_PHOTOGRAPHS)

    def followed(self, list_id: str) -> Followed:
        with self._database.reading():
            return self._feed(list_id).followed(self._follower(list_id))

    def where_to_go_on(self, asked: Asked) -> tuple[int, int]:
        """(epoch, seq) after which to ask for what changed; (0, 0) asks for a snapshot, also where something else is
        asked than before, a key was revoked that signed what is kept here, or a part of it was let go."""
        standing, feed = self._follower(asked.list_id), self._feed(asked.list_id)
        told, keys = standing.head_told, standing.trust.keys
        if told is None or keys is None or standing.asked != _asked_as_text(asked):
            return 0, 0
        if any(keys.public(key_id) is None for key_id in feed.key_ids()):
            return 0, 0
        if feed.lacks_records():
            return 0, 0
        return told.epoch, told.seq

    def take(self, batch: Batch, attachments: Attachments, asked: Asked) -> Taken:
        """Carry out a transfer, in one transaction: all of it or nothing. Keys it names are kept in any case. If it is
        not complete, ask for a snapshot; `tombstones` are to be offered to the hub.

        `asked` is what the transfer was read with, for `where_to_go_on`. Raises what `Trust.after` and `following.take`
        raise, TransferRefused for wrong attachments, DocumentRefused where the list speaks of what is not its own.
        """
        list_id, feed = asked.list_id, self._feed(asked.list_id)
        self._learn(list_id, batch.keys)
        judged = judge(self._follower(list_id).trust, batch)
        with self._made_ready(feed, judged, attachments), self._database.writing():
            standing = self._follower(list_id)
            if standing.trust != judged.trust:  # another program has learned of other keys meanwhile
                judged = judge(standing.trust, batch)
            before = feed.followed(standing)
            taken = take_judged(before, judged)
            if taken.complete:
                _must_be_nowhere_else(feed, judged)
                kept = self._without_erased(_kept(judged, taken))
                acts = self._acts(taken, kept, attachments)
                if acts:
                    self._keep(acts, PROGRAM, what="list.followed", subject=list_id)
                self._keep_records(before, taken, kept, standing)
                said = _asked_as_text(asked) if batch.is_snapshot else standing.asked
                self._lists.put(replace(standing, head=batch.head, asked=said))
        if taken.followed.erased.keys() - before.erased.keys():
            self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return taken

    @contextmanager
    def _made_ready(self, feed: FeedTables, judged: Judged, attachments: Attachments) -> Iterator[None]:
        """What costs time is done before the database is locked, where an alarm may wait to be kept meanwhile."""
        known = feed.newest()
        try:
            for one in judged.told:
                newest = known.get(one.document.person_id)
                if isinstance(one.document, EntryDocument) and (newest is None or newest.seq < one.document.seq):
                    self._make_ready(one.document, attachments)
                    feed.make_ready(one.document.person_id, one.record)
            yield
        finally:
            self._blobs.forget_ready()

    def _learn(self, list_id: str, keys: Signed) -> None:
        if self._follower(list_id).keys == keys:
            return
        with self._database.writing():
            standing = self._follower(list_id)
            standing.trust.after(keys)
            self._lists.put(replace(standing, keys=keys))

    def _acts(self, taken: Taken, kept: _Kept, attachments: Attachments) -> Sequence[Act]:
        """Who goes first makes room for who comes with the same name or picture."""
        coming = [one for one in taken.apply if isinstance(one.document, EntryDocument)]
        going = [one for one in taken.apply if not isinstance(one.document, EntryDocument)]
        applied = {one.document.person_id for one in taken.apply}
        stay = [one.document for one in kept.values() if isinstance(one.document, EntryDocument)]
        stay = [one for one in stay if one.person_id not in applied]
        people = self._tables.some([*applied, *(one.person_id for one in stay)])
        acts: list[Act] = []
        for some in (going, coming):
            pieces = self._pieces_of([one.document for one in some if isinstance(one.document, EntryDocument)])
            for placed in some:
                acts += self._applied(placed, people.get(placed.document.person_id), attachments, pieces)
        pieces = self._pieces_of(stay)
        for one in stay:
            acts += self._completed(one, people.get(one.person_id), attachments, pieces)
        return acts

    def _without_erased(self, kept: _Kept) -> _Kept:
        """Nothing comes back of who was erased here, also where no tombstone tells it (a restored home's ledger)."""
        rows = self._database.rows("SELECT person_id FROM entries WHERE state = ?", (str(EntryState.ERASED),))
        gone = {row["person_id"] for row in rows}
        return {who: one for who, one in kept.items() if who not in gone or not isinstance(one.document, EntryDocument)}

    def _keep_records(self, before: Followed, taken: Taken, kept: _Kept, standing: Standing) -> None:
        after, feed = taken.followed, self._feed(standing.list_id)
        for person_id, newest in after.newest.items():
            if person_id in kept:
                feed.put_record(kept[person_id].document, kept[person_id].record, standing)
            elif before.newest.get(person_id) != newest:
                feed.put_newest(person_id, newest)
        for person_id in taken.drop:
            _drop_record(feed, person_id, after)
        feed.put_tombstones({who: one for who, one in after.erased.items() if before.erased.get(who) != one})

    def _follower(self, list_id: str) -> Standing:
        return self._standing(list_id, ListRole.FOLLOWER)


def _drop_record(feed: FeedTables, person_id: PersonId, after: Followed) -> None:
    """What the list says is known still, where it says anything."""
    if person_id in after.newest:
        feed.put_newest(person_id, after.newest[person_id])
    else:
        feed.drop(person_id)


def _must_be_nowhere_else(feed: FeedTables, judged: Judged) -> None:
    """Another list's people are its own, also where it says of them only that they were erased."""
    theirs = feed.elsewhere({one.document.person_id for one in judged.told})
    if theirs:
        raise DocumentRefused(f"the entry {theirs[0]} is one of another list that is followed here")


def _kept(judged: Judged, taken: Taken) -> _Kept:
    documents = {one.record.sha256: one.document for one in judged.told}
    told = (Told(documents[record.sha256], record) for record in taken.keep)
    return {one.document.person_id: one for one in told}


def _asked_as_text(asked: Asked) -> str:
    return f"{_WITH_PHOTOGRAPHS if asked.photos else 'no photographs'}, {asked.model_id or 'all models'}"


def _must_be_same(before: Standing, trust: Trust) -> None:
    if before.role is not ListRole.FOLLOWER:
        raise ListTaken(f"this home is the {before.role} of the list {before.list_id}")
    if before.root != trust.root:
        raise ForeignRoot(f"the root {key_id_of(trust.root)}; this home joined with {key_id_of(before.root)}")
