"""A real follower, new at the hub, which fetches, verifies and keeps the whole list and then what changes."""

import queue
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from records.files import make_private_folder
from records.keys import DataKey
from records.sealing import KeyedCipher
from scripts.bench.hub.home import LIST_ID, MODEL_ID
from scripts.errors import CommandError
from scripts.site_time import now_at_site
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.telling import FollowEvent, HubLost, ListFollowed
from watchlist.feed.client.thread import FollowThread
from watchlist.store import WatchlistStore

WITHIN_S = 300.0


class Newcomer:
    def __init__(self, follower: FollowThread) -> None:
        self._told: queue.Queue[tuple[float, FollowEvent]] = queue.Queue()
        began_s = time.monotonic()
        follower.listen(lambda event: self._told.put((time.monotonic(), event)))
        self.snapshot_s = self.kept() - began_s
        """Until the whole list was kept."""

    def kept(self) -> float:
        """When it had kept what came next (time.monotonic). Raises CommandError where nothing comes."""
        why = "nothing came"
        while True:
            try:
                at_s, event = self._told.get(timeout=WITHIN_S)
            except queue.Empty:
                raise CommandError(f"a new node waits in vain for the hub: {why}") from None
            if isinstance(event, ListFollowed):
                return at_s
            if isinstance(event, HubLost):
                why = event.why


@contextmanager
def newcomer(home: Path, url: str, key_file: Path, root_public: bytes) -> Iterator[Newcomer]:
    """In a new home, which it follows into until the end of the block."""
    make_private_folder(home)
    cipher = KeyedCipher(DataKey.random())

    def open_store() -> WatchlistStore:
        return WatchlistStore.open(home / "node.db", cipher, now_at_site, lambda: uuid.uuid4().hex)

    with open_store() as store:
        store.join(LIST_ID, root_public, "bench")
    with closing(FollowThread(Means(Hub(url, key_file), Wanted(MODEL_ID), open_store, home))) as follower:
        yield Newcomer(follower)
