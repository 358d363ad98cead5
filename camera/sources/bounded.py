"""A call that may hang in a driver, waited for no longer than a limit."""

from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class StillRunning(Exception):
    """The call did not come back in time; its thread stays until the driver lets it go."""

    def __init__(self, limit_s: float, thread_name: str) -> None:
        super().__init__(f"no answer within {limit_s:g} s; the thread {thread_name!r} still waits for the driver")


class _Call(Generic[T]):
    """The shared state of the one who waits and the thread that works; the lock decides who keeps the result."""

    def __init__(self, work: Callable[[], T], discard: Callable[[T], None], expected: type[Exception]) -> None:
        self._work = work
        self._discard = discard
        self._expected = expected
        self._lock = Lock()
        self._abandoned = False
        self.results: list[T] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            result = self._work()
        except self._expected as error:
            self.failure = error
            return
        with self._lock:
            if not self._abandoned:
                self.results.append(result)
                return
        self._discard(result)

    def abandon(self) -> bool:
        """Give up; False when the result came at the last moment."""
        with self._lock:
            self._abandoned = not self.results
            return self._abandoned


def within(
    limit_s: float, work: Callable[[], T], discard: Callable[[T], None], expected: type[Exception], name: str
) -> T:
    """The result of `work`, or its `expected` failure, or StillRunning after `limit_s` seconds.

    A result that comes later is given to `discard`, so a camera that wakes up late is not kept open by nobody.
    """
    call = _Call(work, discard, expected)
    thread = Thread(target=call.run, name=name, daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive() and call.abandon():
        raise StillRunning(limit_s, name)
    if call.failure is not None:
        raise call.failure
    if not call.results:
        raise RuntimeError(f"the thread {name!r} crashed; its traceback was reported by threading.excepthook")
    return call.results[0]
