"""What a watch shows and tells of the hub whose lists it follows, and which hears what rings here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from scripts.command import Context
from scripts.errors import SettingsError
from scripts.following.ageing import AgeTeller
from scripts.following.delivering import upstream_told
from scripts.following.opening import hub_follows_here, open_deliverer, open_follower
from scripts.following.telling import told
from watchlist.feed.age import AgeLimits, age_of, oldest_word
from watchlist.post.board import Board
from watchlist.post.values import HubState

if TYPE_CHECKING:
    from watchlist.feed.client.follower import FollowState
    from watchlist.feed.client.thread import FollowThread
    from watchlist.feed.store.standings import Standing
    from watchlist.upstream.thread import UpstreamThread


class Following:
    """Used by the watch's thread, which never waits for the hub. Without a follower the list is this home's own, and
    never old."""

    def __init__(
        self,
        follower: "FollowThread | None" = None,
        limits: AgeLimits | None = None,
        deliverer: "UpstreamThread | None" = None,
    ) -> None:
        self._follower = follower
        self._deliverer = deliverer
        self._limits = limits or AgeLimits()
        self._ageing = AgeTeller(self._limits)
        self._heard: SimpleQueue[tuple[dict[str, Any], str]] = SimpleQueue()
        if follower is not None:
            follower.listen(lambda event: self._heard.put(told(event)))
        if deliverer is not None:
            deliverer.listen(lambda event: self._heard.put(upstream_told(event)))

    def show(self, board: Board, people: int, now: datetime, carried: "Sequence[Standing]" = ()) -> None:
        """`carried` are the shared lists of a home without a hub, which bundles bring: they grow old too."""
        if self._follower is None and not carried:
            board.show_list(people, now)
            return
        state = self._follower.state if self._follower else None
        said_at = state.said_at if state else oldest_word([one.said_at for one in carried], now)
        board.show_list(people, said_at, age_of(said_at, now, self._limits).freshness)
        if (news := self._ageing.news(said_at, now)) is not None:
            self._heard.put(news)
        if state is not None:
            board.show_hub(_hub(state))
        if self._deliverer is not None:
            self._deliverer.show(board.cameras(now))

    def events(self) -> Iterator[tuple[dict[str, Any], str]]:
        """What happened since the last call: each event and its words."""
        while True:
            try:
                yield self._heard.get_nowait()
            except Empty:
                return

    def close(self) -> None:
        for thread in (self._deliverer, self._follower):
            if thread is not None:
                thread.close()


@contextmanager
def open_following(context: Context, model_id: str) -> Iterator[Following]:
    """The hub of the settings, until the end of the block; its list is kept through a store of its own.

    Raises SettingsError where [follow] is that of this home's own hub."""
    settings = context.settings.follow
    if settings.hub and hub_follows_here(context):
        raise SettingsError(
            "the hub of this home follows that list",
            "Give the watch a home of its own, and write this hub's address as follow.hub there.",
        )
    follower = open_follower(context.home, settings, model_id, context.open_store)
    deliverer = open_deliverer(context.home, settings, lambda: context.open_store().outbox)
    following = Following(follower, settings.age_limits, deliverer)
    try:
        yield following
    finally:
        following.close()


def _hub(state: "FollowState") -> HubState:
    if state.is_reached:
        return HubState.REACHED
    return HubState.REFUSED if state.is_refused else HubState.AWAY
