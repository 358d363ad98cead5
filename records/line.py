"""A line of those who wait for one of a bounded number of threads."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

Done = TypeVar("Done")


class LineFull(Exception):
    """Too many stand in it already."""


class ThreadLine:
    """At most `threads` work at once and `waiting` stand behind them. Used on one event loop."""

    def __init__(self, threads: int, waiting: int) -> None:
        self._threads = threads
        self._most = threads + waiting
        self._places: CapacityLimiter | None = None
        self._inside = 0

    async def done(self, work: Callable[[], Done]) -> Done:
        """What `work` answers or raises. Raises LineFull."""
        if self._places is None:
            self._places = CapacityLimiter(self._threads)
        # Counted here: between the limiter's own count and the place in its line others slip in.
        if self._inside >= self._most:
            raise LineFull
        self._inside += 1
        try:
            return await to_thread.run_sync(work, limiter=self._places)
        finally:
            self._inside -= 1
