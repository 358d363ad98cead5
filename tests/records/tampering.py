"""What nobody may do to a database, done behind the program's back."""

from records.database import Database


def let_anybody_change(database: Database) -> None:
    """The tables that are only added to let themselves be changed from now on. Inside `writing()`."""
    for table in ("changes", "audit"):
        for act in ("update", "delete"):
            on = f" ON {table}" if "://" in database.name else ""
            database.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")


def tamper(database: Database, sql: str, *values: object) -> None:
    with database.writing():
        let_anybody_change(database)
        assert database.execute(sql, values) > 0
