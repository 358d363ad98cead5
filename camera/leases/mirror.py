"""The kiosk's end of a mirror lease. Expected trouble is told as MirrorClosed, and the lease is taken again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread, current_thread
from typing import Any

from camera.backoff import Backoff, BackoffLimits
from camera.leases.checks import nothing_compared
from camera.leases.errors import LeaseError
from camera.leases.joining import Pause, join
from camera.leases.line import GONE, Line, shut
from camera.leases.messages import CheckFacts, LeaseKind, MirrorClosed, NoComparison, StartCheck, StopCheck
from camera.leases.outbox import Outbox
from camera.leases.protocol import OnFrame, OnTold, Told
from camera.leases.shared_camera import SharedCamera
from camera.leases.showing import Showing
from camera.types import Image, Seconds

WORKER_GONE = MirrorClosed("the camera's program ended", "It is started again by itself; if not, restart the kiosk.")
LISTEN_S = 0.1
END_WITHIN_S = 5.0
AGAIN = BackoffLimits(first_s=0.5, longest_s=5.0, forgiven_after_s=10.0)
JoinMirror = Callable[[Pause], "Line[Any, Any]"]


def hold_mirror(shared: SharedCamera, holder: str, run_dir: Path, on_frame: OnFrame, on_told: OnTold) -> "MirrorLease":
    """Take the lease; answers at once, the first frame comes when the camera is open."""
    return MirrorLease(lambda pause: join(shared, LeaseKind.MIRROR, holder, run_dir, pause), on_frame, on_told)


class MirrorLease:
    """A camera.leases.protocol.Mirror. `join_mirror(pause)` takes the lease and raises LeaseError."""

    def __init__(
        self,
        join_mirror: JoinMirror,
        on_frame: OnFrame,
        on_told: OnTold,
        clock: Callable[[], Seconds] = time.monotonic,
        again: BackoffLimits = AGAIN,
    ) -> None:
        self._join = join_mirror
        self._on_frame = on_frame
        self._on_told = on_told
        self._clock = clock
        self._backoff = Backoff(again)
        self._closing = Event()
        self._lock = Lock()
        self._outbox: Outbox | None = None
        self._order: StartCheck | None = None
        self._check_id: str | None = None
        self._thread = Thread(target=self._live, name="mirror lease", daemon=True)
        self._thread.start()

    def start_check(self, order: StartCheck) -> None:
        """Replaces a check that still runs. Before the lease is there the order waits for it."""
        with self._lock:
            self._order, self._check_id = order, order.check_id
            self._send_order()

    def stop_check(self) -> None:
        with self._lock:
            self._order = self._check_id = None
            if self._outbox is not None:
                self._outbox.withdraw(StartCheck)
                self._outbox.put(StopCheck())

    def close(self) -> None:
        """Twice is allowed, and so is a callback; but no callback may wait for the thread that closes."""
        self._closing.set()
        with self._lock:
            self._order = self._check_id = None
        if current_thread() is not self._thread:
            self._thread.join(END_WITHIN_S)

    def _live(self) -> None:
        while not self._closing.is_set():
            trouble = self._one_lease()
            self._end_check()
            self._tell(trouble)
            self._closing.wait(self._backoff.failed(self._clock()))

    def _one_lease(self) -> MirrorClosed:
        """Holds the mirror until it is lost, and answers what became of it."""
        try:
            line = self._join(self._closing.wait)
        except LeaseError as error:
            return MirrorClosed(str(error), error.hint)
        self._backoff.started(self._clock())
        with line, self._sending(line), Showing(self._show, self._hear) as showing:
            try:
                while not self._closing.is_set():
                    if line.poll(LISTEN_S):
                        showing.hear(line)
            except GONE:
                pass
        return WORKER_GONE

    @contextmanager
    def _sending(self, line: "Line[Any, Any]") -> Iterator[None]:
        """The orders go out by a thread of their own: a worker that hangs must not hold up the screen."""
        outbox = Outbox()
        sender = Thread(target=outbox.pour, args=(line.send,), name="to the camera", daemon=True)
        sender.start()
        with self._lock:
            self._outbox = outbox
            self._send_order()
        try:
            yield
        finally:
            with self._lock:
                self._outbox = None
            outbox.cut()
            shut(line)
            sender.join(END_WITHIN_S)

    def _send_order(self) -> None:
        """Kept no longer than until it is on its way: it holds the patient's photograph."""
        if self._outbox is not None and self._order is not None:
            self._outbox.put(self._order)
            self._order = None

    def _end_check(self) -> None:
        with self._lock:
            check_id, self._order, self._check_id = self._check_id, None, None
        if check_id is not None:
            self._tell(nothing_compared(check_id, NoComparison.CAMERA_LOST))

    def _hear(self, told: Told) -> None:
        """What is told of a check that was stopped or replaced meanwhile concerns nobody."""
        if not isinstance(told, MirrorClosed):
            with self._lock:
                if told.check_id != self._check_id:
                    return
                if isinstance(told, CheckFacts):
                    self._check_id = None
        self._tell(told)

    def _show(self, image: Image, number: int) -> None:
        if not self._closing.is_set():
            self._on_frame(image, number)

    def _tell(self, told: Told) -> None:
        if not self._closing.is_set():
            self._on_told(told)
