"""Where a followed list is kept: what a follower needs of a store."""

from typing import Protocol

from watchlist.feed.following import Batch, Taken
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.tables import Standing
from watchlist.feed.wire.transfer import Asked


class ListKeeper(Protocol):
    """Belongs to one thread. Every method may raise RecordsError or WatchlistError, and then changed nothing."""

    def standing(self) -> Standing | None:
        """Which list this home has; None for none."""

    def may_follow(self) -> bool:
        """Whether no other program follows with this database: one alone is to."""

    def where_to_go_on(self, asked: Asked) -> tuple[int, int]:
        """(epoch, seq) after which to ask for what changed; (0, 0) asks for a snapshot."""

    def take(self, batch: Batch, attachments: Attachments, asked: Asked | None = None) -> Taken:
        """Judge the batch and carry out what it comes to, all or nothing. Raises what `following.take` raises."""

    def close(self) -> None: ...
