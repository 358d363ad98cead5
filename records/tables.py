"""The tables of this package, as steps that are only ever added to."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

record_steps = Migrations("records")


@record_steps()
def r001_meta(db: Database) -> None:
    db.table("meta").create({"name": str, "value": bytes}, pk="name", not_null={"value"}, strict=True)


@record_steps()
def r002_blobs(db: Database) -> None:
    """Sealed bytes. `owner` is whose they are and what erasing goes by; `digest` (keyed) finds equal ones."""
    db.table("blobs").create(
        {"id": str, "purpose": str, "owner": str, "digest": str, "sealed": bytes},
        pk="id",
        not_null={"purpose", "sealed"},
        strict=True,
    )
    db.table("blobs").create_index(["owner"])
    db.execute("CREATE UNIQUE INDEX blobs_digest ON blobs (purpose, digest) WHERE digest IS NOT NULL")


@record_steps()
def r003_changes(db: Database) -> None:
    db.table("changes").create(
        {"number": int, "at": str, "who": str, "why": str, "act": str},
        pk="number",
        not_null={"at", "who", "why", "act"},
        strict=True,
    )
    _only_append(db, "changes")


@record_steps()
def r004_audit(db: Database) -> None:
    db.table("audit").create(
        {
            "number": int,
            "at": str,
            "who": str,
            "what": str,
            "subject": str,
            "detail": str,
            "previous": str,
            "hash": str,
        },
        pk="number",
        not_null={"at", "who", "what", "subject", "detail", "previous", "hash"},
        strict=True,
    )
    _only_append(db, "audit")


def _only_append(db: Database, table: str) -> None:
    """Keeps our own mistakes out; against somebody with the file in hand the audit chain stands."""
    for act in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
