"""What stands behind a camera's place: a worker process of our own, or a lease of one that the PC's programs share."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Protocol

from camera.leases.faces import hold_faces
from camera.leases.shared_camera import SharedCamera
from camera.messages import FromWorker, ShowPictures, Stop, WorkerSpec
from camera.worker import main as worker_main

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Line
else:
    from multiprocessing.connection import Connection as Line

KILL_WITHIN_S = 2.0


class Worker(Protocol):
    """`line` is waited for, read, and told Stop; it ends when the worker is gone. `pid` is None for a borrowed one."""

    line: "Line[Stop | ShowPictures, FromWorker]"
    hint: str
    pid: int | None

    def end(self) -> str:
        """Wait for its end, or make it; why it ended, in words."""


Begin = Callable[[], Worker]


class OwnWorker:
    """A process of ours for one camera."""

    hint = "If this goes on, run 'gatehouse doctor' and send what it prints to the technical service."

    def __init__(self, spec: WorkerSpec) -> None:
        context = multiprocessing.get_context("spawn")
        self.line: Line[Stop | ShowPictures, FromWorker]
        self.line, theirs = context.Pipe(duplex=True)
        self._process = context.Process(target=worker_main, args=(spec, theirs), name=f"camera {spec.camera}")
        with _out_of_reach_of_signals():
            self._process.start()
        self.pid: int | None = self._process.pid
        theirs.close()

    def end(self) -> str:
        self.line.close()
        self._process.join(KILL_WITHIN_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        self._process.close()
        return f"its worker died (exit code {code})"


class BorrowedWorker:
    """The faces of a camera that this PC's kiosk also looks through: its worker is joined, or started for both."""

    pid: int | None = None
    hint = "It is taken again by itself. If this goes on, run 'gatehouse doctor'."

    def __init__(self, shared: SharedCamera, run_dir: Path) -> None:
        self._lease = hold_faces(shared, "watch", run_dir)
        self.line = self._lease.line

    def end(self) -> str:
        self._lease.close()
        return "its lease ended"


@contextmanager
def _out_of_reach_of_signals() -> Iterator[None]:
    """A process started in here never hears Ctrl-C or SIGTERM, not even while it loads; we hear ours afterwards."""
    if sys.platform == "win32":  # where no such thing is inherited, and the worker ignores it once it runs
        yield
        return
    # Else it is started with the first process, and that lets the signals in again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
