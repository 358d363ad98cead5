"""What a follower makes of what it is told: the one place where a batch of records becomes the next state of a list.

Rule 1: signatures first; whatever is refused leaves everything as it was, and the last good list goes on.
Rule 2: records may come in any order and any number of times; the state after them must be the one that the head names.
Rule 3: who was erased stays erased, whatever the list says later. A list that does not know it is told.
Rule 4: within an epoch a list only grows. A later epoch (an authority restored from a backup) is taken whole or not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from watchlist.feed.documents import Document, Tombstone, Withdrawn, document_from_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList, ListForked, OldList, SnapshotRefused
from watchlist.feed.head import Head, head_from_bytes, place, state_sha256
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust
from watchlist.types import PersonId


@dataclass(frozen=True, slots=True)
class Newest:
    """What the list says last of one person."""

    seq: int
    sha256: str
    is_tombstone: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A list as it is followed here: its last good head, what it says of everybody, and who was ever erased.

    `erased` keeps the signed tombstones: what the list says of these people (`newest`) does not matter any more.
    """

    list_id: str
    head: Head | None = None
    newest: Mapping[PersonId, Newest] = field(default_factory=dict)
    erased: Mapping[PersonId, Signed] = field(default_factory=dict)

    @property
    def unheard(self) -> tuple[Signed, ...]:
        """Tombstones that the list does not know (any more): to be offered to the hub. While there are any, a
        follower hub re-serves nothing newer, because the list would have to contain somebody who was erased."""
        return tuple(
            tombstone
            for person_id, tombstone in sorted(self.erased.items())
            if person_id not in self.newest or not self.newest[person_id].is_tombstone
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """A whole transfer, not yet believed. A snapshot has the newest record of everybody, else it is what changed."""

    keys: Signed
    records: tuple[Signed, ...]
    head: Signed
    is_snapshot: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """`place` grows with everything that happens to a person, also over epochs."""

    place: int
    document: Document


@dataclass(frozen=True, slots=True)
class Taken:
    """`apply` is to be carried out in this order. `keep` are the signed records to re-serve from now on; of the people
    in `drop` none is, if there was one.

    If it is not complete, nothing was taken: ask for a snapshot.
    """

    followed: Followed
    complete: bool
    apply: tuple[Placed, ...] = ()
    keep: tuple[Signed, ...] = ()
    drop: tuple[PersonId, ...] = ()

    @property
    def tombstones(self) -> tuple[Signed, ...]:
        """To be offered to the hub."""
        return self.followed.unheard


@dataclass(frozen=True, slots=True)
class Told:
    document: Document
    record: Signed


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch whose signatures are good by `trust`, and what its records say. Made without knowing what is followed:
    of a long list it takes a while, in which nobody else must wait."""

    trust: Trust
    head: Head
    told: tuple[Told, ...]
    is_snapshot: bool


def judge(trust: Trust, batch: Batch) -> Judged:
    """After `trust` has learned the batch's keys. Raises KeyUnknown, KeyRevoked, Forged, DocumentRefused or
    ForeignList."""
    trust.check(batch.head)
    head = head_from_bytes(batch.head.document)
    _check_list(trust.list_id, head.list_id)
    told = sorted(
        (_told(trust, head, record) for record in batch.records),
        key=lambda one: (one.document.seq, one.record.sha256),
    )
    return Judged(trust, head, tuple(told), batch.is_snapshot)


def take(followed: Followed, trust: Trust, batch: Batch) -> Taken:
    """Judges it first."""
    return take_judged(followed, judge(trust, batch))


def take_judged(followed: Followed, judged: Judged) -> Taken:
    """What to do with a batch. Raises ForeignList, OldList, ListForked or SnapshotRefused."""
    head, told = judged.head, judged.told
    _check_list(followed.list_id, head.list_id)
    _refuse_old(followed.head, head)
    if _begins_epoch(followed, head) and not judged.is_snapshot:
        return Taken(followed, complete=False)
    newest = _newest({} if judged.is_snapshot else followed.newest, told)
    if not _is_as_head_says(newest, head):
        if judged.is_snapshot:
            raise SnapshotRefused(f"a snapshot of {len(newest)} entries is not the state that its head names")
        return Taken(followed, complete=False)
    if followed.head is not None and not _begins_epoch(followed, head):
        _refuse_fork(followed.newest, followed.head.seq, newest)
    tombstones = {one.document.person_id: one.record for one in told if isinstance(one.document, Tombstone)}
    after = Followed(followed.list_id, head, newest, {**followed.erased, **tombstones})
    return Taken(after, True, _to_apply(followed, after, head, told), _to_keep(after, told), _to_drop(followed, after))


def _told(trust: Trust, head: Head, record: Signed) -> Told:
    trust.check(record)
    document = document_from_bytes(record.document)
    _check_list(trust.list_id, document.list_id)
    if document.seq > head.seq:
        raise DocumentRefused(f"a record of revision {document.seq} under a head of {head.seq}")
    return Told(document, record)


def _check_list(ours: str, theirs: str) -> None:
    if theirs != ours:
        raise ForeignList(f"a part of the list {theirs}, we follow {ours}")


def _refuse_old(ours: Head | None, told: Head) -> None:
    if ours is not None and (told.epoch, told.seq, told.at) < (ours.epoch, ours.seq, ours.at):
        raise OldList(
            f"epoch {told.epoch}, revision {told.seq} of {told.at}; we have {ours.epoch}, {ours.seq} of {ours.at}"
        )


def _begins_epoch(followed: Followed, head: Head) -> bool:
    return followed.head is not None and head.epoch > followed.head.epoch


def _newest(before: Mapping[PersonId, Newest], told: Iterable[Told]) -> dict[PersonId, Newest]:
    newest = dict(before)
    for one in told:
        document = one.document
        known = newest.get(document.person_id)
        if known is None or document.seq > known.seq:
            newest[document.person_id] = Newest(document.seq, one.record.sha256, isinstance(document, Tombstone))
    return newest


def _is_as_head_says(newest: Mapping[PersonId, Newest], head: Head) -> bool:
    state = state_sha256({person_id: one.sha256 for person_id, one in newest.items()})
    return head.entries == len(newest) and head.state_sha256 == state


def _refuse_fork(ours: Mapping[PersonId, Newest], until: int, told: Mapping[PersonId, Newest]) -> None:
    """Within an epoch nobody vanishes, and nothing is said otherwise or added that belongs before the revision `until`,
    which we have whole."""
    for person_id in ours.keys() | told.keys():
        other = told.get(person_id)
        if other != ours.get(person_id) and (other is None or other.seq <= until):
            raise ListForked(f"what the list said of {person_id} until revision {until} was changed afterwards")


def _to_apply(before: Followed, after: Followed, head: Head, told: Iterable[Told]) -> tuple[Placed, ...]:
    """Of each person the newest only, and nothing of it twice. An erasure has the head's place: nothing goes before."""
    documents = {(one.document.person_id, one.record.sha256): one.document for one in told}
    apply = [
        Placed(place(head.epoch, head.seq), document_from_bytes(tombstone.document))
        for person_id, tombstone in after.erased.items()
        if person_id not in before.erased
    ]
    for person_id, newest in after.newest.items():
        if person_id not in after.erased and before.newest.get(person_id) != newest:
            apply.append(Placed(place(head.epoch, newest.seq), documents[person_id, newest.sha256]))
    for person_id in before.newest.keys() - after.newest.keys() - after.erased.keys():
        gone = Withdrawn(after.list_id, max(1, head.seq), person_id)
        apply.append(Placed(place(head.epoch, head.seq), gone))
    return tuple(sorted(apply, key=lambda one: (one.place, one.document.person_id)))


def _to_keep(after: Followed, told: Iterable[Told]) -> tuple[Signed, ...]:
    """Also what only has a new signature, and nothing of who was erased but tombstones."""
    return tuple(
        one.record
        for one in told
        if one.record.sha256 == after.newest[one.document.person_id].sha256
        and (one.document.person_id not in after.erased or isinstance(one.document, Tombstone))
    )


def _to_drop(before: Followed, after: Followed) -> tuple[PersonId, ...]:
    """Of whom the list says nothing any more, or of somebody erased something else than that."""
    unheard = after.erased.keys() - {person_id for person_id, one in after.newest.items() if one.is_tombstone}
    return tuple(sorted((before.newest.keys() - after.newest.keys()) | unheard))
