"""Look-alikes: contested sightings keep nobody quiet for long, and whoever they may show is shown."""

from itertools import count

import pytest

from camera.types import TrackId
from watchlist.operating_points import OperatingPoint
from watchlist.policy import AlarmPolicy, Decision, Observed, PolicyLimits, RaiseAlarm, UpdateAlarm
from watchlist.types import AlarmId, Candidate, Match, PersonId
from watchlist.visits import Visit, Visits

A, B, C, D = (PersonId(name) for name in "abcd")
QUIET_S = PolicyLimits().quiet_s


def policy_of(*open_visits: Visit, margin: float = 0.1) -> AlarmPolicy:
    numbers = count(1)
    point = OperatingPoint(threshold=0.5, margin=margin)
    return AlarmPolicy(PolicyLimits(), point, lambda: AlarmId(f"alarm-{next(numbers)}"), open_visits)


@pytest.fixture
def policy() -> AlarmPolicy:
    return policy_of()


def clear(person: PersonId) -> Match:
    return Match(Candidate(person, 0.8), Candidate(PersonId("z"), 0.1))


def tie(first: PersonId, second: PersonId) -> Match:
    return Match(Candidate(first, 0.8), Candidate(second, 0.75))


def walk(policy: AlarmPolicy, match: Match, at: float, track: int = 1, looks: int = 4) -> list[Decision]:
    return [d for i in range(looks) for d in policy.observe(Observed("door", TrackId(track), at + 0.2 * i, match))]


def stand(policy: AlarmPolicy, match: Match, start: float, end: float, track: int) -> list[Decision]:
    """Seen every second, by one track."""
    decisions: list[Decision] = []
    for at in range(int(start), int(end)):
        policy.tick(at)
        decisions += policy.observe(Observed("door", TrackId(track), at, match))
    return decisions


def shown(decisions: list[Decision]) -> list[set[PersonId]]:
    """Whom each alarm shows."""
    return [{one.person_id for one in d.candidates} for d in decisions if isinstance(d, RaiseAlarm)]


def last_seen(policy: AlarmPolicy, *who: PersonId) -> float:
    [visit] = [visit for visit in policy.open_visits() if visit.who == frozenset(who)]
    return visit.last_seen


@pytest.mark.parametrize("pair", [(A, B), (B, A)])
def test_a_look_alike_who_stays_keeps_the_listed_person_quiet_no_longer(
    policy: AlarmPolicy, pair: tuple[PersonId, PersonId]
) -> None:
    assert shown(walk(policy, clear(A), 0)) == [{A}]
    assert shown(stand(policy, tie(*pair), 5, 3000, track=2)) == [{A, B}]
    assert shown(walk(policy, clear(A), 3000, track=3)) == [{A}]
    assert shown(stand(policy, tie(*pair), 3002, 3300, track=2)) == []


