"""Where followed lists are kept: what a follower needs of a store."""

from typing import Protocol

from watchlist.feed.following import Batch, Taken
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.standings import Standing
from watchlist.feed.wire.transfer import Asked


class ListKeeper(Protocol):
    """Belongs to one thread. Every method may raise RecordsError or WatchlistError, and then changed nothing."""

    def followed_lists(self) -> tuple[Standing, ...]:
        """Which lists this home follows."""

    def standing(self, list_id: str) -> Standing | None:
        """None where this home does not have the list (any more)."""

    def may_follow(self, list_id: str) -> bool:
        """Whether no other program follows it with this database: one alone is to."""

    def where_to_go_on(self, asked: Asked) -> tuple[int, int]:
        """(epoch, seq) after which to ask for what changed; (0, 0) asks for a snapshot."""

    def take(self, batch: Batch, attachments: Attachments, asked: Asked) -> Taken:
        """Judge the batch and carry out what it comes to, all or nothing. Raises what `following.take` raises."""

    def close(self) -> None: ...
