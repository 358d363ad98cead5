"""A store for many threads: it belongs to one of its own, which does their work in turn."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from records.errors import NoSession, RecordsError, WrongCredential
from watchlist.post.errors import LoginRefused, PostAway, SessionOver
from watchlist.store import WatchlistStore

Done = TypeVar("Done")


class StoreThread:
    """`open_store` is called in the thread when the store is first wanted, and again after it failed. `telling` makes
    of the records' failures what whoever asks expects."""

    def __init__(
        self,
        open_store: Callable[[], WatchlistStore],
        telling: Callable[[], AbstractContextManager[None]] | None = None,
    ) -> None:
        self._open_store = open_store
        self._telling = telling or told_as_post_errors
        self._store: WatchlistStore | None = None
        self._thread = ThreadPoolExecutor(1, "guard post's store")

    def do(self, work: Callable[[WatchlistStore], Done]) -> Done:
        """Raises what the work raises; a store that cannot be used is PostAway. Nothing waits in it: others want it."""
        with self._telling():
            try:
                promised = self._thread.submit(self._done, work)
            except RuntimeError as error:
                raise PostAway("this post is closed") from error
            return promised.result()

    def close(self) -> None:
        """After the work that was begun. May be called twice."""
        try:
            self._thread.submit(self._close).result()
        except RuntimeError:
            return
        self._thread.shutdown()

    def _done(self, work: Callable[[WatchlistStore], Done]) -> Done:
        if self._store is None:
            self._store = self._open_store()
        return work(self._store)

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


@contextmanager
def told_as_post_errors() -> Iterator[None]:
    try:
        yield
    except NoSession as error:
        raise SessionOver(str(error)) from error
    except WrongCredential as error:
        raise LoginRefused(str(error), error.wait_s) from error
    except RecordsError as error:
        raise PostAway(str(error), error.hint) from error