def test_contested_sightings_update_a_named_visit_without_prolonging_it(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    updates = stand(policy, tie(A, B), 10, 100, track=2)
    assert {(type(one), one.person_id) for one in updates} == {(UpdateAlarm, A)}
    assert not any(one.sure for one in updates if isinstance(one, UpdateAlarm))
    assert last_seen(policy, A) == pytest.approx(0.6)


def test_a_contested_track_prolongs_nothing_by_looks_that_are_rare_or_clear_only_once(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    walk(policy, tie(A, B), 100, track=2)
    for at, match in [(109.0, tie(A, B)), (118.0, tie(A, B)), (127.0, clear(A))]:
        [update] = policy.observe(Observed("door", TrackId(2), at, match))
        assert isinstance(update, UpdateAlarm)
        assert not update.sure
    assert last_seen(policy, A) == pytest.approx(0.6)


def test_sightings_that_show_just_these_two_prolong_the_visit_of_a_tie(policy: AlarmPolicy) -> None:
    assert shown(stand(policy, tie(A, B), 0, 1500, track=1)) == [{A, B}]
    assert last_seen(policy, A, B) == 1499
    for at in range(1508, 1600, 9):
        [update] = policy.observe(Observed("door", TrackId(1), at, tie(B, A)))
        assert isinstance(update, UpdateAlarm)
        assert update.sure
    assert last_seen(policy, A, B) == at


@pytest.mark.parametrize("pair", [(C, A), (A, C), (C, B)])
def test_an_open_tie_hides_no_third_person(policy: AlarmPolicy, pair: tuple[PersonId, PersonId]) -> None:
    assert shown(walk(policy, tie(A, B), 0)) == [{A, B}]
    assert shown(stand(policy, tie(*pair), 5, 65, track=2)) == [set(pair)]


def test_a_person_who_is_here_hides_no_other_who_is_nearer_to_the_face(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    assert shown(walk(policy, tie(A, B), 10, track=2)) == []
    assert shown(walk(policy, tie(B, A), 20, track=3, looks=2)) == []
    assert shown(walk(policy, tie(B, A), 21, track=3)) == [{A, B}]
    assert shown(walk(policy, tie(B, A), 30, track=4)) == []


def test_the_look_that_names_a_tie_prolongs_its_visit(policy: AlarmPolicy) -> None:
    walk(policy, tie(A, B), 0)
    walk(policy, clear(A), QUIET_S - 10, track=2, looks=3)
    assert last_seen(policy, A) == pytest.approx(QUIET_S - 9.6)


def test_a_tie_gets_no_name_any_more_once_it_rang_a_quiet_time_ago(policy: AlarmPolicy) -> None:
    stand(policy, tie(A, B), 0, 1000, track=1)
    assert shown(walk(policy, clear(A), 1000, track=2)) == [{A}]
    assert shown(walk(policy, clear(B), 1010, track=3)) == [{B}]


def test_a_restart_does_not_make_a_tie_younger(policy: AlarmPolicy) -> None:
    stand(policy, tie(A, B), 0, 1000, track=1)
    again = policy_of(*policy.open_visits())
    assert shown(walk(again, tie(A, B), 1000, track=2)) == []
    assert shown(walk(again, clear(A), 1010, track=3)) == [{A}]


def test_the_rival_who_is_shown_contested_last(policy: AlarmPolicy) -> None:
    for at, match in enumerate([tie(A, B), tie(A, C), clear(A)]):
        decisions = policy.observe(Observed("door", TrackId(1), float(at), match))
    assert shown(decisions) == [{A, C}]


def test_a_lead_of_just_the_margin_is_a_clear_one() -> None:
    just = Match(Candidate(A, 0.75), Candidate(B, 0.5))
    [alarm, *_] = walk(policy_of(margin=0.25), just, 0)
    assert alarm.person_id == A


def test_what_is_surely_a_persons_visit_comes_before_what_may_be() -> None:
    for visits in ([frozenset([A, B]), frozenset([A])], [frozenset([A]), frozenset([A, B])]):
        kept = Visits(QUIET_S, [Visit(AlarmId(str(len(who))), who, 0.0) for who in visits])
        found = kept.find(A, None, 1.0)
        assert found is not None
        assert found.alarm_id == "1"


def test_a_sighting_that_comes_late_takes_no_time_off_a_visit(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 100)
    policy.observe(Observed("door", TrackId(1), 99.0, clear(A)))
    assert last_seen(policy, A) == pytest.approx(100.6)
    walk(policy, tie(C, D), 100, track=2)
    policy.observe(Observed("door", TrackId(2), 99.0, tie(C, D)))
    assert last_seen(policy, C, D) == pytest.approx(100.6)


def test_sightings_ahead_of_the_time_that_passes_end_no_visit(policy: AlarmPolicy) -> None:
    """A recording that is read faster than time passes: its sightings lie ahead of every tick."""
    decisions: list[Decision] = []
    for minute in range(25):
        decisions += walk(policy, clear(A), 60.0 * minute, track=minute)
        policy.tick(0.1 * minute)
    assert shown(decisions) == [{A}]


def test_a_kept_visit_that_goes_on_ahead_of_the_time_that_passes_is_not_over() -> None:
    policy = policy_of(Visit(AlarmId("kept"), frozenset([A]), -5.0))
    for minute in range(25):
        assert shown(walk(policy, clear(A), 60.0 * minute, track=minute)) == []
        policy.tick(0.1 * minute)
