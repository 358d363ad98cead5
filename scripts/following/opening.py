"""A follower made of the settings."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import Context
from scripts.errors import CommandError
from scripts.following.settings import FollowSettings
from scripts.hub.settings import FOLLOWER, HubTree

if TYPE_CHECKING:
    from watchlist.feed.client.asking import Hub
    from watchlist.feed.client.keeper import ListKeeper
    from watchlist.feed.client.thread import FollowThread
    from watchlist.store import WatchlistStore
    from watchlist.upstream.outbox import Outbox
    from watchlist.upstream.thread import UpstreamThread


def hub_of(home: Path, settings: FollowSettings) -> "Hub | None":
    """None where no hub is asked."""
    if not settings.hub:
        return None
    from watchlist.feed.client.asking import Hub  # imports httpx

    return Hub(settings.hub, home / settings.key_file, home / settings.ca_file if settings.ca_file else None)


def hub_follows_here(context: Context) -> bool:
    """Whether [follow] speaks of the hub of this home, and not of its watch."""
    return context.settings_of(HubTree).hub.role == FOLLOWER


def followed_store(context: Context) -> "WatchlistStore":
    """Where this home keeps the list that it follows: its hub's, or its watch's own.

    Raises SettingsError and the failures of records.errors.
    """
    if not hub_follows_here(context):
        return context.open_store()
    from scripts.hub.list_store import open_list_store

    return open_list_store(context)


def the_only_list(list_ids: Sequence[str]) -> str:
    """Raises CommandError where there are several and one must be named, NoList where there is none."""
    from watchlist.feed.errors import NoList

    if not list_ids:
        raise NoList("this home has no shared list")
    if len(list_ids) > 1:
        raise CommandError("there are several lists here", f"Say which with --list: {', '.join(list_ids)}.")
    return list_ids[0]


def open_follower(
    home: Path, settings: FollowSettings, model_id: str | None, open_keeper: "Callable[[], ListKeeper]"
) -> "FollowThread | None":
    """Of a watch, which needs the vectors of its model, or of a hub (None), which tells on those of all. Nothing is
    reached yet. None for a home that follows no list."""
    hub = hub_of(home, settings)
    if hub is None:
        return None
    from watchlist.feed.client.follower import Means, Wanted
    from watchlist.feed.client.thread import FollowThread

    wanted = Wanted(photos=True) if settings.photographs else Wanted(model_id)
    return FollowThread(Means(hub, wanted, open_keeper, home))


def open_deliverer(
    home: Path, settings: FollowSettings, open_outbox: "Callable[[], Outbox]"
) -> "UpstreamThread | None":
    """Tells the hub what rings here, or what the nodes of this home's hub told it. Nothing is reached yet. None for a
    home that follows no list."""
    hub = hub_of(home, settings)
    if hub is None:
        return None
    from watchlist.upstream.thread import UpstreamThread

    return UpstreamThread(hub, open_outbox, version("gatehouse"))
