"""Those who follow a list in the stories: homes of watches, and what is seen in all of them at once."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from scripts.opening import open_store
from scripts.site_time import today
from tests.watchlist.store_hand import MODEL, photo
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.telling import FollowEvent
from watchlist.feed.client.thread import FollowThread
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

PATIENCE_S = 60.0
Look = Callable[[WatchlistStore], bool]
Open = Callable[[], WatchlistStore]


class Node:
    """A watch's share of the work: it follows the list into a home of its own."""

    def __init__(self, home: Path, url: str, key: str) -> None:
        self.home = home
        home.mkdir()
        (home / "node.key").write_text(key, encoding="ascii")
        self.heard: list[FollowEvent] = []
        self.thread = FollowThread(Means(Hub(url, home / "node.key"), Wanted(MODEL), self.open, home))

    def open(self) -> WatchlistStore:
        return open_store(self.home)

    def join(self, roots: Mapping[str, bytes]) -> None:
        """These lists, by their ids."""
        with self.open() as store:
            for list_id, root in roots.items():
                store.join(list_id, root, "it")
        self.thread.listen(self.heard.append)

    def seen(self, look: Callable[[WatchlistStore], object]) -> object:
        with self.open() as store:
            return look(store)


def listed_at(store: WatchlistStore, number: int) -> PersonId:
    """Proposed by one and approved by another."""
    entry = store.list_person(
        f"Person {number}",
        "sold slots",
        today() + timedelta(days=90),
        "li.na",
        [photo(2 * number), photo(2 * number + 1)],
        evidence="two guards saw it",
        basis="agreement 7",
        source="第一医院",
        adult=True,
    )
    store.approve(entry.person_id, "wang.wei")
    return entry.person_id


def rings(person_id: PersonId) -> Look:
    return lambda store: any(one.person_id == person_id for one in store.templates(MODEL, today()))


def seconds_until(opens: Iterable[Open], is_so: Look, heard: Callable[[], object] = lambda: "") -> float:
    """Until it is so in each of these stores; `heard` is told where it never is."""
    began = time.monotonic()
    with ExitStack() as open_stores:
        stores = [open_stores.enter_context(one()) for one in opens]
        while not all(is_so(store) for store in stores):
            assert time.monotonic() - began < PATIENCE_S, heard()
            time.sleep(0.05)
    return time.monotonic() - began
