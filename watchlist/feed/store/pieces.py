"""The sealed pieces of those that documents speak of, and whatever could be in their way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from records.blobs import Blobs
from records.database import Database, Row
from watchlist.feed.documents import EntryDocument
from watchlist.reports.rows import rows_with
from watchlist.store_parts import NAME
from watchlist.types import PersonId, PhotoId


class Pieces:
    """Looked up in few statements, however many there are, and kept up with what is put and dropped here: nobody else
    changes pieces meanwhile. Inside `writing()`.

    `names` are the digests of the documents' names.
    """

    def __init__(
        self, database: Database, blobs: Blobs, documents: Sequence[EntryDocument], names: Mapping[PersonId, str]
    ) -> None:
        self.names = names
        self._blobs = blobs
        self._here: dict[str, Row] = {}
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        self._digests: set[tuple[str, str]] = set()
        photo_ids = [photo.photo_id for one in documents for photo in one.photos]
        ids = [*photo_ids, *(f"{made.photo_id}/{made.model_id}" for one in documents for made in one.templates)]
        sql = "SELECT id, purpose, owner, digest FROM blobs WHERE "
        for row in rows_with(database, sql + "owner IN ([values])", [one.person_id for one in documents]):
            self._note(row)
        for row in rows_with(database, sql + "id IN ([values])", ids):
            self._note(row)
        for row in rows_with(database, sql + "digest IN ([values]) AND purpose = ?", names.values(), (NAME,)):
            self._note(row)
        whose = rows_with(database, "SELECT photo_id, person_id FROM photos WHERE photo_id IN ([values])", photo_ids)
        self.owner_of_photo: dict[PhotoId, PersonId] = {row["photo_id"]: row["person_id"] for row in whose}

    def holds(self, blob_id: str) -> bool:
        """Asked of photographs and vectors of the documents."""
        return blob_id in self._here

    def is_taken(self, name: str) -> bool:
        """Whether somebody here is called so, by the name's digest."""
        return (NAME, name) in self._digests

    def of(self, person_id: PersonId) -> list[tuple[str, str]]:
        """Id and purpose of all pieces of a person."""
        return [(blob_id, self._here[blob_id]["purpose"]) for blob_id in sorted(self._of[person_id])]

    def put(self, blob_id: str, purpose: str, plain: bytes, owner: str, digest: str | None = None) -> None:
        self._blobs.put(blob_id, purpose, plain, owner, digest)
        self._note({"id": blob_id, "purpose": purpose, "owner": owner, "digest": digest})

    def drop(self, blob_id: str) -> None:
        """Also where there is none."""
        row = self._here.pop(blob_id, None)
        if row is not None:
            self._blobs.drop(blob_id)
            self._of[row["owner"]].discard(blob_id)
            self._digests.discard((row["purpose"], row["digest"]))

    def _note(self, row: Row) -> None:
        self._here[row["id"]] = row
        self._of[row["owner"]].add(row["id"])
        if row["digest"] is not None:
            self._digests.add((row["purpose"], row["digest"]))
