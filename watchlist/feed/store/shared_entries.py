"""What the documents of a followed list do to the entries here: sealed pieces come and go, and acts say so."""

import hashlib
from collections.abc import Iterator

from watchlist.alarms.book import forget_captures_of
from watchlist.alarms.rejections import drop_rejections_of
from watchlist.changes import Act, EntryFollowed, TemplateMade
from watchlist.errors import EntryRefused, ForeignEmbedding
from watchlist.feed.documents import EntryDocument, Tombstone
from watchlist.feed.errors import DocumentRefused, TransferRefused
from watchlist.feed.following import Placed
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.part import FeedPart
from watchlist.names import normal_name
from watchlist.store_parts import BASIS, NAME, PHOTO, REASON, TEMPLATE
from watchlist.types import EntryState, PersonId, PhotoId
from watchlist.upstream.forgetting import forget_told_of
from watchlist.vectors import from_bytes, to_bytes


class SharedEntries(FeedPart):
    """To be called inside `writing()`. Photographs and vectors never change under one id."""

    def _applied(self, placed: Placed, attachments: Attachments) -> Iterator[Act]:
        """The act of the document, after its pieces were changed; none where there is nothing to do."""
        document, known = placed.document, self._tables.person(placed.document.person_id)
        if known is not None and known.state is EntryState.ERASED:
            return
        if known is not None and known.list_id != document.list_id:
            raise DocumentRefused(f"the entry {document.person_id} is not one of the list {document.list_id}")
        seq = max(placed.place, known.seq + 1 if known else 0)  # the list may have been left and joined again
        if isinstance(document, EntryDocument):
            yield self._rings(document, seq, attachments)
        else:
            state = EntryState.ERASED if isinstance(document, Tombstone) else EntryState.REVOKED
            yield self._withdrawn(document.person_id, document.list_id, seq, state)

    def _withdrawn(self, person_id: PersonId, list_id: str, seq: int, state: EntryState) -> Act:
        self._blobs.drop_all_of(person_id)
        if state is EntryState.ERASED:
            forget_captures_of(person_id, self._database)
            drop_rejections_of(person_id, self._database)
            forget_told_of(person_id, self._database)
        return EntryFollowed(person_id, list_id, seq, state, self._today())

    def _rings(self, told: EntryDocument, seq: int, attachments: Attachments) -> Act:
        self._drop_replaced(told)
        who = told.person_id
        digest = self._cipher.mac(_normal_name(told).encode(), NAME)
        is_taken = self._blobs.find(NAME, digest) is not None
        self._blobs.put(f"{who}/name", NAME, told.name.encode(), who, None if is_taken else digest)
        self._blobs.put(f"{who}/reason", REASON, told.reason.encode(), who)
        self._blobs.put(f"{who}/basis", BASIS, told.basis.encode(), who)
        self._put_photos(told, attachments)
        self._put_templates(told, attachments)
        made = ((one.photo_id, one.model_id) for one in told.templates)
        return EntryFollowed(
            who,
            told.list_id,
            seq,
            EntryState.ACTIVE,
            told.until,
            f"{who}/name",
            f"{who}/reason",
            told.source,
            f"{who}/basis",
            tuple(one.photo_id for one in told.photos),
            tuple(one for one in made if self._blobs.holds("/".join(one))),
        )

    def _completed(self, told: EntryDocument, attachments: Attachments) -> Iterator[Act]:
        """Of an entry that stays as it is: what was not sent along before; everything where it was purged here."""
        known = self._tables.person(told.person_id)
        if known is not None and known.state is not EntryState.ACTIVE:
            yield self._rings(told, known.seq + 1, attachments)
            return
        self._put_photos(told, attachments)
        for photo_id, model_id in self._put_templates(told, attachments):
            yield TemplateMade(told.person_id, photo_id, model_id)

    def _drop_replaced(self, told: EntryDocument) -> None:
        """The words, and whatever belongs to photographs that are not the entry's any more."""
        stay = {one.photo_id for one in told.photos}
        sql = "SELECT id, purpose FROM blobs WHERE owner = ?"
        for row in self._database.rows(sql, (told.person_id,)):
            photo_id = row["id"].split("/")[0]
            if row["purpose"] not in (PHOTO, TEMPLATE) or photo_id not in stay:
                self._blobs.drop(row["id"])

    def _put_photos(self, told: EntryDocument, attachments: Attachments) -> None:
        self._must_be_of(told.person_id, [one.photo_id for one in told.photos])
        for one in told.photos:
            data = _checked(attachments.get(told.person_id, one.photo_id, None), one.sha256)
            if data is not None and not self._blobs.holds(one.photo_id):
                digest = self._cipher.fingerprint(data)
                is_taken = self._blobs.find(PHOTO, digest) is not None
                self._blobs.put(one.photo_id, PHOTO, data, told.person_id, None if is_taken else digest)

    def _put_templates(self, told: EntryDocument, attachments: Attachments) -> list[tuple[PhotoId, str]]:
        """Those that were not here. What this home made itself of the same photograph gives way."""
        new = []
        for one in told.templates:
            blob_id = f"{one.photo_id}/{one.model_id}"
            data = _checked(attachments.get(told.person_id, one.photo_id, one.model_id), one.sha256)
            if data is None or self._is_here(blob_id, one.sha256):
                continue
            _must_be_a_vector(data)
            self._blobs.drop(blob_id)
            self._blobs.put(blob_id, TEMPLATE, data, told.person_id)
            new.append((one.photo_id, one.model_id))
        return new

    def _is_here(self, blob_id: str, sha256: str) -> bool:
        if not self._blobs.holds(blob_id):
            return False
        return hashlib.sha256(self._blobs.get(blob_id, TEMPLATE)).hexdigest() == sha256

    def _must_be_of(self, person_id: PersonId, photo_ids: list[PhotoId]) -> None:
        for photo_id in photo_ids:
            row = self._database.row("SELECT person_id FROM photos WHERE photo_id = ?", (photo_id,))
            if row is not None and row["person_id"] != person_id:
                raise DocumentRefused(f"the photograph {photo_id} belongs to another entry")


def _checked(data: bytes | None, sha256: str) -> bytes | None:
    if data is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise TransferRefused("an attachment that is not the one its record names")
    return data


def _normal_name(told: EntryDocument) -> str:
    try:
        return normal_name(told.name)
    except EntryRefused as error:
        raise DocumentRefused(f"the entry {told.person_id}: {error}") from error


def _must_be_a_vector(data: bytes) -> None:
    try:
        to_bytes(from_bytes(data))
    except (ForeignEmbedding, ValueError) as error:
        raise TransferRefused(f"a template that is none: {error}") from error
