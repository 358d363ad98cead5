"""Which store of a home a bundle is made of, or taken into."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.command import Context
from scripts.following.settings import FollowTree
from scripts.hub.settings import HubTree
from watchlist.feed.wire.transfer import Asked

if TYPE_CHECKING:
    from watchlist.store import WatchlistStore


@dataclass(frozen=True, slots=True)
class SharedList:
    """Of the hub where the home's settings give it one, else of the watch."""

    context: Context
    is_hubs: bool

    @classmethod
    def of(cls, context: Context) -> "SharedList":
        return cls(context, context.settings_of(HubTree).hub.has_list)

    def open(self) -> "WatchlistStore":
        """Raises SettingsError and the failures of records.errors."""
        if not self.is_hubs:
            return self.context.open_store()
        from scripts.hub.list_store import open_list_store

        return open_list_store(self.context)

    def asked(self, list_id: str) -> Asked:
        """What a bundle must carry: all that a hub tells on, or what this PC's watch rings with."""
        if self.is_hubs or self.context.settings_of(FollowTree).follow.photographs:
            return Asked(list_id, photos=True)
        return Asked(list_id, self.context.build_engine().embedder.model_id)
