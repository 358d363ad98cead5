"""What the watch knows of this moment and no store keeps: how the cameras are, how old the list is, what they see.

Any thread may use it. Times are wall-clock moments with a time zone, and arguments.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from watchlist.feed.age import Freshness
from watchlist.post.values import CameraView, HubState, Sight

SILENT_AFTER = timedelta(seconds=30)
THUMBNAIL_KEPT = timedelta(seconds=10)
LOOKS_ON = timedelta(seconds=10)
"""A screen that asked for a thumbnail so lately will ask for the next."""
MOST_THUMBNAIL_BYTES = 100_000
_STAYS_SO = frozenset({Sight.LOST, Sight.ENDED})
"""A camera that is known to be so says nothing, and nothing is missing."""


@dataclass(slots=True)
class _Place:
    view: CameraView
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class ListState:
    """`at` is when the list was last known to be what its authority says; of one that was never received it is when
    it was first missed."""

    at: datetime
    people: int = 0
    hub: HubState = HubState.NONE
    freshness: Freshness = Freshness.FRESH


class Board:
    def __init__(self, at: datetime) -> None:
        self._lock = Lock()
        self._places: dict[str, _Place] = {}
        self._thumbnails: dict[str, tuple[bytes, datetime]] = {}
        self._list = ListState(at)
        self._asked_at = datetime.min.replace(tzinfo=UTC)

    def show_camera(self, view: CameraView) -> None:
        """It is so now; `since` stays what it was while the sight is the same."""
        with self._lock:
            known = self._places.get(view.camera)
            same = known is not None and known.view.sight is view.sight
            shown = replace(view, since=known.view.since) if known is not None and same else view
            self._places[view.camera] = _Place(shown, view.since)
            if not view.sight.is_well:
                self._thumbnails.pop(view.camera, None)

    def hear(self, camera: str, at: datetime) -> None:
        """It is as it was."""
        with self._lock:
            if camera in self._places:
                self._places[camera].heard_at = at

    def show_list(self, people: int, at: datetime | None, freshness: Freshness = Freshness.FRESH) -> None:
        """`at`: None where no list was ever received."""
        with self._lock:
            known = self._list.at if at is None else at
            self._list = replace(self._list, people=people, at=known, freshness=freshness)

    def show_hub(self, hub: HubState) -> None:
        with self._lock:
            self._list = replace(self._list, hub=hub)

    def show_thumbnail(self, camera: str, jpeg: bytes, at: datetime) -> None:
        """One that is too large for a tile is not taken."""
        with self._lock:
            if camera in self._places and len(jpeg) <= MOST_THUMBNAIL_BYTES:
                self._thumbnails[camera] = (jpeg, at)

    def forget_old(self, now: datetime) -> None:
        """Pictures do not stay in memory; to be called now and then."""
        with self._lock:
            self._drop_old(now)

    def cameras(self, now: datetime) -> tuple[CameraView, ...]:
        """By name."""
        with self._lock:
            return tuple(_seen_from(self._places[name], now) for name in sorted(self._places))

    def list_state(self) -> ListState:
        with self._lock:
            return self._list

    def thumbnail(self, camera: str, now: datetime) -> bytes | None:
        with self._lock:
            self._asked_at = now
            self._drop_old(now)
            kept = self._thumbnails.get(camera)
            return kept[0] if kept else None

    def is_looked_at(self, now: datetime) -> bool:
        """Whether a screen shows thumbnails."""
        with self._lock:
            return abs(now - self._asked_at) <= LOOKS_ON

    def _drop_old(self, now: datetime) -> None:
        young = {name: kept for name, kept in self._thumbnails.items() if abs(now - kept[1]) <= THUMBNAIL_KEPT}
        self._thumbnails = young


def _seen_from(place: _Place, now: datetime) -> CameraView:
    view = place.view
    if view.sight in _STAYS_SO or now - place.heard_at <= SILENT_AFTER:
        return view
    return CameraView(view.camera, Sight.UNKNOWN, place.heard_at, "nothing is heard of it", "See that its PC runs.")
