"""Processes that are not ours by their ids: a watch's workers, and how much memory one has."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from camera.types import Seconds

TELLS_OF_OTHERS = sys.platform == "linux"
"""Whether this system tells which processes are the workers of a watch, and what others need."""


def worker_pids(watch_pid: int) -> list[int]:
    """The camera workers of a watch; nothing where the system has no /proc to tell."""
    if sys.platform == "win32":
        return []
    found = []
    with suppress(OSError):
        for pid in Path(f"/proc/{watch_pid}/task/{watch_pid}/children").read_text().split():
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(int(pid))
    return found


def kill_worker(pid: int) -> None:
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def resident_mb(pid: int) -> float | None:
    """None where it is not measured, or the process is gone."""
    if sys.platform == "win32":
        return None
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def worked_s(pid: int) -> Seconds | None:
    """Of all its threads, on any core; None where the system does not tell, or the process is gone."""
    if sys.platform == "win32":
        return None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy_s(pid: int) -> dict[int, Seconds]:
    """For how long each of its threads worked or wanted a core; nothing where the system does not tell."""
    if sys.platform == "win32":
        return {}
    busy = {}
    with suppress(OSError, ValueError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            worked_ns, waited_ns, _ = (thread / "schedstat").read_text().split()
            busy[int(thread.name)] = (int(worked_ns) + int(waited_ns)) / 1e9
    return busy
