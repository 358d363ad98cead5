"""Builds what rings: the engine, the list it looks for, the policy, and where alarms are kept."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from camera.engine import Engine
from camera.types import Seconds
from scripts.command import Context
from scripts.entrance.ringing import NoBook, Ringer
from scripts.people.templates import Progress, bring_up_to_date, no_progress
from scripts.site_time import today
from watchlist.gallery import Gallery
from watchlist.lookout import Lookout
from watchlist.operating_points import OperatingPoint, operating_point
from watchlist.policy import AlarmPolicy
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId, PhotoId
from watchlist.visits import Visit


class ListInForce:
    """Who rings today, as a gallery and names; follows the store as it changes and as days pass."""

    def __init__(self, store: WatchlistStore, engine: Engine, today: Callable[[], date]) -> None:
        self._store = store
        self._engine = engine
        self._today = today
        self._read: tuple[int, date] | None = None
        self._complete_at = -1
        self._tried: set[PhotoId] = set()
        self.names: dict[PersonId, str] = {}

    def complete(self, most: int | None = None, progress: Progress = no_progress) -> tuple[str, ...]:
        """Give up to `most` photographs the vectors of the engine's model that they lack; remarks for the operator.

        They were enrolled with another model. One that cannot be used is not tried again before a restart.
        """
        if self._store.revision == self._complete_at:
            return ()
        lacking = self._store.photos_without_template(self._engine.embedder.model_id)
        missing = [one for one in lacking if one[1] not in self._tried][:most]
        if not missing:
            self._complete_at = self._store.revision
            return ()
        self._tried.update(photo_id for _, photo_id in missing)
        return bring_up_to_date(self._store, self._engine, progress, missing).faults

    def refresh(self) -> Gallery | None:
        """The gallery as it is now, or None when nothing changed since the last call."""
        now = (self._store.revision, self._today())
        if now == self._read:
            return None
        embedder = self._engine.embedder
        templates = self._store.templates(embedder.model_id, now[1])
        gallery = Gallery.of(templates, embedder.model_id, embedder.dimension)
        self.names = {entry.person_id: entry.name for entry in self._store.entries(now[1])}
        self._read = now
        return gallery

    def name(self, person_id: PersonId) -> str:
        return self.names.get(person_id, person_id)


@dataclass(frozen=True, slots=True)
class Entrance:
    store: WatchlistStore
    listed: ListInForce
    ringer: Ringer
    point: OperatingPoint

    @property
    def people(self) -> int:
        """How many ring today."""
        return self.ringer.lookout.gallery.people

    def replace_gallery(self, gallery: Gallery) -> None:
        self.ringer.lookout.replace_gallery(gallery)
        self.ringer.one_in = self.point.one_in_among(gallery.people)
        self.ringer.threshold = self.point.threshold


@contextmanager
def open_entrance(
    context: Context,
    engine: Engine,
    *,
    quiet: bool = True,
    keep: bool = True,
    wall: Callable[[Seconds], datetime],
    now: Seconds,
) -> Iterator[Entrance]:
    """Everything between a sighting and an alarm. `wall` turns the policy's clock into UTC, `now` is that clock's time.

    With `keep` off alarms are told and forgotten, and no visit of before is remembered.
    """
    with context.open_store() as store:
        listed = ListInForce(store, engine, today)
        for remark in listed.complete(progress=context.progress):
            context.say(remark)
        gallery = listed.refresh()
        assert gallery is not None
        if not gallery.people:
            context.say(f"caution: nobody on the list of {context.home} rings today")
        limits = context.settings.alarm
        point = operating_point(engine.embedder.model_id, delivered_point(engine), context.settings.operating_points)
        visits = _open_visits(store, wall(now), now, limits.quiet_s) if keep else []
        policy = AlarmPolicy(limits, point, lambda: AlarmId(uuid.uuid4().hex), visits, quiet=quiet)
        entrance = Entrance(store, listed, Ringer(Lookout(gallery, policy), store if keep else NoBook(), wall), point)
        entrance.replace_gallery(gallery)
        yield entrance


def delivered_point(engine: Engine) -> OperatingPoint:
    """Where the embedder draws its line until the site calibrates."""
    embedder = engine.embedder
    return OperatingPoint(embedder.threshold, embedder.margin, embedder.one_in, embedder.listed)


def _open_visits(store: WatchlistStore, wall_now: datetime, now: Seconds, quiet_s: Seconds) -> list[Visit]:
    """The visits that a restart must not ring for again, on the policy's clock."""

    def on_our_clock(moment: datetime) -> Seconds:
        return now - (wall_now - moment).total_seconds()

    kept = store.last_visits(wall_now - timedelta(seconds=quiet_s))
    return [
        Visit(alarm_id, who, on_our_clock(last_seen), rang_at=on_our_clock(store.alarm(alarm_id).raised_at))
        for who, last_seen, alarm_id in kept
        if len(who) <= 2
    ]


def utc_of_monotonic(at: Seconds) -> datetime:
    """A moment of the monotonic clock in UTC, as the computer's clock stands now: that one may be set meanwhile."""
    return datetime.now(UTC) - timedelta(seconds=time.monotonic() - at)


def utc_of_recording(began: datetime) -> Callable[[Seconds], datetime]:
    """Seconds of a recording as UTC, as if it had begun at this moment."""
    return lambda at: began + timedelta(seconds=at)
