"""The tables of the shared list: which one it is, and what it says last of everybody, as it was signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from records.blobs import Blobs
from records.database import Database, Row
from watchlist.feed.documents import Document, EntryDocument, Tombstone
from watchlist.feed.errors import NotServed
from watchlist.feed.following import Followed, Newest
from watchlist.feed.head import Head, head_from_bytes
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust, key_list_from_bytes
from watchlist.types import PersonId

DOCUMENT = "feed document"
"""The purpose of its blobs."""
_AT_ONCE = 50


class ListRole(StrEnum):
    AUTHORITY = "authority"
    FOLLOWER = "follower"
    """A watch, or a hub that tells the list on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """This home and its shared list. `seq` is the newest of the records here; `source` and `epoch` are an authority's,
    `asked` is a follower's: what the last snapshot had to carry."""

    list_id: str
    role: ListRole
    root: bytes
    source: str = ""
    epoch: int = 0
    asked: str = ""
    keys: Signed | None = None
    head: Signed | None = None
    seq: int = field(default=0, compare=False)

    @property
    def trust(self) -> Trust:
        return Trust(self.list_id, self.root, key_list_from_bytes(self.keys.document) if self.keys else None)

    @property
    def head_told(self) -> Head | None:
        return head_from_bytes(self.head.document) if self.head else None

    @property
    def epoch_told(self) -> int:
        """0 for a follower that has received nothing."""
        told = self.head_told
        return self.epoch or (told.epoch if told else 0)

    @property
    def owner(self) -> str:
        """Of blobs of the list that are nobody's: erasing a person leaves them."""
        return f"list {self.list_id}"


