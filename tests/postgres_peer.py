"""A real PostgreSQL for the tests: one server for the whole run, a new database for whoever asks."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from scripts.bench import postgres

MISSING = "missing part: PostgreSQL"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class PostgresPeer:
    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self) -> str:
        """The URL of an empty database: a schema of its own, which is made ten times faster."""
        name = f"desk_{next(self._numbers)}"
        self.say(f"CREATE SCHEMA {name}")
        return f"{postgres.url_of(self.port)}?options=-csearch_path%3D{name}"

    def say(self, statement: str) -> list[tuple[object, ...]]:
        """As the server's own user; the rows it answers with."""
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres", autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    @property
    def folder(self) -> Path:
        """Where it keeps everything."""
        ((folder,),) = self.say("SHOW data_directory")
        return Path(str(folder))

    def restart(self) -> None:
        """It hangs up on everybody and begins again."""
        postgres.restart(self.folder)

    def ask_password_of(self, user: str) -> None:
        """The server knows this user, and lets nobody in by that name without a password."""
        rules = self.folder / "pg_hba.conf"
        rule = f"host all {user} 127.0.0.1/32 scram-sha-256\n"
        if rule not in rules.read_text(encoding="utf-8"):
            self.say(f"CREATE ROLE {user} LOGIN PASSWORD 'right'")
            rules.write_text(rule + rules.read_text(encoding="utf-8"), encoding="utf-8")
            self.say("SELECT pg_reload_conf()")

    def hang_up(self) -> None:
        """End every connection of others, as a restart does."""
        self.say(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def why_missing() -> str | None:
    """The reason to pass a test over; None when the server can be started here."""
    reason = postgres.why_not()
    return None if reason is None else f"{MISSING}: {reason}"


@contextmanager
def running() -> Iterator[PostgresPeer]:
    with postgres.running(*_FAST) as port:
        yield PostgresPeer(port)
