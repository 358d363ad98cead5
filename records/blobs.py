"""Sealed bytes by id: the only place where personal data lies, so that erasing it is deleting rows here."""

from records.database import Database
from records.errors import DatabaseDamaged
from records.sealing import Cipher


class Blobs:
    """Everything but `get`, `find`, `holds` and what is ready is to be called inside `writing()`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._ready: dict[tuple[str, str], tuple[bytes, bytes]] = {}

    def make_ready(self, blob_id: str, purpose: str, plain: bytes) -> None:
        """Seal it before the database is locked: `put` takes that where it gets the same."""
        self._ready[blob_id, purpose] = plain, self._cipher.seal(plain, purpose, blob_id)

    def forget_ready(self) -> None:
        """Whatever was not put."""
        self._ready.clear()

    def put(self, blob_id: str, purpose: str, plain: bytes, owner: str, digest: str | None = None) -> None:
        """`digest` must come from the cipher: it stands in clear, and no two blobs of one purpose share it."""
        ready = self._ready.pop((blob_id, purpose), None)
        sealed = ready[1] if ready and ready[0] == plain else self._cipher.seal(plain, purpose, blob_id)
        row = {"id": blob_id, "purpose": purpose, "owner": owner, "digest": digest, "sealed": sealed}
        self._database.insert("blobs", row)

    def get(self, blob_id: str, purpose: str) -> bytes:
        """Raises DatabaseDamaged when it is gone, SealBroken or WrongKey when it does not open."""
        row = self._database.row("SELECT sealed FROM blobs WHERE id = ? AND purpose = ?", (blob_id, purpose))
        if row is None:
            raise DatabaseDamaged(f"{purpose} {blob_id} is gone from {self._database.name}")
        return self._cipher.open(row["sealed"], purpose, blob_id)

    def holds(self, blob_id: str) -> bool:
        return self._database.row("SELECT 1 FROM blobs WHERE id = ?", (blob_id,)) is not None

    def find(self, purpose: str, digest: str) -> tuple[str, str] | None:
        """The id and the owner of the blob with this digest."""
        row = self._database.row("SELECT id, owner FROM blobs WHERE purpose = ? AND digest = ?", (purpose, digest))
        return (row["id"], row["owner"]) if row else None

    def drop(self, blob_id: str) -> None:
        self._database.execute("DELETE FROM blobs WHERE id = ?", (blob_id,))

    def drop_all_of(self, owner: str) -> int:
        """Returns how many there were."""
        return self._database.execute("DELETE FROM blobs WHERE owner = ?", (owner,))
