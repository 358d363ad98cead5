"""The tables of a shared list: what it says last of everybody, as it was signed, and who was ever erased from it."""

from collections.abc import Iterable, Iterator, Mapping

from records.blobs import Blobs
from records.database import Database, Row
from watchlist.feed.documents import Document, EntryDocument, Tombstone
from watchlist.feed.errors import NotServed
from watchlist.feed.following import Followed, Newest
from watchlist.feed.signed import Signed
from watchlist.feed.store.standings import Standing, signed_to_row
from watchlist.types import PersonId

DOCUMENT = "feed document"
"""The purpose of its blobs."""
_AT_ONCE = 50


class FeedTables:
    """Of the list `list_id`. A person is on one list of a home at most. Everything that changes something is to be
    called inside `writing()`."""

    def __init__(self, database: Database, blobs: Blobs, list_id: str) -> None:
        self._database = database
        self._blobs = blobs
        self._list_id = list_id

    def forget(self, standing: Standing) -> None:
        """Every record, but not who was erased from the list: it may be joined again."""
        for person_id in self.newest():
            self._blobs.drop(_blob_id(person_id))
        self._blobs.drop_all_of(standing.owner)
        self._database.execute("DELETE FROM feed_records WHERE list_id = ?", (self._list_id,))

    def newest(self) -> dict[PersonId, Newest]:
        sql = "SELECT person_id, seq, sha256, is_tombstone FROM feed_records WHERE list_id = ?"
        return {row["person_id"]: _newest(row) for row in self._database.rows(sql, (self._list_id,))}

    def newest_of(self, person_id: PersonId) -> Newest | None:
        sql = "SELECT * FROM feed_records WHERE list_id = ? AND person_id = ?"
        row = self._database.row(sql, (self._list_id, person_id))
        return _newest(row) if row else None

    def elsewhere(self, people: Iterable[PersonId]) -> list[PersonId]:
        """Those of them of whom another list of this home speaks."""
        rows = self._database.rows("SELECT person_id FROM feed_records WHERE list_id <> ?", (self._list_id,))
        return sorted({row["person_id"] for row in rows}.intersection(people)) if rows else []

    def followed(self, standing: Standing) -> Followed:
        rows = self._database.rows("SELECT * FROM feed_tombstones WHERE list_id = ?", (self._list_id,))
        erased = {
            row["person_id"]: Signed(bytes(row["document"]), row["key_id"], bytes(row["signature"])) for row in rows
        }
        return Followed(self._list_id, standing.head_told, self.newest(), erased)

    def put_newest(self, person_id: PersonId, newest: Newest) -> None:
        """What the list says of the person, without the record."""
        self._put(person_id, newest, {})

    def _put(self, person_id: PersonId, newest: Newest, signed: Row) -> None:
        row = {"list_id": self._list_id, "person_id": person_id, "seq": newest.seq, "sha256": newest.sha256}
        self.drop(person_id)
        self._database.insert("feed_records", {**row, "is_tombstone": int(newest.is_tombstone), **signed})

    def make_ready(self, person_id: PersonId, record: Signed) -> None:
        """Before `writing()`, for `put_record`."""
        self._blobs.make_ready(_blob_id(person_id), DOCUMENT, record.document)

    def put_record(self, document: Document, record: Signed, standing: Standing) -> None:
        """`document` is what the record says."""
        person_id = document.person_id
        newest = Newest(document.seq, record.sha256, isinstance(document, Tombstone))
        self._put(person_id, newest, {"key_id": record.key_id, "signature": record.signature})
        owner = person_id if isinstance(document, EntryDocument) else standing.owner
        self._blobs.put(_blob_id(person_id), DOCUMENT, record.document, owner)

    def drop(self, person_id: PersonId) -> None:
        """The list says nothing of the person any more."""
        which = (self._list_id, person_id)
        if self._database.execute("DELETE FROM feed_records WHERE list_id = ? AND person_id = ?", which):
            self._blobs.drop(_blob_id(person_id))

    def let_go(self, person_id: PersonId) -> None:
        """The record goes, what the list says of the person is known still; where it says nothing there is nothing."""
        if (newest := self.newest_of(person_id)) is not None:
            self.put_newest(person_id, newest)

    def put_tombstones(self, tombstones: Mapping[PersonId, Signed]) -> None:
        for person_id, told in tombstones.items():
            which = (self._list_id, person_id)
            self._database.execute("DELETE FROM feed_tombstones WHERE list_id = ? AND person_id = ?", which)
            row = {"list_id": self._list_id, "person_id": person_id, **signed_to_row(told, "document")}
            self._database.insert("feed_tombstones", row)

    def drop_tombstones(self) -> None:
        self._database.execute("DELETE FROM feed_tombstones WHERE list_id = ?", (self._list_id,))

    def is_unheard(self) -> bool:
        """Whether somebody was erased of whom the list says something else, or whose record is gone."""
        sql = (
            "SELECT 1 FROM feed_tombstones WHERE list_id = ? AND NOT EXISTS (SELECT 1 FROM feed_records "
            "WHERE feed_records.person_id = feed_tombstones.person_id AND is_tombstone = 1) LIMIT 1"
        )
        lost = (
            "SELECT 1 FROM feed_records JOIN entries USING (person_id) "
            "WHERE feed_records.list_id = ? AND key_id IS NULL AND state = 'erased' LIMIT 1"
        )
        return any(self._database.row(one, (self._list_id,)) is not None for one in (sql, lost))

    def lacks_records(self) -> bool:
        """Whether a record is gone, but of those who were erased."""
        sql = (
            "SELECT 1 FROM feed_records WHERE list_id = ? AND key_id IS NULL AND NOT EXISTS (SELECT 1 FROM entries "
            "WHERE entries.person_id = feed_records.person_id AND state = 'erased') LIMIT 1"
        )
        return self._database.row(sql, (self._list_id,)) is not None

    def key_ids(self) -> set[str]:
        """By which the records are signed."""
        sql = "SELECT DISTINCT key_id FROM feed_records WHERE list_id = ? AND key_id IS NOT NULL"
        return {row["key_id"] for row in self._database.rows(sql, (self._list_id,))}

    def some_after(self, seq: int, person_id: str) -> list[tuple[int, PersonId, Signed]]:
        """The next records by number and person, from this place on, which is not among them.

        Raises NotServed where one was let go, DatabaseDamaged where one has lost its document."""
        sql = (
            "SELECT person_id, seq, key_id, signature FROM feed_records WHERE list_id = :list "
            "AND (seq, person_id) > (:seq, :person) ORDER BY seq, person_id LIMIT :most"
        )
        place = {"list": self._list_id, "seq": seq, "person": person_id, "most": _AT_ONCE}
        return [(row["seq"], row["person_id"], self._record(row)) for row in self._database.rows(sql, place)]

    def by_person(self) -> Iterator[Signed]:
        """Of everybody of whom there is one."""
        sql = (
            "SELECT person_id, key_id, signature FROM feed_records "
            "WHERE list_id = ? AND key_id IS NOT NULL ORDER BY person_id"
        )
        for row in self._database.rows(sql, (self._list_id,)):
            yield self._record(row)

    def _record(self, row: Row) -> Signed:
        if row["key_id"] is None:
            raise NotServed(
                f"what the list says of {row['person_id']} was kept long enough and is not here any more",
                "This goes on by itself as soon as the hub that signs the list is heard of again.",
            )
        document = self._blobs.get(_blob_id(row["person_id"]), DOCUMENT)
        return Signed(document, row["key_id"], bytes(row["signature"]))


def _blob_id(person_id: PersonId) -> str:
    return f"feed/{person_id}"


def _newest(row: Row) -> Newest:
    return Newest(row["seq"], row["sha256"], bool(row["is_tombstone"]))
