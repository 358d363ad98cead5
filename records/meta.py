"""Named values of a database, sealed or plain."""

from records.database import Database


class Meta:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> bytes | None:
        row = self._database.row("SELECT value FROM meta WHERE name = ?", (name,))
        return bytes(row["value"]) if row else None

    def put(self, name: str, value: bytes) -> None:
        self._database.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
