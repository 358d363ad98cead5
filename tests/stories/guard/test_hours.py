"""Hours at a door on a simulated clock: visits come, guards act, the program dies at any moment. None is lost, none
rings twice, every alarm comes to an end."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from camera.types import Seconds, Sighting
from scripts.entrance.building import Entrance
from scripts.entrance.settings import Settings
from tests.scripts.watch.hand import MODEL, START, HandContext, entrance_of, seen
from tests.watchlist.store_hand import photo
from watchlist.alarms.errors import ActRefused
from watchlist.alarms.life import Act, Decide, Forward, GuardId, LifeLimits, Release, Take, Verdict, fold
from watchlist.alarms.record import AlarmRecord
from watchlist.policy import PolicyLimits
from watchlist.store import WatchlistStore

PEOPLE, VISITS_EACH = 12, 25
GUARDS = [GuardId(name) for name in ("wei", "li", "boss")]
LIMITS = LifeLimits(expire_s=600.0)
QUIET_S = 60.0
DIES = 0.03
AWAY_S: Seconds = 4.0
LOOKED_S: Seconds = 2.5
"""Whoever is in view for so long while the program lives must ring: the votes take one second."""


class Killed(Exception):
    """The program ends here, without a last word."""


@dataclass(frozen=True, slots=True)
class Visit:
    face: int
    from_s: Seconds
    to_s: Seconds


class DyingStore:
    """The store as the ringer sees it: the program may be killed before and after whatever is kept."""

    def __init__(self, store: WatchlistStore, rng: Random) -> None:
        self._store = store
        self._rng = rng

    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> None:
        self._perhaps_die(5 * DIES)
        self._store.raise_alarm(record, picture)
        self._perhaps_die(5 * DIES)

    def update_alarm(self, *told: object, **more: object) -> None:
        self._perhaps_die(DIES)
        self._store.update_alarm(*told, **more)  # type: ignore[arg-type]
        self._perhaps_die(DIES)

    def _perhaps_die(self, how_likely: float) -> None:
        if self._rng.random() < how_likely:
            raise Killed


@dataclass
class Hours:
    context: HandContext
    rng: Random
    visits: list[Visit]
    now: Seconds = 0.0
    lives: list[tuple[Seconds, Seconds]] = field(default_factory=list)

    def owed(self) -> list[Visit]:
        """The visits in which the program lived long enough to be sure."""
        return [
            visit
            for visit in self.visits
            if any(min(end, visit.to_s) - max(begin, visit.from_s) >= LOOKED_S for begin, end in self.lives)
        ]

    def pass_(self, to_s: Seconds) -> None:
        while self.now < to_s:
            began = self.now
            with entrance_of(self.context, now=began, wall_at=_moment(began)) as entrance:
                entrance.ringer._book = DyingStore(entrance.store, self.rng)
                try:
                    self._watch(entrance, to_s)
                except Killed:
                    self.lives.append((began, self.now))
                    self.now += self.rng.uniform(0.1, AWAY_S)
                else:
                    self.lives.append((began, self.now))

    def _watch(self, entrance: Entrance, to_s: Seconds) -> None:
        while self.now < to_s:
            for sighting in self._in_view():
                list(entrance.ringer.see(sighting))
            entrance.ringer.lookout.tick(self.now)
            self.now += 0.5
            if self.now % 5.0 < 0.5:
                self._guards_act(entrance.store)
                entrance.store.pass_time(_moment(self.now), LIMITS)

    def _in_view(self) -> list[Sighting]:
        there = [visit for visit in self.visits if visit.from_s <= self.now < visit.to_s]
        return [seen(one.face, self.now, "ab"[one.face % 2], one.face) for one in there]

    def _guards_act(self, store: WatchlistStore) -> None:
        for alarm in store.open_alarms():
            if self.rng.random() < 0.2:
                try:
                    store.act(alarm.alarm_id, self.rng.choice(GUARDS), self._some_act())
                except ActRefused:
                    continue

    def _some_act(self) -> Act:
        verdict = self.rng.choice(list(Verdict))
        acts: list[Act] = [Take(), Take(over=True), Release(), Forward(GUARDS[0]), Decide(verdict, "note")]
        return self.rng.choice(acts)


def _moment(at: Seconds) -> datetime:
    return START + timedelta(seconds=at)


def _visits(rng: Random) -> list[Visit]:
    """Of each person: never two within a quiet time."""
    visits = []
    for face in range(1, PEOPLE + 1):
        at = rng.uniform(0.0, QUIET_S)
        for _ in range(VISITS_EACH):
            visits.append(Visit(face, at, at + rng.uniform(20.0, 25.0)))
            at = visits[-1].to_s + QUIET_S + rng.uniform(1.0, 60.0)
    return visits


@pytest.mark.parametrize("seed", range(2))
def test_hours_of_visits_and_deaths_lose_no_alarm_and_ring_none_twice(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    context = HandContext(tmp_path / "home")
    context.settings = Settings(alarm=PolicyLimits(quiet_s=QUIET_S, update_gap_s=5.0))
    with context.open_store() as store:
        listed = {
            face: store.list_person(f"张三{face}", "sold slots", date(2027, 1, 1), "op", [photo(face, MODEL)]).person_id
            for face in range(1, PEOPLE + 1)
        }
    hours = Hours(context, rng, _visits(rng))
    last_s = max(visit.to_s for visit in hours.visits)
    hours.pass_(last_s + 1.0)
    hours.pass_(last_s + LIMITS.expire_s + 10.0)
    with context.open_store() as store:
        alarms = store.alarms()
        rang = Counter(
            visit
            for visit in hours.visits
            for alarm in alarms
            if alarm.who == {listed[visit.face]} and _moment(visit.from_s) <= alarm.raised_at <= _moment(visit.to_s)
        )
        assert set(rang.values()) == {1}
        assert not [visit for visit in hours.owed() if visit not in rang]
        assert len(alarms) == rang.total()
        assert len(hours.owed()) > 0.9 * PEOPLE * VISITS_EACH
        assert not [alarm.alarm_id for alarm in alarms if alarm.life.is_open]
        assert all(fold(store.steps(alarm.alarm_id)) == alarm.life for alarm in alarms)
        store.verify()
    assert len(hours.lives) > 100
