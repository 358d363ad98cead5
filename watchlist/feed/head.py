"""Where a list stands: what its authority signs after every change, and now and then without one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from records.canonical import Json, to_json
from records.moments import to_text
from watchlist.feed.documents import document_from_bytes
from watchlist.feed.reading import NUMBER_BITS, Fields, check_list_id, check_number, check_sha256, read
from watchlist.feed.signed import Signed
from watchlist.types import PersonId

MOST_HEAD_BYTES = 1024
MOST_EPOCH = (1 << (53 - NUMBER_BITS)) - 1
_EPOCHS_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_EPOCH_EVERY = timedelta(minutes=1)
_MOST_BY_CLOCK = MOST_EPOCH // 2
"""Above it they are counted one by one, so that a clock far in the future does not use them up. 127 years."""


@dataclass(frozen=True, slots=True)
class Head:
    """`epoch` grows when an authority begins anew from a backup, `seq` with every change within an epoch.

    `entries` counts every person the list ever had, erased ones too; `at` is when the authority said so.
    """

    list_id: str
    epoch: int
    seq: int
    at: datetime
    entries: int
    state_sha256: str

    def __post_init__(self) -> None:
        check_list_id(self.list_id)
        check_number(self.epoch, "epoch", 1, MOST_EPOCH)
        check_number(self.seq, "seq", 0)
        check_number(self.entries, "entries", 0)
        check_sha256(self.state_sha256)
        to_text(self.at)


def next_epoch(before: int, at: datetime) -> int:
    """The epoch that an authority begins at this moment. Two that were put back to the same copy begin different ones,
    unless it is in the same minute: whoever heard the first takes the second as later, not as forked."""
    by_clock = (at - _EPOCHS_SINCE) // _EPOCH_EVERY
    return max(before + 1, min(by_clock, _MOST_BY_CLOCK))


def place(epoch: int, seq: int) -> int:
    """One number that grows with every change, also over epochs; below 2**53."""
    return (epoch << NUMBER_BITS) + seq


def state_sha256(documents: Mapping[PersonId, str]) -> str:
    """Of the newest document of every entry, given by its SHA-256: two lists with the same answer are the same."""
    digest = hashlib.sha256()
    for person_id in sorted(documents):
        digest.update(f"{person_id} {documents[person_id]}\n".encode())
    return digest.hexdigest()


def canonical_export(records: Iterable[Signed]) -> bytes:
    """The newest document of every entry by person id, one a line: the list itself, whoever signed and served it."""
    newest: dict[PersonId, tuple[int, bytes]] = {}
    for record in records:
        document = document_from_bytes(record.document)
        known = newest.get(document.person_id)
        if known is None or document.seq > known[0]:
            newest[document.person_id] = (document.seq, record.document)
    return b"".join(newest[person_id][1] + b"\n" for person_id in sorted(newest))


def export_sha256(records: Iterable[Signed]) -> str:
    return hashlib.sha256(canonical_export(records)).hexdigest()


def head_to_bytes(head: Head) -> bytes:
    plain: dict[str, Json] = {
        "kind": Head.__name__,
        "list_id": head.list_id,
        "epoch": head.epoch,
        "seq": head.seq,
        "at": to_text(head.at),
        "entries": head.entries,
        "state_sha256": head.state_sha256,
    }
    return to_json(plain).encode()


def head_from_bytes(data: bytes) -> Head:
    """What `head_to_bytes` wrote. Raises DocumentRefused."""
    return read(data, MOST_HEAD_BYTES, _head)


def _head(fields: Fields) -> Head:
    if fields.text("kind") != Head.__name__:
        raise ValueError("not a head")
    return Head(
        fields.text("list_id"),
        fields.number("epoch"),
        fields.number("seq"),
        fields.moment("at"),
        fields.number("entries"),
        fields.text("state_sha256"),
    )