class FeedTables:
    """Everything that changes something is to be called inside `writing()`."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def standing(self) -> Standing | None:
        row = self._database.row(
            "SELECT feed_head.*, (SELECT coalesce(max(seq), 0) FROM feed_records) AS newest FROM feed_head"
        )
        if row is None:
            return None
        keys, head = _signed(row, "keys", "keys_"), _signed(row, "head", "head_")
        told = (row["list_id"], ListRole(row["role"]), bytes(row["root"]), row["source"], row["epoch"], row["asked"])
        return Standing(*told, keys, head, row["newest"])

    def put_standing(self, standing: Standing) -> None:
        row = {
            "one": 1,
            "list_id": standing.list_id,
            "role": str(standing.role),
            "source": standing.source,
            "root": standing.root,
            "epoch": standing.epoch,
            "asked": standing.asked,
            **_columns(standing.keys, "keys", "keys_"),
            **_columns(standing.head, "head", "head_"),
        }
        self._database.execute("DELETE FROM feed_head")
        self._database.insert("feed_head", row)

    def forget(self, standing: Standing) -> None:
        """Everything but who was erased from the list: it may be joined again."""
        for person_id in self.newest():
            self._blobs.drop(_blob_id(person_id))
        self._blobs.drop_all_of(standing.owner)
        for table in ("feed_records", "feed_head"):
            self._database.execute(f"DELETE FROM {table}")

    def newest(self) -> dict[PersonId, Newest]:
        rows = self._database.rows("SELECT person_id, seq, sha256, is_tombstone FROM feed_records")
        return {row["person_id"]: _newest(row) for row in rows}

    def newest_of(self, person_id: PersonId) -> Newest | None:
        row = self._database.row("SELECT * FROM feed_records WHERE person_id = ?", (person_id,))
        return _newest(row) if row else None

    def followed(self, standing: Standing) -> Followed:
        rows = self._database.rows("SELECT * FROM feed_tombstones WHERE list_id = ?", (standing.list_id,))
        erased = {
            row["person_id"]: Signed(bytes(row["document"]), row["key_id"], bytes(row["signature"])) for row in rows
        }
        return Followed(standing.list_id, standing.head_told, self.newest(), erased)

    def put_newest(self, person_id: PersonId, newest: Newest) -> None:
        """What the list says of the person, without the record."""
        self._put(person_id, newest, {})

    def _put(self, person_id: PersonId, newest: Newest, signed: Row) -> None:
        row = {"person_id": person_id, "seq": newest.seq, "sha256": newest.sha256}
        self.drop(person_id)
        self._database.insert("feed_records", {**row, "is_tombstone": int(newest.is_tombstone), **signed})

    def put_record(self, document: Document, record: Signed, standing: Standing) -> None:
        """`document` is what the record says."""
        person_id = document.person_id
        newest = Newest(document.seq, record.sha256, isinstance(document, Tombstone))
        self._put(person_id, newest, {"key_id": record.key_id, "signature": record.signature})
        owner = person_id if isinstance(document, EntryDocument) else standing.owner
        self._blobs.put(_blob_id(person_id), DOCUMENT, record.document, owner)

    def drop(self, person_id: PersonId) -> None:
        """The list says nothing of the person any more."""
        self._database.execute("DELETE FROM feed_records WHERE person_id = ?", (person_id,))
        self._blobs.drop(_blob_id(person_id))

    def let_go(self, person_id: PersonId) -> None:
        """The record goes, what the list says of the person is known still; where it says nothing there is nothing."""
        if (newest := self.newest_of(person_id)) is not None:
            self.put_newest(person_id, newest)

    def put_tombstones(self, list_id: str, tombstones: Mapping[PersonId, Signed]) -> None:
        for person_id, told in tombstones.items():
            which = (list_id, person_id)
            self._database.execute("DELETE FROM feed_tombstones WHERE list_id = ? AND person_id = ?", which)
            row = {"list_id": list_id, "person_id": person_id, **_columns(told, "document")}
            self._database.insert("feed_tombstones", row)

    def is_unheard(self, list_id: str) -> bool:
        """Whether somebody was erased of whom the list says something else, or whose record is gone."""
        sql = (
            "SELECT 1 FROM feed_tombstones WHERE list_id = ? AND NOT EXISTS (SELECT 1 FROM feed_records "
            "WHERE feed_records.person_id = feed_tombstones.person_id AND is_tombstone = 1) LIMIT 1"
        )
        lost = (
            "SELECT 1 FROM feed_records JOIN entries USING (person_id) "
            "WHERE key_id IS NULL AND state = 'erased' LIMIT 1"
        )
        return self._database.row(sql, (list_id,)) is not None or self._database.row(lost) is not None

    def lacks_records(self) -> bool:
        """Whether a record is gone, but of those who were erased."""
        sql = (
            "SELECT 1 FROM feed_records WHERE key_id IS NULL AND NOT EXISTS (SELECT 1 FROM entries "
            "WHERE entries.person_id = feed_records.person_id AND state = 'erased') LIMIT 1"
        )
        return self._database.row(sql) is not None

    def key_ids(self) -> set[str]:
        """By which the records are signed."""
        rows = self._database.rows("SELECT DISTINCT key_id FROM feed_records WHERE key_id IS NOT NULL")
        return {row["key_id"] for row in rows}

    def some_after(self, seq: int, person_id: str) -> list[tuple[int, PersonId, Signed]]:
        """The next records by number and person, from this place on, which is not among them.

        Raises NotServed where one was let go, DatabaseDamaged where one has lost its document."""
        sql = (
            "SELECT person_id, seq, key_id, signature FROM feed_records "
            "WHERE seq > :seq OR (seq = :seq AND person_id > :person) ORDER BY seq, person_id LIMIT :most"
        )
        rows = self._database.rows(sql, {"seq": seq, "person": person_id, "most": _AT_ONCE})
        return [(row["seq"], row["person_id"], self._record(row)) for row in rows]

    def by_person(self) -> Iterator[Signed]:
        """Of everybody of whom there is one."""
        sql = "SELECT person_id, key_id, signature FROM feed_records WHERE key_id IS NOT NULL ORDER BY person_id"
        for row in self._database.rows(sql):
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


def _signed(row: Row, document: str, prefix: str = "") -> Signed | None:
    if row[document] is None:
        return None
    return Signed(bytes(row[document]), row[f"{prefix}key_id"], bytes(row[f"{prefix}signature"]))


def _columns(told: Signed | None, document: str, prefix: str = "") -> Row:
    return {
        document: told.document if told else None,
        f"{prefix}key_id": told.key_id if told else None,
        f"{prefix}signature": told.signature if told else None,
    }
