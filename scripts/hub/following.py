"""A hub that follows another's list and tells it on: its follower, and what it says to whoever runs it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from queue import Empty, SimpleQueue

from scripts.command import Context
from scripts.errors import SettingsError
from scripts.following.ageing import AgeTeller
from scripts.following.delivering import upstream_told
from scripts.following.opening import open_deliverer, open_follower
from scripts.following.settings import FollowSettings, FollowTree
from scripts.following.telling import told
from scripts.hub.list_store import clock_of
from scripts.hub.settings import AUTHORITY, FOLLOWER, HubSettings, HubTree
from watchlist.feed.client.loop_thread import LoopThread
from watchlist.feed.client.telling import ListFollowed
from watchlist.feed.store.standings import Standing
from watchlist.store import WatchlistStore

Told = Callable[[str], None]


def must_fit(standings: Iterable[Standing], hub: HubSettings) -> None:
    """Raises SettingsError where the settings make another hub of this home than it is."""
    said = {hub.list_id: hub.role} | ({hub.own_list_id: AUTHORITY} if hub.own_list_id else {})
    for one in standings:
        if said.get(one.list_id) != one.role:
            told = " and ".join(f"the {role} of {list_id}" for list_id, role in said.items())
            raise SettingsError(
                f"this home's hub is the {one.role} of the list {one.list_id}, and its settings say {told}",
                "Correct hub.role, hub.list_id and hub.own_list_id; a list that is to be followed no more is left with "
                "'gatehouse leave' before the settings change.",
            )


@contextmanager
def followed(
    context: Context, tree: HubTree, open_store: Callable[[], WatchlistStore]
) -> Iterator[Callable[[datetime | None], None]]:
    """Follow as [follow] says until the end of the block, and tell the same hub what the nodes tell; an authority
    follows nobody, nor does a follower without follow.hub, which lives on bundles. What is yielded is to be called now
    and then, with the moment when the authority last spoke as the database knows it."""
    settings = context.settings_of(FollowTree).follow
    heard: SimpleQueue[str] = SimpleQueue()
    follows = tree.hub.role == FOLLOWER
    threads = _started(context, settings, open_store, heard.put) if follows else []
    ageing = AgeTeller(settings.age_limits)

    def keep_up(said_at: datetime | None) -> None:
        while True:
            try:
                context.say(heard.get_nowait())
            except Empty:
                break
        news = ageing.news(said_at, clock_of(tree)()) if follows else None
        if news is not None:
            context.say(news[1])

    try:
        yield keep_up
    finally:
        for thread in threads:
            thread.close()


def _started(
    context: Context, settings: FollowSettings, open_store: Callable[[], WatchlistStore], say: Told
) -> list[LoopThread]:
    """What asks the other hub; `say` is called from their threads."""
    threads: list[LoopThread] = []
    deliverer = open_deliverer(context.home, settings, lambda: open_store().relay)
    if deliverer is not None:
        deliverer.listen(lambda event: say(upstream_told(event)[1]))
        threads.append(deliverer)
    follower = open_follower(context.home, settings, None, open_store)
    if follower is not None:
        follower.listen(lambda event: None if isinstance(event, ListFollowed) else say(told(event)[1]))
        threads.append(follower)
    return threads
