"""A thread that does one thing after another, so that the screen never waits."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk.visit.events import Event

Post = Callable[[Event], None]
"""Tells the conversation; may be called from any thread."""

Crash = Callable[[BaseException], None]
"""Takes what nobody expected to the program's crash report; may be called from any thread."""


class Hands:
    """`threads` pairs of hands; what is begun while they are busy waits in line."""

    def __init__(self, name: str, crash: Crash, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._crash = crash

    def begin(self, work: Callable[[], None]) -> None:
        self._pool.submit(work).add_done_callback(self._ended)

    def finish(self) -> None:
        """All that was given to them is done first."""
        self._pool.shutdown(wait=True)

    def close(self) -> None:
        """What was not begun is dropped; what runs ends first."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ended(self, work: "Future[None]") -> None:
        error = None if work.cancelled() else work.exception()
        if error is not None:
            self._crash(error)
