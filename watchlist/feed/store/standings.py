"""Which shared lists a home has: those that it follows, and the one of its own that it signs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from records.database import Database, Row
from watchlist.feed.head import Head, head_from_bytes
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust, key_list_from_bytes

_ALL = (
    "SELECT feed_head.*, (SELECT coalesce(max(seq), 0) FROM feed_records "
    "WHERE feed_records.list_id = feed_head.list_id) AS newest FROM feed_head"
)


class ListRole(StrEnum):
    AUTHORITY = "authority"
    FOLLOWER = "follower"
    """A watch, or a hub that tells the list on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """This home and a shared list. `seq` is the newest of the records here; `source` and `epoch` are an authority's,
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
    def said_at(self) -> datetime | None:
        """When its authority last said how it stands; None before that."""
        told = self.head_told
        return told.at if told else None

    @property
    def epoch_told(self) -> int:
        """0 for a follower that has received nothing."""
        told = self.head_told
        return self.epoch or (told.epoch if told else 0)

    @property
    def place(self) -> tuple[int, int]:
        """(epoch, seq) of the list as it is here, to notice that it has changed. Of an authority it is newer than the
        head until somebody asks for that."""
        return self.epoch_told, self.seq

    @property
    def owner(self) -> str:
        """Of blobs of the list that are nobody's: erasing a person leaves them."""
        return f"list {self.list_id}"


class Standings:
    """Everything that changes something is to be called inside `writing()`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Standing, ...]:
        return tuple(_standing(row) for row in self._database.rows(f"{_ALL} ORDER BY list_id"))

    def of(self, list_id: str) -> Standing | None:
        row = self._database.row(f"{_ALL} WHERE list_id = ?", (list_id,))
        return _standing(row) if row else None

    def own(self) -> Standing | None:
        """The list that this home is the authority of: one at most."""
        row = self._database.row(f"{_ALL} WHERE role = ?", (str(ListRole.AUTHORITY),))
        return _standing(row) if row else None

    def followed(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.all() if one.role is ListRole.FOLLOWER)

    def put(self, standing: Standing) -> None:
        row = {
            "list_id": standing.list_id,
            "role": str(standing.role),
            "source": standing.source,
            "root": standing.root,
            "epoch": standing.epoch,
            "asked": standing.asked,
            **signed_to_row(standing.keys, "keys", "keys_"),
            **signed_to_row(standing.head, "head", "head_"),
        }
        self.drop(standing.list_id)
        self._database.insert("feed_head", row)

    def drop(self, list_id: str) -> None:
        self._database.execute("DELETE FROM feed_head WHERE list_id = ?", (list_id,))


def signed_from_row(row: Row, document: str, prefix: str = "") -> Signed | None:
    if row[document] is None:
        return None
    return Signed(bytes(row[document]), row[f"{prefix}key_id"], bytes(row[f"{prefix}signature"]))


def signed_to_row(told: Signed | None, document: str, prefix: str = "") -> Row:
    return {
        document: told.document if told else None,
        f"{prefix}key_id": told.key_id if told else None,
        f"{prefix}signature": told.signature if told else None,
    }


def _standing(row: Row) -> Standing:
    keys, head = signed_from_row(row, "keys", "keys_"), signed_from_row(row, "head", "head_")
    told = (row["list_id"], ListRole(row["role"]), bytes(row["root"]), row["source"], row["epoch"], row["asked"])
    return Standing(*told, keys, head, row["newest"])
