"""The nodes of a hub, and the keys (records.written_keys) with which they prove who they are."""

from collections.abc import Iterable
from datetime import datetime

from records.audit import AuditLog
from records.database import Database, Row
from records.moments import from_text, to_text
from records.sealing import Cipher
from records.written_keys import is_key_name, written_key
from watchlist.hub.errors import NodeRefused
from watchlist.hub.rights import NodeKind
from watchlist.hub.values import Node


class NodeBook:
    """Of one database; it belongs to the thread that opened that. What is changed is audited, without the key."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._audit = AuditLog(database, cipher)

    def all(self) -> list[Node]:
        """Those that are in force, by id."""
        rows = self._database.rows("SELECT * FROM nodes WHERE revoked_at IS NULL ORDER BY node_id")
        return [_opened(row) for row in rows]

    def everybody(self) -> list[Node]:
        """Also those whose key was revoked, by id."""
        return [_opened(row) for row in self._database.rows("SELECT * FROM nodes ORDER BY node_id")]

    def find(self, node_id: str) -> Node | None:
        """None for one that is unknown or was revoked."""
        row = self._row(node_id)
        return _opened(row) if row else None

    def some(self, node_ids: Iterable[str]) -> dict[str, Node]:
        """By id, in one look: those that are known, also where their key was revoked."""
        wanted = list(node_ids)
        marks = ", ".join("?" for _ in wanted)
        sql = f"SELECT * FROM nodes WHERE node_id IN ({marks})"
        return {row["node_id"]: _opened(row) for row in self._database.rows(sql, wanted)} if wanted else {}

    def was(self, node_id: str) -> bool:
        """Whether somebody is, or ever was, this node."""
        return self._database.row("SELECT 1 FROM nodes WHERE node_id = ?", (node_id,)) is not None

    def add(
        self,
        node_id: str,
        kind: NodeKind,
        needs_photos: bool,
        secret: bytes,
        operator: str,
        now: datetime,
        source: str = "",
    ) -> str:
        """The written key, which is kept nowhere. `source` is the hospital it stands in, empty for the hub's own.

        Raises NodeRefused, also for an id that was somebody's.
        """
        if not is_key_name(node_id):
            raise NodeRefused(
                f"{node_id!r} is no id of a node", "1 to 40 small letters, digits and hyphens, as in west-gate."
            )
        digest, written = written_key(node_id, secret)
        row: Row = {"node_id": node_id, "kind": str(kind), "needs_photos": int(needs_photos), "source": source.strip()}
        with self._database.writing():
            if self.was(node_id):
                raise NodeRefused(f"{node_id!r} is, or was, a node", "Choose another id: the record names nodes by it.")
            self._database.insert("nodes", row | {"digest": digest.hex(), "made_at": to_text(now)})
            self._audit.append(now, operator, "node.made", node_id, {"kind": str(kind), "needs_photos": needs_photos})
        return written

    def renew(self, node_id: str, secret: bytes, operator: str, now: datetime) -> str:
        """A new key, written; the one before opens nothing from now on. Raises NodeRefused."""
        digest, written = written_key(node_id, secret)
        self._change(node_id, "digest", digest.hex(), operator, "node.renewed", now)
        return written

    def revoke(self, node_id: str, operator: str, now: datetime) -> None:
        """Its key opens nothing from now on, and nobody else gets the id. Raises NodeRefused."""
        self._change(node_id, "revoked_at", to_text(now), operator, "node.revoked", now)

    def _change(self, node_id: str, column: str, value: str, operator: str, what: str, now: datetime) -> None:
        with self._database.writing():
            if self._row(node_id) is None:
                raise NodeRefused(f"there is no node {node_id!r}")
            self._database.execute(f"UPDATE nodes SET {column} = ? WHERE node_id = ?", (value, node_id))
            self._audit.append(now, operator, what, node_id)

    def _row(self, node_id: str) -> Row | None:
        return self._database.row("SELECT * FROM nodes WHERE node_id = ? AND revoked_at IS NULL", (node_id,))


def _opened(row: Row) -> Node:
    kind, needs_photos = NodeKind(row["kind"]), bool(row["needs_photos"])
    made_at, digest = from_text(row["made_at"]), bytes.fromhex(row["digest"])
    revoked_at = from_text(row["revoked_at"]) if row["revoked_at"] else None
    return Node(row["node_id"], kind, needs_photos, made_at, digest, row["source"], revoked_at)
