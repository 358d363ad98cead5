"""What holds for every stream of sightings, however strange."""

from collections.abc import Sequence
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from camera.types import TrackId
from watchlist.operating_points import OperatingPoint
from watchlist.policy import AlarmPolicy, Decision, Observed, PolicyLimits, RaiseAlarm
from watchlist.types import NOBODY, AlarmId, Candidate, Match, PersonId

POINT = OperatingPoint(threshold=0.5, margin=0.1)
LIMITS = PolicyLimits(votes_needed=2, quiet_s=20.0, vote_fresh_s=5.0, forget_track_after_s=5.0)
PEOPLE = [PersonId(name) for name in "abcd"]
SCORES = st.sampled_from([0.1, 0.45, 0.49999, 0.5, 0.55, 0.61, 0.8, 0.95])

Step = tuple[float, str, int, Match]


@st.composite
def matches(draw: st.DrawFn) -> Match:
    first, second = draw(st.permutations(PEOPLE))[:2]
    low, high = sorted((draw(SCORES), draw(SCORES)))
    return draw(
        st.sampled_from(
            [Match(Candidate(first, high), Candidate(second, low)), Match(Candidate(first, high), None), NOBODY]
        )
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from([-0.3, 0.0, 0.05, 0.2, 0.5, 3.0, 12.0, 21.0]),
        st.sampled_from(["door", "hall"]),
        st.integers(1, 3),
        matches(),
    ),
    max_size=120,
)


def people(alarm: RaiseAlarm) -> frozenset[PersonId]:
    return frozenset(candidate.person_id for candidate in alarm.candidates)


def run(steps: Sequence[Step], *, quiet: bool = True, ticks: bool = False) -> list[Decision]:
    numbers = count(1)
    policy = AlarmPolicy(LIMITS, POINT, lambda: AlarmId(str(next(numbers))), quiet=quiet)
    at, decisions = 0.0, []
    for wait_s, camera, track, match in steps:
        at += wait_s
        if ticks:
            policy.tick(at)
        decisions += policy.observe(Observed(camera, TrackId(track), at, match))
    return decisions


@given(STEPS)
@settings(max_examples=120, deadline=None)
def test_every_alarm_shows_somebody_whom_no_open_visit_may_be_of(steps: list[Step]) -> None:
    """A visit lasts a quiet time after its last sure news. One of two candidates covers either for a quiet time after
    it rang, and just these two as long as it lasts."""
    visits: dict[AlarmId, tuple[frozenset[PersonId], float, float]] = {}
    for one in run(steps):
        if isinstance(one, RaiseAlarm):
            lasting = [v for v in visits.values() if one.at - v[1] < LIMITS.quiet_s]
            assert people(one) not in [who for who, _, _ in lasting]
            covered = [who for who, _, rang_at in lasting if len(who) == 1 or one.at - rang_at < LIMITS.quiet_s]
            assert people(one) - frozenset().union(*covered)
            visits[one.alarm_id] = (people(one), one.at, one.at)
        else:
            who, last_seen, rang_at = visits[one.alarm_id]
            who = frozenset([one.person_id]) if one.person_id else who
            visits[one.alarm_id] = (who, max(one.at, last_seen) if one.sure else last_seen, rang_at)


@given(STEPS)
@settings(max_examples=120, deadline=None)
def test_it_never_rings_below_the_threshold_nor_names_without_the_lead(steps: list[Step]) -> None:
    for one in run(steps):
        assert one.score >= POINT.threshold
        if isinstance(one, RaiseAlarm):
            assert one.votes >= LIMITS.votes_needed
            assert one.at - one.first_vote_at >= LIMITS.spread_s
            assert one.person_id in (None, one.candidates[0].person_id)
            assert (one.person_id is None) == (len(one.candidates) == 2)
            behind = one.runner_up_score
            assert one.person_id is None or behind is None or one.score - behind >= POINT.margin


@given(STEPS)
@settings(max_examples=50, deadline=None)
def test_strangers_never_ring(steps: list[Step]) -> None:
    below = [(w, c, t, Match(Candidate(PEOPLE[0], 0.499), m.runner_up)) for w, c, t, m in steps]
    assert run(below) == []


