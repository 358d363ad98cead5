"""Sealed bytes by id: the only place where personal data lies, so that erasing it is deleting rows here."""

from records.database import Database
from records.errors import DatabaseDamaged
from records.sealing import Cipher


class Blobs:
    """Everything but `get`, `find` and `holds` is to be called inside `writing()`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    def put(self, blob_id: str, purpose: str, plain: bytes, owner: str, digest: str | None = None) -> None:
        """`digest` must come from the cipher: it stands in clear, and no two blobs of one purpose share it."""
        sealed = self._cipher.seal(plain, purpose, blob_id)
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
