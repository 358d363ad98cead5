"""An authority without a hub: signs a small list as a real one does, and misbehaves when its hand says so."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto

import numpy as np

from records.signing import SigningKey
from watchlist.feed.documents import (
    Document,
    EntryDocument,
    PhotoTold,
    TemplateTold,
    Tombstone,
    Withdrawn,
    document_from_bytes,
    document_to_bytes,
)
from watchlist.feed.following import Batch
from watchlist.feed.head import Head, head_to_bytes, state_sha256
from watchlist.feed.signed import Signed, sign
from watchlist.feed.trust import KeyList, Trust, key_list_to_bytes
from watchlist.feed.wire.lines import Opening
from watchlist.feed.wire.transfer import Attachment, transfer
from watchlist.types import PersonId, PhotoId
from watchlist.vectors import to_bytes

MODEL = "scripted"
FIRST_MOMENT = datetime(2026, 6, 1, 8, tzinfo=UTC)


class Misdeed(Enum):
    FORGED = auto()
    """The newest record says something else than what was signed."""
    FOREIGN_KEY = auto()
    """Records and head are signed by a key that nobody named."""
    FOREIGN_ROOT = auto()
    """The list of keys is signed by another root."""
    REVOKED_KEY = auto()
    """Records and head are signed by the key that was revoked last."""
    OLD = auto()
    """The list of the last backup, as it was told then."""
    CUT = auto()
    """A transfer ends in the middle of its last record."""
    DUPLICATED = auto()
    REORDERED = auto()
    LEFT_OUT = auto()
    """The newest record is missing."""
    WRONG_DIGEST = auto()
    """The head names another state."""
    FOREIGN_LIST = auto()
    """A record of another list is among them."""
    OTHER_PICTURE = auto()
    """Attachments are not those that the documents name."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What an authority would be restored from."""

    epoch: int
    seq: int
    at: datetime
    records: dict[PersonId, tuple[Document, Signed]]


