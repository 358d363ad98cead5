"""A follower made of the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.following.settings import FollowSettings

if TYPE_CHECKING:
    from watchlist.feed.client.asking import Hub
    from watchlist.feed.client.keeper import ListKeeper
    from watchlist.feed.client.thread import FollowThread


def hub_of(home: Path, settings: FollowSettings) -> "Hub | None":
    """None where no list is followed."""
    if not settings.hub:
        return None
    from watchlist.feed.client.asking import Hub  # imports httpx

    return Hub(settings.hub, home / settings.key_file, home / settings.ca_file if settings.ca_file else None)


def open_follower(
    home: Path, settings: FollowSettings, model_id: str, open_keeper: "Callable[[], ListKeeper]"
) -> "FollowThread | None":
    """Nothing is reached yet. None for a home that follows no list."""
    hub = hub_of(home, settings)
    if hub is None:
        return None
    from watchlist.feed.client.thread import FollowThread, Wanted

    wanted = Wanted(photos=True) if settings.photographs else Wanted(model_id)
    return FollowThread(hub, wanted, open_keeper, home)
