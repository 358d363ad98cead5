"""The camera as its readers share it: always live, each frame shown to the mirror on its way."""

from collections.abc import Callable, Iterator
from threading import Event, Lock

from camera.liveness.turns import Turn
from camera.sources.protocol import FrameSource
from camera.types import Frame, Seconds

LATE_IS_DROPPED_S = 0.2


class SharedSource:
    """A camera.sources FrameSource. A recording is played at its own pace, over and over, and stamped like a camera.

    `show` is told every frame in the thread that reads.
    """

    live = True

    def __init__(
        self, open_source: Callable[[], FrameSource], show: Callable[[Frame], None], clock: Callable[[], Seconds]
    ) -> None:
        self._open = open_source
        self._show = show
        self._clock = clock
        self._closed = Event()
        self._lock = Lock()
        self._source = open_source()
        self.name = self._source.name

    def __iter__(self) -> Iterator[Frame]:
        for frame in self._source if self._source.live else self._played():
            self._show(frame)
            yield frame

    def close(self) -> None:
        with self._lock:
            self._closed.set()
        self._source.close()

    def ask(self, turn: Turn | None) -> None:
        """What a face check asks of whoever stands there: a drawn person hears it, a real one reads it."""
        hear = getattr(self._source, "ask", None)
        if hear is not None:
            hear(turn)

    def _played(self) -> Iterator[Frame]:
        number = 0
        while not self._closed.is_set():
            started_at = self._clock()
            for frame in self._source:
                early_s = started_at + frame.at - self._clock()
                if self._closed.wait(max(early_s, 0.0)):
                    return
                if early_s > -LATE_IS_DROPPED_S:
                    yield _stamped(frame, self._clock(), number)
                    number += 1
            if not number:
                return
            self._open_again()

    def _open_again(self) -> None:
        self._source.close()
        source = self._open()
        with self._lock:
            self._source = source
            if self._closed.is_set():
                source.close()


def _stamped(frame: Frame, at: Seconds, number: int) -> Frame:
    return Frame(lambda: frame.image, at, number)
