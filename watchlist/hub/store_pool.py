"""A hub's stores: a few connections to one database, each a thread's own, lent to one request at a time."""

from collections.abc import Callable
from contextlib import nullcontext
from itertools import cycle
from queue import LifoQueue
from typing import TypeVar

from watchlist.post.store_thread import StoreThread
from watchlist.store import WatchlistStore

Done = TypeVar("Done")
PinnedStore = StoreThread
"""One of a pool, for work that goes on where it was. Others use it between two pieces of such work."""


class StorePool:
    """Any thread may ask it. The one used last is lent first: where little is asked, one connection is open."""

    def __init__(self, open_store: Callable[[], WatchlistStore], size: int) -> None:
        self._threads = [StoreThread(open_store, nullcontext) for _ in range(size)]
        self._pinned = cycle(self._threads)
        self._free: LifoQueue[StoreThread] = LifoQueue()
        for one in reversed(self._threads):
            self._free.put(one)

    def do(self, work: Callable[[WatchlistStore], Done]) -> Done:
        """What the work answers or raises; the failures of records.errors as they are."""
        one = self._free.get()
        try:
            return one.do(work)
        finally:
            self._free.put(one)

    def pinned(self) -> PinnedStore:
        """Each time another one."""
        return next(self._pinned)

    def close(self) -> None:
        """After the work that was begun. May be called twice."""
        for one in self._threads:
            one.close()
