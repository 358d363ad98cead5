"""Telling a list on: the lines of a transfer, made one by one out of the store, whoever signed what they say.

Between two lines the store may change. What changes gets a later number and so comes at the end once more; the head
closes the transfer only when nothing later is left.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watchlist.feed.documents import Document, EntryDocument, TemplateTold, document_from_bytes
from watchlist.feed.errors import NoList, NotServed
from watchlist.feed.head import head_from_bytes
from watchlist.feed.signed import Signed
from watchlist.feed.store.publishing import Publishing
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.feed.wire.lines import HeadLine, KeysLine, Opening, line_to_bytes
from watchlist.feed.wire.transfer import Asked, Attachment, record_lines
from watchlist.store_parts import PHOTO, TEMPLATE
from watchlist.types import PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class _Next:
    """A record with its place, and the vectors of it and its neighbours by the ids of their blobs."""

    seq: int
    person_id: PersonId
    record: Signed
    entry: Document
    vectors: dict[str, bytes]


class Serving(Publishing):
    def transfer(self, asked: Asked, epoch: int = 0, after: int = 0) -> Iterator[bytes]:
        """The lines of what changed after this place, or of a snapshot where the epoch is another. Between
        two lines the store may be used for other things.

        Raises NoList; and NotServed, also in the middle, where what a record names is not here (any more), the list
        began a new epoch, or somebody was erased of whom the list says something else.
        """
        standing = self._servable(asked.list_id)
        now = standing.epoch_told
        assert standing.keys is not None
        models = tuple(self.models()) if asked.model_id is None else (asked.model_id,)
        opening = Opening(asked.list_id, epoch != now, models, asked.photos)
        return self._lines(opening, standing.keys, now, after if epoch == now else 0)

    def _lines(self, opening: Opening, keys: Signed, epoch: int, after: int) -> Iterator[bytes]:
        yield line_to_bytes(opening)
        yield line_to_bytes(KeysLine(keys))
        seq, place = after, (after + 1, "")
        while True:
            due = self._closing_head(opening.list_id, epoch, keys)
            while some := self._some_after(place, opening):
                for one in some:
                    yield from record_lines(one.record, self._attachments(one, opening))
                    seq, place = one.seq, (one.seq, one.person_id)
            head = self._closing_head(opening.list_id, epoch, keys)
            if _seq(head) <= max(seq, _seq(due)):
                yield line_to_bytes(HeadLine(head))
                return

    def _closing_head(self, list_id: str, epoch: int, keys: Signed) -> Signed:
        standing, head = self._servable(list_id), self.head(list_id)
        if (standing.epoch_told, standing.keys) != (epoch, keys) or head_from_bytes(head.document).epoch != epoch:
            raise NotServed("the list began anew while it was told")
        return head

    def _servable(self, list_id: str) -> Standing:
        standing = self._standing(list_id, *ListRole)
        if standing.role is ListRole.FOLLOWER and standing.head is None:
            raise NoList(f"nothing of the list {list_id} was received yet")
        if self._feed(list_id).is_unheard():
            raise NotServed(
                "somebody was erased of whom the list says something else",
                "A hub was restored from a backup. The hub that signs the list is told whom it must erase, and this "
                "goes on by itself. Where it does not, erase there whom 'person.erased' in this hub's audit names.",
            )
        return standing

    def models(self) -> list[str]:
        """Whose vectors are here, of anybody."""
        return [row["model_id"] for row in self._database.rows("SELECT DISTINCT model_id FROM templates ORDER BY 1")]

    def _some_after(self, place: tuple[int, str], opening: Opening) -> list[_Next]:
        with self._database.reading():
            found = self._feed(opening.list_id).some_after(*place)
            told = [document_from_bytes(record.document) for _, _, record in found]
            ids = [
                _vector_id(template)
                for entry in told
                if isinstance(entry, EntryDocument)
                for template in entry.templates
                if opening.carries(template.model_id)
            ]
            vectors = self._vectors(ids)
        return [_Next(*one, entry, vectors) for one, entry in zip(found, told, strict=True)]

    def _vectors(self, ids: Sequence[str]) -> dict[str, bytes]:
        if not ids:
            return {}
        marks = ", ".join("?" for _ in ids)
        rows = self._database.rows(f"SELECT id, sealed FROM blobs WHERE id IN ({marks})", ids)
        return {row["id"]: self._cipher.open(row["sealed"], TEMPLATE, row["id"]) for row in rows}

    def _attachments(self, one: _Next, opening: Opening) -> Iterator[Attachment]:
        """Photographs are read as they go: memory holds one."""
        entry = one.entry
        if not isinstance(entry, EntryDocument):
            return
        for template in entry.templates:
            if opening.carries(template.model_id):
                data = _checked(one.vectors.get(_vector_id(template)), template.sha256, _vector_id(template))
                yield Attachment(entry.person_id, template.photo_id, template.model_id, data)
        for photo in entry.photos if opening.has_photos else ():
            data = _checked(self._photo(photo.photo_id), photo.sha256, photo.photo_id)
            yield Attachment(entry.person_id, photo.photo_id, None, data)

    def _photo(self, photo_id: PhotoId) -> bytes | None:
        row = self._database.row("SELECT sealed FROM blobs WHERE id = ? AND purpose = ?", (photo_id, PHOTO))
        return self._cipher.open(row["sealed"], PHOTO, photo_id) if row else None


def _seq(head: Signed) -> int:
    return head_from_bytes(head.document).seq


def _vector_id(template: TemplateTold) -> str:
    return f"{template.photo_id}/{template.model_id}"


def _checked(data: bytes | None, sha256: str, what: str) -> bytes:
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise NotServed(f"{what} is not here (any more)")
    return data
