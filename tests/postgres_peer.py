"""A real PostgreSQL for the tests: one server for the whole run, a new database for whoever asks.

It runs as the user postgres (the server refuses to be root), on loopback and a free port, in a folder of its own.
"""

import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

MISSING = "missing part: PostgreSQL"
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"


@dataclass
class PostgresPeer:
    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self) -> str:
        """The URL of an empty database: a schema of its own, which is made ten times faster."""
        name = f"desk_{next(self._numbers)}"
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{name}"


def why_missing() -> str | None:
    """The reason to pass a test over; None when the server can be started here."""
    if _programs() is None:
        return f"{MISSING} is not installed"
    if sys.platform == "win32" or os.geteuid() != 0:
        return f"{MISSING} is started as its own user, which only root can"
    return None


@contextmanager
def running() -> Iterator[PostgresPeer]:
    folder = Path(tempfile.mkdtemp(prefix="desk-postgres-"))
    try:
        shutil.chown(folder, "postgres", "postgres")
        data, port = folder / "data", _free_port()
        _run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {_FAST}"
        _run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield PostgresPeer(port)
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path | None:
    """Where the newest installed server is: Debian keeps it out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _run(program: str, *arguments: str) -> None:
    programs = _programs()
    assert programs is not None
    command = [str(programs / program), *arguments]
    # What pg_ctl starts would keep a pipe of ours open for as long as it runs, so its words go nowhere.
    done = subprocess.run(
        command,
        user="postgres",
        group="postgres",
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        extra_groups=[],
    )
    assert done.returncode == 0, f"{program} ended with {done.returncode}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
