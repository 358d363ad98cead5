"""A look at visits reads few alarms, and answers what all of them would."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.watchlist.store_hand import NOON
from tests.watchlist.upstream.upstream_hand import a_hub, people_of
from watchlist.alarms.acts import act_to_text
from watchlist.alarms.life import Decide, GuardId, Verdict
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Candidate, PersonId
from watchlist.upstream.looking import VisitLook
from watchlist.upstream.together import KeptAlarm, Together, visits_of
from watchlist.upstream.values import AlarmTold, StepTold

PHASES = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]
"""A counterexample is short as it is, and making it shorter takes a minute."""
MINUTE = timedelta(minutes=1)
PEOPLE = [PersonId(f"p-{number}") for number in (1, 6, 11, 16)]
"""As a hub of four people calls them."""
NODES = ("gate-1", "gate-2", "far")


def an_alarm(number: int, who: Sequence[PersonId], at: float, lasts: float, verdict: Verdict | None) -> AlarmTold:
    """`at` and `lasts` in minutes."""
    raised = NOON + at * MINUTE
    candidates = tuple(Candidate(one, 0.7 - 0.01 * place) for place, one in enumerate(who))
    decided = (StepTold(f"s-{number}", raised, GuardId("li"), act_to_text(Decide(verdict))),) if verdict else ()
    sure, seen = (who[0] if len(who) == 1 else None), raised + lasts * MINUTE
    told = (AlarmId(f"a-{number}"), number, sure, candidates, "door", raised, raised, seen, "door", 0.7)
    return AlarmTold(*told, 0.2, 0.6, "m", None, 0, decided)


@st.composite
def told(draw: st.DrawFn) -> list[tuple[str, AlarmTold, timedelta, timedelta]]:
    """Of each: its node, the alarm, how wrong the node's clock was and when the hub heard of it after NOON."""
    found = []
    for number in range(draw(st.integers(1, 24))):
        who = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
        at, lasts = draw(st.integers(0, 160)), draw(st.sampled_from([0, 0, 3, 9, 25, -5, 100_000]))
        verdict = draw(st.sampled_from([None, None, Verdict.NOT_THIS_PERSON, Verdict.CONFIRMED]))
        clock_off = draw(st.sampled_from([timedelta(), timedelta(), timedelta(hours=1)]))
        alarm = an_alarm(number, who, at + clock_off / MINUTE, lasts, verdict)
        heard = draw(st.sampled_from([at * MINUTE, timedelta(days=-2)]))
        found.append((draw(st.sampled_from(NODES)), alarm, clock_off, heard))
    return found


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchlistStore]:
    with a_hub(tmp_path_factory.mktemp("hub") / "hub.db", people=len(PEOPLE)) as store:
        assert people_of(store) == sorted(PEOPLE)
        yield store


def everything(hub: WatchlistStore) -> list[Together]:
    """As nobody would do it: all alarms that are kept, put together."""
    look = VisitLook(hub._database)
    return look._with_steps(visits_of(look.arrived_after(0, 10_000)))


def refill(hub: WatchlistStore, alarms: Sequence[tuple[str, AlarmTold, timedelta, timedelta]]) -> None:
    with hub._database.writing():
        for table in ("alarms", "steps", "people"):
            hub._database.execute(f"DELETE FROM upstream_{table}")
        for node_id, alarm, clock_off, heard in alarms:
            hub.upstream._take_one(node_id, alarm, clock_off, NOON + heard)


@settings(
    max_examples=70,
    phases=PHASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(alarms=told(), minute=st.integers(-20, 190))
def test_what_is_looked_at_is_what_all_alarms_come_to(
    hub: WatchlistStore, alarms: list[tuple[str, AlarmTold, timedelta, timedelta]], minute: int
) -> None:
    refill(hub, alarms)
    whole, moment = everything(hub), NOON + minute * MINUTE
    for limit in (1, 2, 3, 7, 500):
        assert hub.upstream.visits(limit) == whole[:limit]
    for person in PEOPLE:
        assert hub.upstream.visits_about(person) == [one for one in whole if person in one.who]
    look = VisitLook(hub._database)
    later = [one for one in whole if one.alarms[0].raised_at > moment]
    assert look.mistaken(moment) == [one for one in later if one.life.verdict is Verdict.NOT_THIS_PERSON]
    assert look.over(moment) == [one for one in whole if one.over_at < moment]


def test_what_led_to_what_leads_to_a_visit_is_read_too(hub: WatchlistStore) -> None:
    """The first makes the second one of its own visit, so that the third begins another, which the fourth joins; or
    else the fourth would be a visit of its own."""
    ann, ben, cem = PEOPLE[:3]
    rang = [(78, [ben]), (85, [ann, ben]), (92, [ann, ben]), (99, [cem]), (99, [cem]), (100, [ben])]
    alarms = [an_alarm(number, who, at, 0, None) for number, (at, who) in enumerate(rang)]
    refill(hub, [("gate-1", alarm, timedelta(), timedelta()) for alarm in alarms])
    assert [len(visit.alarms) for visit in everything(hub)] == [2, 2, 2]
    assert [visit.who for visit in hub.upstream.visits(1)] == [(cem,)]


def test_few_of_many_alarms_are_read(hub: WatchlistStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """One visit an hour of each, and PCs that never see it end."""
    hours = [(*NODES[:1], an_alarm(hour, PEOPLE[hour % 4 :][:1], 60 * hour, 5, None)) for hour in range(400)]
    refill(hub, [(node, alarm, timedelta(), timedelta()) for node, alarm in hours])
    read: list[KeptAlarm] = []
    was = VisitLook._read

    def counting(look: VisitLook, sql: str, values: Sequence[object]) -> list[KeptAlarm]:
        read.extend(found := was(look, sql, values))
        return found

    monkeypatch.setattr(VisitLook, "_read", counting)
    looks: list[tuple[Callable[[], list[Together]], int]] = [
        (lambda: hub.upstream.visits(5), 15),
        (lambda: hub.upstream._over(NOON + 10 * 60 * MINUTE), 15),
        (lambda: hub.upstream.visits_about(PEOPLE[0]), 110),
    ]
    for look, most in looks:
        read.clear()
        assert look()
        assert len(read) <= most


def test_who_rings_on_after_the_alarm_was_forgotten_is_forgotten_again(hub: WatchlistStore) -> None:
    """A hub that was restored says that it knows less, and is told what was already kept long enough."""
    mistaken = an_alarm(1, PEOPLE[:1], 0, 5, Verdict.NOT_THIS_PERSON)
    for _ in range(2):
        refill(hub, [("gate-1", replace(mistaken), timedelta(), timedelta())])
        assert hub.upstream.purge(NOON + timedelta(days=2)) == 1
    assert [one.alarm_id for one in hub.rejections()] == ["gate-1/a-1"]