@given(STEPS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_the_same_facts_lead_to_the_same_decisions_with_ticks_or_without(steps: list[Step], quiet: bool) -> None:
    assert run(steps, quiet=quiet) == run(steps, quiet=quiet)
    assert run(steps, quiet=quiet) == run(steps, quiet=quiet, ticks=True)


@given(STEPS, st.integers(0, 119), st.booleans())
@settings(max_examples=120, deadline=None)
def test_nobody_and_nothing_mutes_a_person_who_is_clearly_seen(steps: list[Step], when: int, quiet: bool) -> None:
    """Whatever goes on before and around: a person seen clearly and often enough rings, under their name."""
    numbers = count(1)
    policy = AlarmPolicy(LIMITS, POINT, lambda: AlarmId(str(next(numbers))), quiet=quiet)
    newcomer, at = PersonId("newcomer"), 0.0
    clear = Match(Candidate(newcomer, 0.9), Candidate(PEOPLE[0], 0.6))
    told: list[Decision] = []
    for wait_s, camera, track, match in steps[:when]:
        at += wait_s
        told += policy.observe(Observed(camera, TrackId(track), at, match))
    for wait_s, camera, track, match in [*steps[when:], *[(0.2, "door", 9, NOBODY)] * 3][:3]:
        at += max(wait_s, 0.2)
        if wait_s > LIMITS.vote_fresh_s:
            return
        told += policy.observe(Observed(camera, TrackId(track), at, match))
        told += policy.observe(Observed("door", TrackId(4), at, clear))
    assert [one.person_id for one in told if one.person_id == newcomer and isinstance(one, RaiseAlarm)] == [newcomer]


@st.composite
def shows(draw: st.DrawFn, behind: Sequence[float] = (0.05, 0.5)) -> Match:
    """One of three people, clearly or so that two cannot be told apart."""
    first, second = draw(st.permutations(PEOPLE[:3]))[:2]
    return Match(Candidate(first, 0.8), Candidate(second, 0.8 - draw(st.sampled_from(behind))))


@st.composite
def stands(draw: st.DrawFn) -> list[Step]:
    """Faces that are there for a while, one after the other: first anybody, then look-alikes."""
    ways = [draw(shows()), *draw(st.lists(shows((0.05,)), max_size=4))]
    return [(1.5, "hall", n, match) for n, match in enumerate(ways) for _ in range(draw(st.sampled_from([2, 5, 16])))]


@given(st.one_of(STEPS, stands()), stands(), st.sampled_from([0, 5, 20]), shows())
@settings(max_examples=300, deadline=None)
def test_only_news_of_a_person_keeps_them_quiet(steps: list[Step], alike: list[Step], wait_s: int, last: Match) -> None:
    """A person whom no alarm showed and no clear look met for a quiet time is shown as soon as they lead often enough,
    however long look-alikes were about: unless the very two who cannot be told apart are there all the while."""
    numbers = count(1)
    policy = AlarmPolicy(LIMITS, POINT, lambda: AlarmId(str(next(numbers))))
    at, news = 0.0, dict[PersonId, float]()
    for gap_s, camera, track, match in [*steps, *alike]:
        at += gap_s
        decisions = policy.observe(Observed(camera, TrackId(track), at, match))
        who = {one.person_id for one in leading(match)[:1] if len(leading(match)) == 1}
        for person in who.union(*(people(one) for one in decisions if isinstance(one, RaiseAlarm))):
            news[person] = max(at, news.get(person, at))
    at += wait_s
    newcomers = {one.person_id for one in leading(last)}
    if not newcomers or at - news.get(leading(last)[0].person_id, -1e9) < LIMITS.quiet_s:
        return
    if len(newcomers) == 2 and newcomers in [visit.who for visit in policy.open_visits()]:
        return
    rang = [d for i in range(3) for d in policy.observe(Observed("door", TrackId(9), at + 0.2 * i, last))]
    [alarm] = [one for one in rang if isinstance(one, RaiseAlarm)]
    assert people(alarm) == newcomers


def leading(match: Match) -> list[Candidate]:
    """Nobody, the one who is ahead by the margin, or the two who are not told apart."""
    best, second = match.nearest, match.runner_up
    if best is None or best.score < POINT.threshold:
        return []
    return [best] if second is None or best.score - second.score >= POINT.margin else [best, second]


@given(STEPS)
@settings(max_examples=80, deadline=None)
def test_updates_name_an_alarm_that_was_raised_and_never_change_a_name(steps: list[Step]) -> None:
    names: dict[AlarmId, PersonId | None] = {}
    for one in run(steps):
        if isinstance(one, RaiseAlarm):
            assert one.alarm_id not in names
        elif names[one.alarm_id] is None:
            assert one.named == (one.person_id is not None)
        else:
            assert one.person_id == names[one.alarm_id]
            assert not one.named
        names[one.alarm_id] = one.person_id


@given(STEPS)
@settings(max_examples=80, deadline=None)
def test_a_restart_at_any_moment_rings_no_more_than_none(steps: list[Step]) -> None:
    """Visits carried over a restart stay quiet: with no new evidence lost, nobody rings twice for one visit."""
    numbers = count(1)
    new_id = lambda: AlarmId(str(next(numbers)))  # noqa: E731
    policy = AlarmPolicy(LIMITS, POINT, new_id)
    at, news = 0.0, dict[PersonId, float]()
    for wait_s, camera, track, match in steps:
        at += wait_s
        for one in policy.observe(Observed(camera, TrackId(track), at, match)):
            person = one.person_id
            if person is not None and isinstance(one, RaiseAlarm):
                assert at - news.get(person, -1e9) >= LIMITS.quiet_s
            if person is not None and (isinstance(one, RaiseAlarm) or one.sure):
                news[person] = at
        policy = AlarmPolicy(LIMITS, POINT, new_id, policy.open_visits()) if track == 3 else policy
