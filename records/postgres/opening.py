"""Opens a database on a server and brings its tables up to date."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlite_utils.migrations import Migrations

from records.errors import DatabaseTooNew
from records.postgres.address import address_of
from records.postgres.database import PostgresDatabase
from records.postgres.saying import FUNCTIONS, NotSaid
from records.postgres.scratch import SaidStep, StepName, names_of, steps_said

_MADE = (
    'CREATE TABLE IF NOT EXISTS applied_steps ("group" text, name text, applied_at text NOT NULL, '
    'PRIMARY KEY ("group", name))'
)


def open_address(url: str, schema: Sequence[Migrations]) -> PostgresDatabase:
    """Raises as `records.opening` says, and DatabaseAway."""
    database = PostgresDatabase(address_of(url))
    try:
        _bring_up_to_date(database, schema)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up_to_date(database: PostgresDatabase, schema: Sequence[Migrations]) -> None:
    names = names_of(schema)
    begun = database.rows("SELECT to_regclass('applied_steps') IS NOT NULL AS begun")[0]["begun"]
    if begun and not _missing(database, names):
        return
    with database.writing():
        # Asked again under the lock: another program may have done it meanwhile. That a table is there now which was
        # not there before, the server may learn only by making it.
        database.say(_MADE)
        missing = _missing(database, names)
        for step in steps_said(tuple(schema), names):
            if (step.group, step.name) in missing:
                _do(database, step)


def _do(database: PostgresDatabase, step: SaidStep) -> None:
    for table in step.reads:
        if database.row(f"SELECT 1 AS some FROM {table} LIMIT 1"):
            raise NotSaid(f"the step {step.name} reads the rows of {table}: say it in statements about rows")
    database.say("; ".join((*FUNCTIONS, *step.statements)))
    now = datetime.now(UTC).isoformat()
    database.execute("INSERT INTO applied_steps VALUES (?, ?, ?)", (step.group, step.name, now))


def _missing(database: PostgresDatabase, names: Sequence[StepName]) -> set[StepName]:
    rows = database.rows('SELECT "group", name FROM applied_steps')
    groups, applied = {group for group, _ in names}, {(row["group"], row["name"]) for row in rows}
    unknown = {one for one in applied if one[0] in groups} - set(names)
    if unknown:
        told = ", ".join(sorted(name for _, name in unknown))
        raise DatabaseTooNew(f"{database.name} was changed by a newer version: {told}")
    return set(names) - applied
