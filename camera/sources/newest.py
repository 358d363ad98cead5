"""From the camera's thread to the one that looks: the newest frame only, and what the camera died of."""

from threading import Condition, Thread
from typing import Generic, TypeVar

from camera.errors import CameraError, CameraLost, CameraPackageError
from camera.sources.protocol import FrameSource
from camera.types import Frame, Seconds

T = TypeVar("T")


class NewestOnly(Generic[T]):
    """A one-place mailbox: put() never waits and replaces what lies there; take() gets the newest or times out.

    `dropped` counts what was replaced unread. After close() nothing is put in any more, what lies there can still be
    taken, and an empty mailbox answers None at once.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._value: T | None = None
        self._closed = False
        self.dropped = 0

    @property
    def closed(self) -> bool:
        return self._closed

    def put(self, value: T) -> None:
        with self._changed:
            if self._closed:
                return
            self.dropped += self._value is not None
            self._value = value
            self._changed.notify()

    def take(self, timeout_s: Seconds) -> T | None:
        with self._changed:
            self._changed.wait_for(lambda: self._value is not None or self._closed, timeout_s)
            value, self._value = self._value, None
            return value

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class StuckReader(CameraPackageError):
    hint = "Restart the program; if it happens again, restart the computer and check the camera's driver."


class LiveReader:
    """Reads a source in a thread of its own from the moment it is built, so that no stale frame piles up.

    Use it as a context manager, or call close(). `ended` is True when no frame will come any more.
    """

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._slot: NewestOnly[Frame] = NewestOnly()
        self._failure: CameraError | None = None
        self._finished = False
        self._closing = False
        self._thread = Thread(target=self._read, name=f"camera-{source.name}", daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Frames that were replaced by newer ones before anybody looked."""
        return self._slot.dropped

    @property
    def ended(self) -> bool:
        return self._slot.closed

    def take(self, timeout_s: Seconds) -> Frame | None:
        """The newest frame, or None after `timeout_s`; raises what the source died of, once, behind its last frame.

        A crash of the reading thread (a bug, reported by threading.excepthook) comes out as RuntimeError.
        """
        frame = self._slot.take(timeout_s)
        if frame is not None or not self._slot.closed or self._closing:
            return frame
        if not self._finished:
            raise RuntimeError(f"the reader of camera {self._source.name!r} crashed")
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        return None

    def close(self, timeout_s: Seconds = 10.0) -> None:
        """Stop the source and wait for the thread; raises StuckReader when it does not end within `timeout_s`."""
        self._closing = True
        self._source.close()
        self._slot.close()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            raise StuckReader(f"the reader of camera {self._source.name!r} did not stop within {timeout_s:g} s")

    def __enter__(self) -> "LiveReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        try:
            for frame in self._source:
                self._slot.put(frame)
            if self._source.live and not self._closing:
                self._failure = CameraLost(self._source.name, "the camera stopped without a word")
            self._finished = True
        except CameraError as error:
            self._failure = error
            self._finished = True
        finally:
            self._source.close()
            self._slot.close()
