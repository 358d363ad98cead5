"""Getting a lease of a shared camera; its worker is started where none runs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge, deliver_challenge
from pathlib import Path
from threading import Thread
from typing import Any

from camera.leases.errors import LeaseRefused, WorkerUnreachable
from camera.leases.line import Line, dial
from camera.leases.messages import Join, Joined, LeaseKind, Refused
from camera.leases.run_files import LeaseCard, RunFiles, settings_mark
from camera.leases.shared_camera import SharedCamera
from camera.types import Seconds

PROGRAM = (sys.executable, "-P", "-m", "camera.service")
WITHIN_S = 20.0
SLICE_S = 0.05
OTHER_SETTINGS_HINT = "Give all programs on this computer the same camera settings, or close the other program first."
Pause = Callable[[Seconds], object]
"""Waits; true when the wish for a lease was given up meanwhile."""


def join(
    shared: SharedCamera,
    kind: LeaseKind,
    holder: str,
    run_dir: Path,
    pause: Pause = time.sleep,
    within_s: Seconds = WITHIN_S,
    program: Sequence[str] = PROGRAM,
) -> "Line[Any, Any]":
    """The open line of a lease, which ends when it is closed. It may take the seconds that a program takes to start.

    Raises LeaseRefused and WorkerUnreachable.
    """
    return _Joining(shared, Join(kind, holder), run_dir, pause, within_s, program).line()


class _Joining:
    """One attempt, until its time is up."""

    def __init__(
        self, shared: SharedCamera, join: Join, run_dir: Path, pause: Pause, within_s: Seconds, program: Sequence[str]
    ) -> None:
        self._shared = shared
        self._join = join
        self._run_dir = run_dir
        self._files = RunFiles(run_dir, shared.worker.camera)
        self._pause = pause
        self._until = time.monotonic() + within_s
        self._within_s = within_s
        self._program = program
        self._worker: subprocess.Popen[bytes] | None = None

    def line(self) -> "Line[Any, Any]":
        try:
            self._files.prepare()
        except OSError as error:
            raise WorkerUnreachable(f"{self._run_dir} cannot be used: {error}") from error
        while True:
            line = self._answered()
            if line is not None:
                return line
            self._see_to_a_worker()
            self._wait()

    def _answered(self) -> "Line[Any, Any] | None":
        """None when nobody answers at the address in the file, talks nonsense, or is about to end."""
        card = self._files.read()
        if card is None:
            return None
        try:
            return self._dialled(card)
        except AuthenticationError as error:
            if self._files.read() == card:
                raise LeaseRefused("the camera's worker does not accept the secret in its own file") from error
        except (AssertionError, EOFError, OSError, ValueError):  # AssertionError: no challenge of multiprocessing's
            pass
        return None

    def _dialled(self, card: LeaseCard) -> "Line[Any, Any]":
        with ExitStack() as stack:
            line = dial(card.address)
            stack.callback(line.close)
            self._await_word(line)
            answer_challenge(line, card.secret)
            deliver_challenge(line, card.secret)
            if card.settings != settings_mark(self._shared.to_json(), card.secret):
                raise LeaseRefused("the camera's worker was started with other settings", OTHER_SETTINGS_HINT)
            line.send(self._join)
            self._await_word(line)
            answer = line.recv()
            if isinstance(answer, Refused):
                raise LeaseRefused(answer.why, answer.hint)
            if not isinstance(answer, Joined):
                raise LeaseRefused(f"the camera's worker answered with {type(answer).__name__}")
            stack.pop_all()
            return line

    def _await_word(self, line: "Line[Any, Any]") -> None:
        while not line.poll(SLICE_S):
            self._wait(0.0)

    def _wait(self, wait_s: Seconds = SLICE_S) -> None:
        if self._pause(wait_s):
            raise WorkerUnreachable("given up")
        if time.monotonic() >= self._until:
            raise WorkerUnreachable(f"the camera's worker did not answer within {self._within_s:g} s")

    def _see_to_a_worker(self) -> None:
        """One that ended well found another to be serving already, or about to."""
        code = None if self._worker is None else self._worker.poll()
        if code:
            raise WorkerUnreachable(f"the camera's worker ended at once (exit code {code})")
        if self._worker is None or code == 0:
            self._worker = start_worker(self._shared, self._run_dir, self._program)


def start_worker(shared: SharedCamera, run_dir: Path, program: Sequence[str] = PROGRAM) -> "subprocess.Popen[bytes]":
    """A worker outlives whoever started it: others may hold leases. Raises WorkerUnreachable."""
    try:
        process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=_environ(), **_apart()
        )
    except OSError as error:
        raise WorkerUnreachable(f"the camera's worker cannot be started: {error}") from error
    Thread(target=process.wait, name="camera worker's end", daemon=True).start()
    assert process.stdin is not None
    try:
        with process.stdin as told:
            told.write(f"{run_dir.absolute()}\n{shared.to_json()}\n".encode())
    except OSError as error:
        raise WorkerUnreachable("the camera's worker ended at once") from error
    return process


def _apart() -> dict[str, Any]:
    """No console window, and out of reach of the Ctrl-C that is meant for the starter."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _environ() -> dict[str, str]:
    """The worker finds the packages where we did; what is installed it finds by itself."""
    home = Path(__file__).resolve().parents[2]
    if home.name == "site-packages":
        return dict(os.environ)
    known = [path for path in [os.environ.get("PYTHONPATH", "")] if path]
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(home), *known])}
