"""What the documents of a followed list do to the entries here: sealed pieces come and go, and acts say so."""

import hashlib
from collections.abc import Iterator, Sequence

from watchlist.alarms.book import forget_captures_of
from watchlist.alarms.rejections import drop_rejections_of
from watchlist.changes import Act, EntryFollowed, TemplateMade
from watchlist.errors import EntryRefused, ForeignEmbedding
from watchlist.feed.documents import EntryDocument, Tombstone
from watchlist.feed.errors import DocumentRefused, TransferRefused
from watchlist.feed.following import Placed
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.part import FeedPart
from watchlist.feed.store.pieces import Pieces
from watchlist.listed import Listed
from watchlist.names import normal_name
from watchlist.reports.forgetting import forget_reports_of
from watchlist.store_parts import BASIS, NAME, PHOTO, REASON, TEMPLATE
from watchlist.types import EntryState, PersonId, PhotoId
from watchlist.upstream.forgetting import forget_told_of
from watchlist.vectors import from_bytes, to_bytes


class SharedEntries(FeedPart):
    """To be called inside `writing()`, but for `_make_ready`. Photographs and vectors never change under one id."""

    def _make_ready(self, told: EntryDocument, attachments: Attachments) -> None:
        """Before `writing()`: its words and vectors."""
        for purpose, plain in _words(told):
            self._blobs.make_ready(f"{told.person_id}/{purpose}", purpose, plain)
        for one in told.templates:
            data = attachments.get(told.person_id, one.photo_id, one.model_id)
            if data is not None:
                self._blobs.make_ready(f"{one.photo_id}/{one.model_id}", TEMPLATE, data)

    def _pieces_of(self, documents: Sequence[EntryDocument]) -> Pieces:
        names = {one.person_id: self._cipher.mac(_normal_name(one).encode(), NAME) for one in documents}
        return Pieces(self._database, self._blobs, documents, names)

    def _applied(self, placed: Placed, known: Listed | None, attachments: Attachments, pieces: Pieces) -> Iterator[Act]:
        """The act of the document, after its pieces were changed; none where there is nothing to do. `known` is whom
        it is about, `pieces` are those of documents."""
        document = placed.document
        if known is not None and known.state is EntryState.ERASED:
            return
        if known is not None and known.list_id != document.list_id:
            raise DocumentRefused(f"the entry {document.person_id} is not one of the list {document.list_id}")
        seq = max(placed.place, known.seq + 1 if known else 0)  # the list may have been left and joined again
        if isinstance(document, EntryDocument):
            yield self._rings(document, seq, attachments, pieces)
        else:
            state = EntryState.ERASED if isinstance(document, Tombstone) else EntryState.REVOKED
            yield self._withdrawn(document.person_id, document.list_id, seq, state)

    def _withdrawn(self, person_id: PersonId, list_id: str, seq: int, state: EntryState) -> Act:
        self._blobs.drop_all_of(person_id)
        if state is EntryState.ERASED:
            forget_captures_of(person_id, self._database)
            drop_rejections_of(person_id, self._database)
            forget_told_of(person_id, self._database)
            forget_reports_of(person_id, self._database)
        return EntryFollowed(person_id, list_id, seq, state, self._today())

    def _rings(self, told: EntryDocument, seq: int, attachments: Attachments, pieces: Pieces) -> Act:
        _drop_replaced(told, pieces)
        who, digest = told.person_id, pieces.names[told.person_id]
        for purpose, plain in _words(told):
            is_new_name = purpose == NAME and not pieces.is_taken(digest)
            pieces.put(f"{who}/{purpose}", purpose, plain, who, digest if is_new_name else None)
        self._put_photos(told, attachments, pieces)
        self._put_templates(told, attachments, pieces)
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
            tuple(one for one in made if pieces.holds("/".join(one))),
        )

    def _completed(
        self, told: EntryDocument, known: Listed | None, attachments: Attachments, pieces: Pieces
    ) -> Iterator[Act]:
        """Of an entry that stays as it is: what was not sent along before; everything where it was purged here."""
        if known is not None and known.state is not EntryState.ACTIVE:
            yield self._rings(told, known.seq + 1, attachments, pieces)
            return
        self._put_photos(told, attachments, pieces)
        for photo_id, model_id in self._put_templates(told, attachments, pieces):
            yield TemplateMade(told.person_id, photo_id, model_id)

    def _put_photos(self, told: EntryDocument, attachments: Attachments, pieces: Pieces) -> None:
        for one in told.photos:
            if pieces.owner_of_photo.get(one.photo_id, told.person_id) != told.person_id:
                raise DocumentRefused(f"the photograph {one.photo_id} belongs to another entry")
        for one in told.photos:
            data = _checked(attachments.get(told.person_id, one.photo_id, None), one.sha256)
            if data is not None and not pieces.holds(one.photo_id):
                digest = self._cipher.fingerprint(data)
                is_taken = self._blobs.find(PHOTO, digest) is not None
                pieces.put(one.photo_id, PHOTO, data, told.person_id, None if is_taken else digest)

    def _put_templates(
        self, told: EntryDocument, attachments: Attachments, pieces: Pieces
    ) -> list[tuple[PhotoId, str]]:
        """Those that were not here. What this home made itself of the same photograph gives way."""
        new = []
        for one in told.templates:
            blob_id = f"{one.photo_id}/{one.model_id}"
            data = _checked(attachments.get(told.person_id, one.photo_id, one.model_id), one.sha256)
            if data is None or (pieces.holds(blob_id) and self._is_template(blob_id, one.sha256)):
                continue
            _must_be_a_vector(data)
            pieces.drop(blob_id)
            pieces.put(blob_id, TEMPLATE, data, told.person_id)
            new.append((one.photo_id, one.model_id))
        return new

    def _is_template(self, blob_id: str, sha256: str) -> bool:
        return hashlib.sha256(self._blobs.get(blob_id, TEMPLATE)).hexdigest() == sha256


def _words(told: EntryDocument) -> tuple[tuple[str, bytes], ...]:
    return (NAME, told.name.encode()), (REASON, told.reason.encode()), (BASIS, told.basis.encode())


def _drop_replaced(told: EntryDocument, pieces: Pieces) -> None:
    """The words, and whatever belongs to photographs that are not the entry's any more."""
    stay = {one.photo_id for one in told.photos}
    for blob_id, purpose in pieces.of(told.person_id):
        if purpose not in (PHOTO, TEMPLATE) or blob_id.split("/")[0] not in stay:
            pieces.drop(blob_id)


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
