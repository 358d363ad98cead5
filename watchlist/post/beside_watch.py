"""The post of a program that keeps no cameras itself: over the store that the watch of this PC keeps too, and with
what that watch tells of its cameras."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from records.account_rules import SessionLimits
from watchlist.post.board import Board
from watchlist.post.errors import PostAway, SessionOver
from watchlist.post.local import LocalPost
from watchlist.post.portraits import Portraits
from watchlist.post.protocol import GuardPost
from watchlist.post.store_thread import StoreThread
from watchlist.post.values import CameraView, Overview, Session, Sight

ASKED_ANEW_AFTER_S = 2.0
AWAY = "the watch of this PC does not answer"
AWAY_HINT = "See that 'gatehouse watch' runs on the hub's PC."


@dataclass(slots=True)
class _Told:
    """`overview` is what the watch told last, `at` when it did; `is_away`: it does not answer now."""

    at: datetime
    overview: Overview | None = None
    is_away: bool = True


class WatchSeen:
    """What the watch told last. Any thread asks; the watch is asked by one at a time, no more than every 2 s."""

    def __init__(
        self, watch: GuardPost, cameras: Iterable[str], clock: Callable[[], datetime], timer: Callable[[], float]
    ) -> None:
        self._watch = watch
        self._names = tuple(cameras)
        self._clock = clock
        self._timer = timer
        self._asking = Lock()
        self._asked_at = float("-inf")
        self._told = _Told(clock())

    def with_cameras(self, seen: Overview) -> Overview:
        """The cameras and the list as the watch tells them; cameras that nobody is heard of are UNKNOWN."""
        self._ask()
        told, watched = self._told, self._told.overview
        if watched is None:
            return replace(seen, cameras=tuple(_unknown(name, told.at) for name in sorted(self._names)))
        cameras = watched.cameras
        if told.is_away:
            cameras = tuple(_unknown(view.camera, told.at) for view in cameras)
        return replace(
            seen,
            cameras=cameras,
            list_at=watched.list_at,
            people=watched.people,
            hub=watched.hub,
            freshness=watched.freshness,
        )

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        """A session is as good there as here: both keep them in the store they share. Where that watch keeps another
        one there is nothing to see."""
        with suppress(PostAway, SessionOver):
            return self._watch.thumbnail(session, camera)
        return None

    def _ask(self) -> None:
        if not self._asking.acquire(blocking=False):
            return
        try:
            if self._timer() - self._asked_at < ASKED_ANEW_AFTER_S:
                return
            try:
                self._told = _Told(self._clock(), self._watch.overview(), is_away=False)
            except PostAway:
                self._told = replace(self._told, is_away=True)
            self._asked_at = self._timer()
        finally:
            self._asking.release()


class PostBesideWatch(LocalPost):
    """A GuardPost."""

    def __init__(
        self,
        stores: StoreThread,
        watch: WatchSeen,
        portraits: Portraits,
        clock: Callable[[], datetime],
        limits: SessionLimits | None = None,
    ) -> None:
        super().__init__(stores, Board(clock()), portraits, clock, limits)
        self._watch = watch

    def overview(self) -> Overview:
        return self._watch.with_cameras(super().overview())

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        super().thumbnail(session, camera)  # whether the session is good
        return self._watch.thumbnail(session, camera)


def _unknown(name: str, since: datetime) -> CameraView:
    return CameraView(name, Sight.UNKNOWN, since, AWAY, AWAY_HINT)
