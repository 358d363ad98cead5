"""What several PCs told of one visit, put together. Pure: the same alarms make the same visits, in whatever order and
how often they were heard of.

What a visit is, and when it is over, says `watchlist.visits`; how an alarm's life goes, `watchlist.alarms.life`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from watchlist.alarms.life import Life, Stage, Step, fold
from watchlist.policy import PolicyLimits
from watchlist.types import AlarmId, PersonId
from watchlist.upstream.values import AlarmTold
from watchlist.visits import OpenVisit, Visits

QUIET_S = PolicyLimits().quiet_s
CLOCK_TOLERANCE = timedelta(seconds=60)
"""By so much a clock may be wrong, and a message be under way, without anybody minding."""
LONGEST_VISIT = timedelta(days=1)
"""Nobody is seen for longer after the hub heard of it: such a moment is a wrong clock's."""
SURELY_OVER_AFTER = timedelta(seconds=QUIET_S + 1)
_LOUDEST_FIRST = (Stage.DECIDED, Stage.TAKEN, Stage.RAISED, Stage.EXPIRED)


@dataclass(frozen=True, slots=True)
class KeptAlarm:
    """An alarm as the hub keeps it: `told` bears no steps, they are here. `source` is its node's hospital; `clock_off`
    by how much the node's clock was ahead of the hub's when it told this alarm first. `arrival` grows with every change
    of any alarm that is kept here."""

    node_id: str
    source: str
    told: AlarmTold
    clock_off: timedelta
    received_at: datetime
    steps: tuple[Step, ...] = ()
    arrival: int = field(default=0, repr=False)

    @property
    def raised_at(self) -> datetime:
        """As the hub's clock would have it."""
        return self.told.raised_at - self.mended

    @property
    def last_seen_at(self) -> datetime:
        return max(self.told.last_seen_at, self.told.raised_at) - self.mended

    @property
    def mended(self) -> timedelta:
        """What is taken off the node's moments."""
        return mended(self.clock_off)

    @property
    def life(self) -> Life:
        """Its moments are the hub's."""
        told = fold(self.steps)
        return replace(told, since=told.since - self.mended) if told.since else told


@dataclass(frozen=True, slots=True)
class Together:
    """The alarms of one visit, in the order in which they rang."""

    alarms: tuple[KeptAlarm, ...]
    who: tuple[PersonId, ...]

    @property
    def visit_id(self) -> str:
        first = self.alarms[0]
        return f"{first.node_id}/{first.told.alarm_id}"

    @property
    def last_seen_at(self) -> datetime:
        return max(one.last_seen_at for one in self.alarms)

    @property
    def over_at(self) -> datetime:
        """Since when it is kept for no reason but its age: no clock of a node makes that later."""
        heard_at = max(one.received_at for one in self.alarms)
        return min(self.last_seen_at, heard_at + LONGEST_VISIT)

    @property
    def life(self) -> Life:
        """Somebody who decided has decided for all PCs, and who did so first stands; it is expired when it is so
        everywhere."""
        return min((one.life for one in self.alarms), key=_loudness)


def told_again(known: KeptAlarm, told: KeptAlarm) -> KeptAlarm:
    """What is known of an alarm after one more telling of it, without the steps: the same in any order of tellings.

    By how much the clock was off counts as it was told first; the telling that was longest under way says it worst.
    """
    first = min(known, told, key=lambda one: (one.told.revision, -one.clock_off))
    received_at = min(known.received_at, told.received_at)
    merged, arrival = _merged(known.told, told.told), max(known.arrival, told.arrival)
    return KeptAlarm(known.node_id, known.source, merged, first.clock_off, received_at, arrival=arrival)


def _merged(known: AlarmTold, told: AlarmTold) -> AlarmTold:
    newest = max(known, told, key=lambda one: (one.last_seen_at, one.last_camera))
    scores = {one.person_id: one for one in sorted((*told.candidates, *known.candidates), key=lambda one: one.score)}
    candidates = tuple(sorted(scores.values(), key=lambda one: (-one.score, one.person_id)))[:2]
    named = known.person_id or told.person_id
    return replace(
        known,
        revision=min(known.revision, told.revision),
        person_id=named if named in {one.person_id for one in candidates} else None,
        candidates=candidates,
        first_at=min(known.first_at, told.first_at),
        raised_at=min(known.raised_at, told.raised_at),
        last_seen_at=newest.last_seen_at,
        last_camera=newest.last_camera,
        score=max(known.score, told.score),
        updates=max(known.updates, told.updates),
        steps=(),
    )


def mended(clock_off: timedelta) -> timedelta:
    return clock_off if abs(clock_off) > CLOCK_TOLERANCE else timedelta()


def reach(alarm: KeptAlarm) -> tuple[datetime, datetime]:
    """When it rang, and when its visit is over at the latest as far as this alarm knows. Alarms of one visit lead to
    each other: two that do so at one step have a person in common, and each rang before the other's moment was over.
    """
    return alarm.raised_at, alarm.last_seen_at + SURELY_OVER_AFTER


def visits_of(alarms: Iterable[KeptAlarm], quiet_s: float = QUIET_S) -> list[Together]:
    """Newest first."""
    ordered = sorted(alarms, key=lambda one: (one.source, one.raised_at, one.node_id, one.told.alarm_id))
    found = [
        visit for _, theirs in groupby(ordered, lambda one: one.source) for visit in _at_one_place(theirs, quiet_s)
    ]
    return sorted(found, key=lambda one: (one.alarms[0].raised_at, one.visit_id), reverse=True)


def _at_one_place(ordered: Iterable[KeptAlarm], quiet_s: float) -> list[Together]:
    visits = Visits(quiet_s)
    found: dict[AlarmId, list[KeptAlarm]] = {}
    whose: dict[AlarmId, OpenVisit] = {}
    for alarm in ordered:
        at, people = alarm.raised_at.timestamp(), tuple(sorted(alarm.told.who))
        visits.end_before(at)
        visit = visits.exactly(people, None, at) or _joined(visits, alarm, at)
        if visit is None:
            key = AlarmId(f"{alarm.node_id}/{alarm.told.alarm_id}")
            visits.begin(key, people, None, alarm.told.camera, at)
            visit = visits.exactly(people, None, at)
            assert visit is not None
            found[key], whose[key] = [], visit
        if len(people) == 1:
            visit.who = people
        if visit.is_of(people):
            visit.prolong(alarm.last_seen_at.timestamp())
        found[visit.alarm_id].append(alarm)
    return [Together(tuple(theirs), tuple(whose[key].who)) for key, theirs in found.items()]


def _joined(visits: Visits, alarm: KeptAlarm, at: float) -> OpenVisit | None:
    """The open visit that may be of one of these, the nearest first."""
    nearest_first = [one.person_id for one in alarm.told.candidates if one.person_id in alarm.told.who]
    hosts = (visits.find(person, None, at) for person in nearest_first)
    return next((host for host in hosts if host is not None), None)


def _loudness(life: Life) -> tuple[int, bool, float]:
    return _LOUDEST_FIRST.index(life.stage), life.since is None, life.since.timestamp() if life.since else 0.0
