"""A PostgreSQL of our own for as long as it is needed: on loopback, a free port and a folder that goes with it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.errors import CommandError

USER = "postgres"


def why_not() -> str | None:
    """Why none can be started here; None when it can."""
    if programs() is None:
        return "PostgreSQL is not installed here (Debian: apt-get install postgresql)"
    if sys.platform == "win32":
        return "PostgreSQL is started by Gatehouse on Linux only; name one that runs with --postgres"
    return None


def programs() -> Path | None:
    """Where the newest installed server is: Debian keeps it out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def running(*options: str) -> Iterator[int]:
    """The port of a new server with the one user `postgres` and no password. `options`: as in "fsync=off"."""
    reason = why_not()
    if reason is not None:
        raise CommandError(reason, "Install it, or name a server with --postgres.")
    folder = Path(tempfile.mkdtemp(prefix="gatehouse-postgres-"))
    try:
        if _is_root():
            shutil.chown(folder, USER, USER)  # the server refuses to be root
        data, port = folder / "data", free_port()
        _run("initdb", "-D", str(data), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        more = " ".join(f"-c {option}" for option in ("listen_addresses=127.0.0.1", "max_connections=120", *options))
        _run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} {more}", "-w", "start")
        try:
            yield port
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restart(data: Path) -> None:
    """The server whose data is there hangs up on everybody and begins again."""
    _run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "restart")


def url_of(port: int) -> str:
    return f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"


def _run(program: str, *arguments: str) -> None:
    home = programs()
    assert home is not None
    whose = {"user": USER, "group": USER, "extra_groups": []} if _is_root() else {}
    # What pg_ctl starts would keep a pipe of ours open for as long as it runs, so its words go nowhere.
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run([str(home / program), *arguments], cwd="/", check=False, **quiet, **whose)  # type: ignore[call-overload]
    if done.returncode:
        raise CommandError(f"PostgreSQL's {program} ended with {done.returncode}")


def _is_root() -> bool:
    if sys.platform == "win32":
        return False
    return os.geteuid() == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
