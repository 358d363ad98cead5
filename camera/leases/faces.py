"""The faces of a shared camera for the PC's watch, on a line like that of a worker of its own."""

import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from threading import Event, Thread
from typing import Any

from camera.leases.errors import LeaseError
from camera.leases.joining import Pause, join
from camera.leases.line import GONE, Line
from camera.leases.messages import LeaseKind
from camera.leases.shared_camera import SharedCamera
from camera.messages import CameraCondition, CameraState, FromWorker, ShowPictures, Stop
from camera.types import Seconds

END_WITHIN_S = 5.0
JoinFaces = Callable[[Pause], "Line[Any, Any]"]


def hold_faces(shared: SharedCamera, holder: str, run_dir: Path) -> "FacesLease":
    """Take the lease; answers at once."""
    return FacesLease(shared.worker.camera, lambda pause: join(shared, LeaseKind.FACES, holder, run_dir, pause))


class FacesLease:
    """`line` is a connection to be waited for, read (FromWorker) and told Stop, after which come the last words.

    It ends when the lease does: the worker died, another program may start it again. Where no lease is to be had, it
    says so (CameraState LOST with its hint) and ends.
    """

    def __init__(self, camera: str, join_faces: JoinFaces, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._camera = camera
        self._join = join_faces
        self._clock = clock
        self._closing = Event()
        self.line: Line[Stop | ShowPictures, FromWorker]
        self.line, self._inner = Pipe()
        self._thread = Thread(target=self._live, name=f"faces of {camera}", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        """Give the lease back; twice is allowed."""
        self._closing.set()
        self.line.close()
        self._thread.join(END_WITHIN_S)

    def _live(self) -> None:
        with self._inner:
            try:
                with self._join(self._closing.wait) as worker:
                    self._pass_on(worker)
            except LeaseError as error:
                self._tell(CameraState(self._camera, CameraCondition.LOST, self._clock(), str(error), error.hint))
            except GONE:
                return

    def _pass_on(self, worker: "Line[Any, Any]") -> None:
        """Raises what a line raises at its end, whichever of the two it is."""
        while True:
            for ready in wait([worker, self._inner]):
                if ready is worker:
                    self._inner.send(worker.recv())
                else:
                    worker.send(self._inner.recv())

    def _tell(self, state: CameraState) -> None:
        try:
            self._inner.send(state)
        except GONE:
            return
