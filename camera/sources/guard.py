"""Who may free a decoder: close() comes from any thread, yet a decoder freed under a running read ends the process."""

from collections.abc import Callable
from threading import Lock
from types import TracebackType


class ReadGuard:
    """Frees a capture exactly once: at close() when nobody reads, else when the reading thread leaves the block.

    The reading thread works inside `with guard:` and looks at `guard.closed` before each step.
    """

    def __init__(self, free: Callable[[], None]) -> None:
        self._free = free
        self._lock = Lock()
        self._reading = False
        self._freed = False
        self.closed = False

    def close(self) -> None:
        self.closed = True
        self._free_when_idle()

    def __enter__(self) -> None:
        with self._lock:
            if self._reading:
                raise RuntimeError("a source is read by one thread at a time")
            self._reading = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._reading = False
        self.close()

    def _free_when_idle(self) -> None:
        with self._lock:
            if self._reading or self._freed:
                return
            self._freed = True
            self._free()
