"""What a watch shows and tells of the hub whose list it follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from scripts.command import Context
from scripts.following.opening import open_follower
from watchlist.feed.age import AgeLimits, age_of
from watchlist.feed.client.telling import FollowEvent, HubBack, HubLost, ListFollowed
from watchlist.post.board import Board
from watchlist.post.values import HubState

if TYPE_CHECKING:
    from watchlist.feed.client.thread import FollowThread


class Following:
    """Used by the watch's thread, which never waits for the hub. Without a follower the list is this home's own, and
    never old."""

    def __init__(self, follower: "FollowThread | None" = None, limits: AgeLimits | None = None) -> None:
        self._follower = follower
        self._limits = limits or AgeLimits()
        self._heard: SimpleQueue[FollowEvent] = SimpleQueue()
        if follower is not None:
            follower.listen(self._heard.put)

    def show(self, board: Board, people: int, now: datetime) -> None:
        if self._follower is None:
            board.show_list(people, now)
            return
        state = self._follower.state
        board.show_list(people, state.said_at, age_of(state.said_at, now, self._limits).freshness)
        board.show_hub(HubState.REACHED if state.is_reached else HubState.AWAY)

    def events(self) -> Iterator[tuple[dict[str, Any], str]]:
        """What happened since the last call: each event and its words."""
        while True:
            try:
                yield _told(self._heard.get_nowait())
            except Empty:
                return

    def close(self) -> None:
        if self._follower is not None:
            self._follower.close()


@contextmanager
def open_following(context: Context, model_id: str) -> Iterator[Following]:
    """The hub of the settings, until the end of the block; its list is kept through a store of its own."""
    settings = context.settings.follow
    following = Following(open_follower(context.home, settings, model_id, context.open_store), settings.age_limits)
    try:
        yield following
    finally:
        following.close()


def _told(event: FollowEvent) -> tuple[dict[str, Any], str]:
    match event:
        case HubLost():
            told = {"event": "hub", "hub": event.hub, "state": "lost", "why": event.why, "hint": event.hint}
            return told, f"TROUBLE  hub {event.hub}: {event.why}\n          hint: {event.hint}"
        case HubBack():
            return {"event": "hub", "hub": event.hub, "state": "back"}, f"hub {event.hub} is back"
        case ListFollowed():
            taken = {"event": "list", "epoch": event.epoch, "revision": event.seq, "changed": event.changed}
            return taken, f"the hub's list is revision {event.seq}: {event.changed} changed"
