"""Builds what rings: the engine, the list it looks for, the policy, and where alarms are kept."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from camera.engine import Engine
from camera.types import Seconds
from scripts.command import Context
from scripts.ringing import NoBook, Ringer
from scripts.templates import bring_up_to_date
from watchlist.gallery import Gallery
from watchlist.lookout import Lookout
from watchlist.operating_points import OperatingPoint, operating_point
from watchlist.policy import AlarmPolicy
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId
from watchlist.visits import Visit


class ListInForce:
    """Who rings today, as a gallery and names; follows the store as it changes and as days pass."""

    def __init__(self, store: WatchlistStore, model_id: str, dimension: int, today: Callable[[], date]) -> None:
        self._store = store
        self._model_id = model_id
        self._dimension = dimension
        self._today = today
        self._read: tuple[int, date] | None = None
        self.names: dict[PersonId, str] = {}

    def refresh(self) -> Gallery | None:
        """The gallery as it is now, or None when nothing changed since the last call."""
        now = (self._store.revision, self._today())
        if now == self._read:
            return None
        gallery = Gallery.of(self._store.templates(self._model_id, now[1]), self._model_id, self._dimension)
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
        _complete_templates(context, store, engine)
        embedder = engine.embedder
        listed = ListInForce(store, embedder.model_id, embedder.dimension, lambda: datetime.now().astimezone().date())
        gallery = listed.refresh()
        assert gallery is not None
        limits = context.settings.alarm
        point = operating_point(
            embedder.model_id, OperatingPoint(embedder.threshold, embedder.margin), context.settings.operating_points
        )
        visits = _open_visits(store, wall(now), now, limits.quiet_s) if keep else []
        policy = AlarmPolicy(limits, point, lambda: AlarmId(uuid.uuid4().hex), visits, quiet=quiet)
        yield Entrance(store, listed, Ringer(Lookout(gallery, policy), store if keep else NoBook(), wall))


def _complete_templates(context: Context, store: WatchlistStore, engine: Engine) -> None:
    """The engine may have changed since people were enrolled: their photographs then get the new model's vectors."""
    report = bring_up_to_date(store, engine, context.progress)
    for line in report.faults:
        context.say(line)


def _open_visits(store: WatchlistStore, wall_now: datetime, now: Seconds, quiet_s: Seconds) -> list[Visit]:
    """The visits that a restart must not ring for again, on the policy's clock."""
    kept = store.last_visits(wall_now - timedelta(seconds=quiet_s))
    return [
        Visit(alarm_id, who, now - (wall_now - last_seen).total_seconds())
        for who, last_seen, alarm_id in kept
        if len(who) <= 2
    ]


def wall_clock(now: Seconds) -> Callable[[Seconds], datetime]:
    """Monotonic seconds as UTC, tied together once at `now`."""
    tied_at = datetime.now(UTC)
    return lambda at: tied_at + timedelta(seconds=at - now)
