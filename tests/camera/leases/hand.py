"""A run directory, real workers in it, and readers whose words are kept until a test asks for them."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition
from typing import TypeVar

from camera.leases.joining import join
from camera.leases.line import Line
from camera.leases.memory import SYSTEM_FOLDER
from camera.leases.messages import LeaseKind, StartCheck
from camera.leases.mirror import MirrorLease
from camera.leases.protocol import Told
from camera.leases.run_files import RunFiles
from camera.leases.shared_camera import SharedCamera
from camera.messages import WorkerSpec
from camera.types import Image

PROGRAM = (sys.executable, "-P", str(Path(__file__).with_name("worker_program.py")))
WITHIN_S = 30.0
T = TypeVar("T")


def kill(pid: int) -> None:
    if sys.platform == "win32":
        os.kill(pid, signal.SIGTERM)
    else:
        os.kill(pid, signal.SIGKILL)


def runs(pid: int) -> bool:
    """A process that has ended and that nobody asked for its exit code does not run.

    One that ends between the opening and the reading of its file gives ProcessLookupError.
    """
    if sys.platform != "linux":
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until(found: Callable[[], T], what: str) -> T:
    """What `found` answers once that is true; fails when it never is."""
    deadline = time.monotonic() + WITHIN_S
    nobody = Condition()
    while not (answer := found()):
        assert time.monotonic() < deadline, f"never came: {what}"
        with nobody:
            nobody.wait(0.01)
    return answer


class Reader:
    """What a mirror showed and told."""

    def __init__(self) -> None:
        self.frames: list[tuple[int, tuple[int, ...], int]] = []
        self.times: list[float] = []
        self.told: list[Told] = []

    def on_frame(self, image: Image, number: int) -> None:
        self.frames.append((number, image.shape, int(image[-1, -1, 0])))
        self.times.append(time.monotonic())

    def on_told(self, told: Told) -> None:
        self.told.append(told)

    def heard(self, kind: type[T]) -> T:
        """The first of this kind that was told."""
        return until(lambda: [one for one in self.told if isinstance(one, kind)], kind.__name__)[0]

    def shown(self, count: int) -> None:
        seen = len(self.frames)
        until(lambda: len(self.frames) >= seen + count, f"{count} frames")


class World:
    """Closes every lease at the end and leaves no worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.light = folder / "light"
        self._leases: list[MirrorLease] = []
        self._lines: list[Line] = []

    def camera(self, query: str = "", linger_s: float = 0.1) -> SharedCamera:
        spec = WorkerSpec("挂号机/1", f"light={self.light}&{query}", self.folder / "models", "hog", "dlib", 80)
        return SharedCamera(spec, linger_s=linger_s)

    @property
    def files(self) -> RunFiles:
        return RunFiles(self.folder, "挂号机/1")

    @property
    def pid(self) -> int:
        """The worker's, while one runs."""
        card = self.files.read()
        return card.pid if card else 0

    def memories(self) -> list[Path]:
        """None can be listed elsewhere than on Linux."""
        return sorted(SYSTEM_FOLDER.glob(f"{self.files.memory_prefix}*"))

    def faces(self, shared: SharedCamera) -> Line:
        self._lines.append(join(shared, LeaseKind.FACES, "watch", self.folder, program=PROGRAM))
        return self._lines[-1]

    def mirror_line(self, shared: SharedCamera) -> Line:
        self._lines.append(join(shared, LeaseKind.MIRROR, "kiosk", self.folder, program=PROGRAM))
        return self._lines[-1]

    def mirror(self, shared: SharedCamera, reader: Reader) -> MirrorLease:
        def joined(pause: Callable[[float], object]) -> Line:
            return join(shared, LeaseKind.MIRROR, "kiosk", self.folder, pause, program=PROGRAM)

        self._leases.append(MirrorLease(joined, reader.on_frame, reader.on_told))
        return self._leases[-1]

    def end(self) -> None:
        pid = self.pid
        for lease in self._leases:
            lease.close()
        for line in self._lines:
            line.close()
        until(lambda: not self.pid and not runs(pid), "the end of the worker")


def order(check_id: str = "one", reference: bytes = b"photograph") -> StartCheck:
    return StartCheck(check_id, reference)


def hear(line: Line, kind: type[T]) -> T:
    """The next message of this kind."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        assert line.poll(max(deadline - time.monotonic(), 0)), f"never came: {kind.__name__}"
        message = line.recv()
        if isinstance(message, kind):
            return message
