"""A camera worker in a thread, its line in the test's hand: real time, a real stream, no engine."""

import time
from collections.abc import Callable
from threading import Condition, Thread
from types import TracebackType

from camera.messages import CameraCondition, CameraState, FromWorker, Stop
from camera.picture_watch import PictureWatch
from camera.sources.protocol import FrameSource
from camera.sources.stream import StreamCamera
from camera.types import Frame, PipelineCounts, Seconds
from camera.worker import CameraWorker

WAIT_S = 30.0


class Watcher:
    """A camera.worker.Recognition that looks at every frame it gets, and takes its time if told to."""

    def __init__(self, look: Callable[[Frame], object] = lambda frame: None) -> None:
        self.counts = PipelineCounts()
        self._look = look

    def feed(self, frame: Frame) -> list[FromWorker]:
        self.counts.frames += 1
        self._look(frame)
        return []

    def finish(self, at: Seconds) -> list[FromWorker]:
        return []


class LiveHand:
    """Use it as a context manager. `states` are what the worker told of its camera so far."""

    def __init__(
        self,
        url: Callable[[], str],
        look: Callable[[Frame], object] = lambda frame: None,
        pictures: PictureWatch | None = None,
    ) -> None:
        self.states: list[CameraState] = []
        self.crash: BaseException | None = None
        self.watcher = Watcher(look)
        self._changed = Condition()
        self._stopping = False

        def opened() -> FrameSource:
            return StreamCamera(url(), "door", time.monotonic)

        eye = pictures or PictureWatch()
        worker = CameraWorker("door", self, lambda _: self.watcher, opened, pictures=eye, refused_wait_s=1.0)  # type: ignore[arg-type, return-value]
        self._thread = Thread(target=self._run, args=(worker,))

    def _run(self, worker: CameraWorker) -> None:
        try:
            worker.run()
        except BaseException as error:
            self.crash = error
            raise

    def send(self, message: FromWorker, /) -> None:
        with self._changed:
            if isinstance(message, CameraState):
                self.states.append(message)
            self._changed.notify_all()

    def poll(self, timeout: float = 0.0, /) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._stopping, timeout)

    def recv(self) -> object:
        return Stop()

    def told(self, condition: CameraCondition, since: Seconds) -> CameraState:
        """The first such state that came after `since`, waited for."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._found(condition, since) is not None, WAIT_S), self.states
            found = self._found(condition, since)
            assert found is not None
            return found

    def _found(self, condition: CameraCondition, since: Seconds) -> CameraState | None:
        return next((one for one in self.states if one.at >= since and one.condition is condition), None)

    def __enter__(self) -> "LiveHand":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()
