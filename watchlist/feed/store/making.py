"""The document of an entry, out of the sealed pieces of the store."""

import hashlib

from watchlist.errors import EntryRefused
from watchlist.feed.documents import (
    Document,
    EntryDocument,
    PhotoTold,
    TemplateTold,
    Tombstone,
    Withdrawn,
    document_to_bytes,
)
from watchlist.feed.store.part import FeedPart
from watchlist.feed.store.standings import Standing
from watchlist.listed import Listed
from watchlist.store_parts import BASIS, NAME, PHOTO, REASON, TEMPLATE
from watchlist.types import EntryState


class Making(FeedPart):
    def _document(self, person: Listed, seq: int, standing: Standing) -> Document:
        """Raises EntryRefused for an entry that cannot be told."""
        try:
            document = self._told(person, seq, standing)
            document_to_bytes(document)  # it is longer than anybody reads, or it is not
        except ValueError as error:
            raise EntryRefused(
                f"the list {standing.list_id} cannot tell of the entry {person.person_id}: {error}",
                "Shorten what is too long, or take photographs away, and try again.",
            ) from error
        return document

    def _told(self, person: Listed, seq: int, standing: Standing) -> Document:
        whose = (standing.list_id, seq, person.person_id)
        if person.state is EntryState.ERASED:
            return Tombstone(*whose)
        if person.state is not EntryState.ACTIVE or person.basis_ref is None:
            return Withdrawn(*whose)
        waiting = {photo_id for photo_id, _ in person.waiting}
        photos = [photo_id for photo_id in person.photos if photo_id not in waiting]
        templates = sorted(one for one in person.templates if one[0] in photos)
        return EntryDocument(
            *whose,
            person.until,
            self._blobs.get(person.name_ref, NAME).decode(),
            self._blobs.get(person.reason_ref, REASON).decode(),
            person.source or standing.source,
            self._blobs.get(person.basis_ref, BASIS).decode(),
            tuple(PhotoTold(one, self._sha256(one, PHOTO)) for one in photos),
            tuple(TemplateTold(*one, self._sha256("/".join(one), TEMPLATE)) for one in templates),
        )

    def _sha256(self, blob_id: str, purpose: str) -> str:
        return hashlib.sha256(self._blobs.get(blob_id, purpose)).hexdigest()