class FakeAuthority:
    """`now` is its clock: whoever uses it moves it. Ids of keys and persons' vectors depend on the names alone."""

    def __init__(self, list_id: str = "fake-list", dimension: int = 8, now: datetime = FIRST_MOMENT) -> None:
        self.list_id = list_id
        self.now = now
        self.epoch = 1
        self.seq = 0
        self._dimension = dimension
        self._root = self._key("root")
        self.signer = self._key("key 1")
        self._revoked: dict[str, SigningKey] = {}
        self._keys_version = 1
        self._keys = [self.signer]
        self._records: dict[PersonId, tuple[Document, Signed]] = {}
        self.last_backup = self.backup()
        self._misdeeds: frozenset[Misdeed] = frozenset()

    @property
    def root_public(self) -> bytes:
        return self._root.public

    @property
    def records(self) -> tuple[Signed, ...]:
        """The newest of everybody."""
        return tuple(record for _, record in self._records.values())

    def pinned(self) -> Trust:
        """What a site knows that has just joined."""
        return Trust(self.list_id, self.root_public)

    def put(
        self, person_id: str, name: str = "Grace Hopper", until: date = date(2027, 5, 31), photos: int = 1
    ) -> EntryDocument:
        """An entry that rings, listed or changed."""
        ids = [PhotoId(f"{person_id}-{number}") for number in range(photos)]
        entry = EntryDocument(
            *self._next(person_id),
            until,
            name,
            "sold appointments at the north gate",
            "Hospital No. 1",
            "agreement of the twelve hospitals",
            tuple(PhotoTold(one, _sha256(self.photo(one))) for one in ids),
            tuple(TemplateTold(one, MODEL, _sha256(self.vector(one))) for one in sorted(ids)),
        )
        self._say(entry)
        return entry

    def withdraw(self, person_id: str) -> None:
        self._say(Withdrawn(*self._next(person_id)))

    def erase(self, person_id: str) -> None:
        self._say(Tombstone(*self._next(person_id)))

    def photo(self, photo_id: PhotoId) -> bytes:
        return f"photograph {photo_id}".encode()

    def vector(self, photo_id: PhotoId) -> bytes:
        random = np.random.default_rng(list(_digest(photo_id.encode())))
        vector = random.standard_normal(self._dimension).astype(np.float32)
        return to_bytes((vector / np.linalg.norm(vector)).astype(np.float32))

    def rotate(self) -> None:
        """Sign with a new key from now on; the old ones still count."""
        self._keys_version += 1
        self.signer = self._key(f"key {self._keys_version}")
        self._keys.append(self.signer)

    def revoke(self) -> None:
        """Take the key in use back, and sign everything again with a new one."""
        lost = self.signer
        self.rotate()
        self._keys.remove(lost)
        self._revoked[lost.key_id] = lost
        self._sign_again(self.signer)

    def backup(self) -> Backup:
        self.last_backup = Backup(self.epoch, self.seq, self.now, dict(self._records))
        return self.last_backup

    def restore(self, backup: Backup, *, begins_epoch: bool = True) -> None:
        """Begin again from a backup, as an authority should, in a new epoch, or as it should not."""
        self.epoch += begins_epoch
        self.seq, self._records = backup.seq, dict(backup.records)
        self._sign_again(self.signer)

    def misbehave(self, *misdeeds: Misdeed) -> None:
        """From now on, in all that is told."""
        self._misdeeds = frozenset(misdeeds)

    def behave(self) -> None:
        self.misbehave()

    def keys(self) -> Signed:
        publics = tuple(key.public for key in sorted(self._keys, key=lambda key: key.key_id))
        told = KeyList(self.list_id, self._keys_version, publics, tuple(sorted(self._revoked)))
        root = self._key("foreign root") if Misdeed.FOREIGN_ROOT in self._misdeeds else self._root
        return sign(key_list_to_bytes(told), root)

    def batch(self, since: int | None = None) -> Batch:
        """What changed after the revision `since` of this epoch, or a snapshot."""
        said = self.last_backup if Misdeed.OLD in self._misdeeds else self._as_is()
        said_last = sorted(said.records.values(), key=lambda one: one[0].seq)
        records = [record for document, record in said_last if since is None or document.seq > since]
        return Batch(self.keys(), tuple(self._told(records)), self._head(said), since is None)

    def transfer(
        self, since: int | None = None, model_ids: tuple[str, ...] = (MODEL,), *, photos: bool = False
    ) -> Iterator[bytes]:
        """The same as lines."""
        batch = self.batch(since)
        opening = Opening(self.list_id, batch.is_snapshot, model_ids, photos)
        records = ((record, self._attachments(record, opening)) for record in batch.records)
        lines = transfer(opening, batch.keys, records, batch.head)
        return self._cut(lines) if Misdeed.CUT in self._misdeeds else lines

    def _next(self, person_id: str) -> tuple[str, int, PersonId]:
        return self.list_id, self.seq + 1, PersonId(person_id)

    def _say(self, document: Document) -> None:
        self.seq = document.seq
        self.now += timedelta(seconds=1)
        self._records[document.person_id] = (document, sign(document_to_bytes(document), self.signer))

    def _as_is(self) -> Backup:
        return Backup(self.epoch, self.seq, self.now, self._records)

    def _head(self, said: Backup) -> Signed:
        state = state_sha256({person_id: record.sha256 for person_id, (_, record) in said.records.items()})
        if Misdeed.WRONG_DIGEST in self._misdeeds:
            state = _sha256(state.encode())
        head = Head(self.list_id, said.epoch, said.seq, said.at, len(said.records), state)
        return sign(head_to_bytes(head), self._signer_now())

    def _signer_now(self) -> SigningKey:
        if Misdeed.FOREIGN_KEY in self._misdeeds:
            return self._key("foreign")
        if Misdeed.REVOKED_KEY in self._misdeeds:
            return list(self._revoked.values())[-1] if self._revoked else self._key("foreign")
        return self.signer

    def _told(self, records: list[Signed]) -> list[Signed]:
        if self._signer_now() is not self.signer:
            records = [sign(record.document, self._signer_now()) for record in records]
        if Misdeed.FORGED in self._misdeeds and records:
            newest = records.pop()
            records.append(replace(newest, document=newest.document.replace(b'"seq":', b'"seq":1')))
        if Misdeed.LEFT_OUT in self._misdeeds:
            records = records[:-1]
        if Misdeed.FOREIGN_LIST in self._misdeeds:
            foreign = Withdrawn("another-list", 1, PersonId("collins"))
            records.append(sign(document_to_bytes(foreign), self.signer))
        if Misdeed.DUPLICATED in self._misdeeds:
            records = records * 2
        return records[::-1] if Misdeed.REORDERED in self._misdeeds else records

    def _attachments(self, record: Signed, opening: Opening) -> Iterable[Attachment]:
        document = document_from_bytes(record.document)
        if not isinstance(document, EntryDocument):
            return
        wrong = b"other" if Misdeed.OTHER_PICTURE in self._misdeeds else b""
        for template in document.templates:
            if opening.carries(template.model_id):
                data = self.vector(template.photo_id) + wrong
                yield Attachment(document.person_id, template.photo_id, template.model_id, data)
        for photo in document.photos if opening.has_photos else ():
            yield Attachment(document.person_id, photo.photo_id, None, self.photo(photo.photo_id) + wrong)

    def _cut(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        *before, record, _head = lines
        yield from before
        yield record[: len(record) // 2]

    def _sign_again(self, signer: SigningKey) -> None:
        self._records = {
            person_id: (document, sign(record.document, signer))
            for person_id, (document, record) in self._records.items()
        }

    def _key(self, name: str) -> SigningKey:
        return SigningKey(_digest(f"{self.list_id} {name}".encode()))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
