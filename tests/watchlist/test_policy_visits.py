"""One alarm a visit: over cameras, over a restart, beside other people, and between two candidates."""

from itertools import count

import pytest

from camera.types import TrackId
from watchlist.operating_points import OperatingPoint, operating_point
from watchlist.policy import AlarmPolicy, Decision, Observed, PolicyLimits, RaiseAlarm, UpdateAlarm
from watchlist.types import AlarmId, Candidate, Match, PersonId
from watchlist.visits import Visit

A, B, C = PersonId("a"), PersonId("b"), PersonId("c")
QUIET_S = PolicyLimits().quiet_s


def policy_of(*open_visits: Visit, quiet: bool = True) -> AlarmPolicy:
    numbers = count(1)
    point = OperatingPoint(threshold=0.5, margin=0.1)
    return AlarmPolicy(PolicyLimits(), point, lambda: AlarmId(f"alarm-{next(numbers)}"), open_visits, quiet=quiet)


@pytest.fixture
def policy() -> AlarmPolicy:
    return policy_of()


def clear(person: PersonId) -> Match:
    return Match(Candidate(person, 0.8), Candidate(PersonId("z"), 0.1))


def tie(first: PersonId, second: PersonId, score: float = 0.8, behind: float = 0.05) -> Match:
    return Match(Candidate(first, score), Candidate(second, score - behind))


def names(alarm: RaiseAlarm) -> tuple[PersonId, ...]:
    return tuple(candidate.person_id for candidate in alarm.candidates)


def walk(policy: AlarmPolicy, match: Match, at: float, camera: str = "door", track: int = 1) -> list[Decision]:
    """Four sightings of a track, enough to ring."""
    return [d for i in range(4) for d in policy.observe(Observed(camera, TrackId(track), at + 0.2 * i, match))]


def told(decisions: list[Decision]) -> list[tuple[str, str, PersonId | None]]:
    return [(type(one).__name__, str(one.alarm_id), one.person_id) for one in decisions]


def test_three_cameras_and_ten_minutes_are_one_alarm(policy: AlarmPolicy) -> None:
    decisions = []
    for number, at in enumerate(range(0, 601, 30)):
        decisions += walk(policy, clear(A), at, camera=f"camera-{number % 3}", track=number)
        policy.tick(at + 10)
    assert [one.alarm_id for one in decisions if isinstance(one, RaiseAlarm)] == ["alarm-1"]
    assert {one.camera for one in decisions} == {"camera-0", "camera-1", "camera-2"}
    assert {one.alarm_id for one in decisions} == {"alarm-1"}


@pytest.mark.parametrize("ticks", [True, False])
def test_whoever_comes_back_after_the_quiet_time_rings_again(policy: AlarmPolicy, ticks: bool) -> None:
    walk(policy, clear(A), 0, track=1)
    last_seen = 0.6
    if ticks:
        policy.tick(last_seen + QUIET_S)
    assert told(walk(policy, clear(A), last_seen + QUIET_S, track=2)) == [("RaiseAlarm", "alarm-2", A)]


def test_whoever_comes_back_within_the_quiet_time_updates(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0, track=1)
    policy.tick(QUIET_S)
    assert told(walk(policy, clear(A), QUIET_S - 2, track=2)) == [("UpdateAlarm", "alarm-1", A)]


def test_every_sighting_prolongs_the_visit(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    for at in range(9, 2000, 9):
        policy.tick(at)
        later = policy.observe(Observed("door", TrackId(1), at, clear(A)))
        assert told(later) == [("UpdateAlarm", "alarm-1", A)]


def test_an_unconfirmed_resemblance_does_not_prolong_the_visit(policy: AlarmPolicy) -> None:
    """Somebody slightly alike who passes now and then must not keep the listed person quiet for ever."""
    walk(policy, clear(A), 0, track=1)
    policy.observe(Observed("door", TrackId(2), QUIET_S - 10, clear(A)))
    assert told(walk(policy, clear(A), QUIET_S + 5, track=3)) == [("RaiseAlarm", "alarm-2", A)]


def test_a_face_that_sat_out_the_quiet_time_needs_all_its_votes_again(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    for at in range(5, 700, 5):
        policy.observe(Observed("door", TrackId(1), at, Match(Candidate(A, 0.2), None)))
    assert policy.observe(Observed("door", TrackId(1), 700, clear(A))) == []


def test_the_quiet_time_of_one_person_mutes_no_other(policy: AlarmPolicy) -> None:
    assert told(walk(policy, clear(A), 0, track=1)) == [("RaiseAlarm", "alarm-1", A)]
    assert told(walk(policy, clear(B), 0.1, track=2)) == [("RaiseAlarm", "alarm-2", B)]
    assert told(walk(policy, clear(C), 0.2, track=1)) == [("RaiseAlarm", "alarm-3", C)]


def test_a_visit_goes_on_over_a_restart(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0)
    [visit] = policy.open_visits()
    assert (visit.alarm_id, visit.who, visit.camera) == (AlarmId("alarm-1"), frozenset([A]), None)
    assert visit.last_seen == pytest.approx(0.6)
    again = policy_of(Visit(AlarmId("kept"), visit.who, visit.last_seen - 1000.0))
    assert told(walk(again, clear(A), QUIET_S - 1002.0)) == [("UpdateAlarm", "kept", A)]
    assert told(walk(again, clear(B), -900.0, track=2)) == [("RaiseAlarm", "alarm-1", B)]


def test_a_kept_visit_whose_quiet_time_is_over_rings_again() -> None:
    policy = policy_of(Visit(AlarmId("kept"), frozenset([A]), -QUIET_S))
    assert told(walk(policy, clear(A), 0)) == [("RaiseAlarm", "alarm-1", A)]


def test_a_kept_visit_from_a_clock_that_stood_in_the_future_silences_nobody() -> None:
    policy = policy_of(Visit(AlarmId("kept"), frozenset([A]), 365 * 86_400.0))
    assert told(walk(policy, clear(A), 0)) == [("RaiseAlarm", "alarm-1", A)]


def test_a_tie_rings_once_with_both_candidates_and_no_name(policy: AlarmPolicy) -> None:
    [alarm, *updates] = walk(policy, tie(B, A), 0)
    assert isinstance(alarm, RaiseAlarm)
    assert (alarm.person_id, names(alarm), alarm.votes) == (None, (B, A), 3)
    assert (alarm.score, alarm.runner_up_score) == (0.8, 0.75)
    assert [candidate.score for candidate in alarm.candidates] == [0.8, 0.75]
    assert updates == []
    assert walk(policy, tie(A, B), 1.0) == []


def test_candidates_that_take_turns_in_leading_are_a_tie(policy: AlarmPolicy) -> None:
    decisions = []
    for i in range(4):
        match = tie(A, B) if i % 2 else tie(B, A)
        decisions += policy.observe(Observed("door", TrackId(1), 0.2 * i, match))
    assert told(decisions) == [("RaiseAlarm", "alarm-1", None)]


@pytest.mark.parametrize("track", [1, 2])
def test_the_first_clear_look_names_the_alarm_of_a_tie(policy: AlarmPolicy, track: int) -> None:
    walk(policy, tie(A, B), 0, track=1)
    policy.tick(20)
    named = walk(policy, clear(A), 20, camera="hall", track=track)
    assert told(named) == [("UpdateAlarm", "alarm-1", A)]
    assert isinstance(named[0], UpdateAlarm)
    assert named[0].named
    assert told(walk(policy, clear(B), 40, track=3)) == [("RaiseAlarm", "alarm-2", B)]
    assert told(walk(policy, clear(A), 60, track=4)) == [("UpdateAlarm", "alarm-1", A)]


def test_a_runner_up_just_below_the_threshold_keeps_the_name_back_and_never_rings_alone(policy: AlarmPolicy) -> None:
    [alarm, *_] = walk(policy, tie(A, B, score=0.52), 0)
    assert isinstance(alarm, RaiseAlarm)
    assert (alarm.person_id, names(alarm)) == (None, (A, B))
    decisions = [
        d
        for i, first in enumerate([C, PersonId("d"), PersonId("e")])
        for d in policy.observe(Observed("door", TrackId(2), 5 + i, tie(first, B, score=0.52)))
    ]
    assert decisions == []


def test_one_person_against_changing_rivals_rings_without_a_name_until_seen_clearly(policy: AlarmPolicy) -> None:
    rivals = [B, C, PersonId("d")]
    decisions = [
        d
        for i, rival in enumerate(rivals)
        for d in policy.observe(Observed("door", TrackId(1), 0.2 * i, tie(A, rival)))
    ]
    [alarm] = decisions
    assert isinstance(alarm, RaiseAlarm)
    assert (alarm.person_id, names(alarm)) == (None, (A, "d"))
    assert told(walk(policy, clear(A), 1.0)) == [("UpdateAlarm", "alarm-1", A)]


def test_a_doubtful_pair_joins_the_visit_of_the_one_who_is_here(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0, track=1)
    assert told(walk(policy, tie(A, B), 10, track=2)) == [("UpdateAlarm", "alarm-1", A)]
    assert told(walk(policy, clear(B), 40, track=2)) == [("RaiseAlarm", "alarm-2", B)]


def test_without_quiet_time_every_camera_rings_for_itself_once(policy: AlarmPolicy) -> None:
    apart = policy_of(quiet=False)
    assert told(walk(apart, clear(A), 0, camera="one")) == [("RaiseAlarm", "alarm-1", A)]
    assert told(walk(apart, clear(A), 5, camera="two")) == [("RaiseAlarm", "alarm-2", A)]
    assert told(walk(apart, clear(A), 10, camera="one")) == [("UpdateAlarm", "alarm-1", A)]
    assert {visit.camera for visit in apart.open_visits()} == {"one", "two"}


def test_a_visit_is_of_one_or_two_people() -> None:
    for who in (frozenset[PersonId](), frozenset([A, B, C])):
        with pytest.raises(ValueError, match="one person or of two"):
            Visit(AlarmId("x"), who, 0.0)


def test_a_sites_own_operating_point_holds_for_its_model_alone() -> None:
    delivered, own = OperatingPoint(0.97, 0.01), OperatingPoint(0.6, 0.05)
    assert operating_point("model-1", delivered, {"model-2": own}) == delivered
    assert operating_point("model-2", delivered, {"model-2": own}) == own


def test_how_rare_a_stranger_is_is_said_for_no_longer_a_list_than_was_measured() -> None:
    point = OperatingPoint(0.5, 0.04, one_in=65, listed=234)
    assert [point.one_in_among(people) for people in (0, 234, 235)] == [65, 65, None]
    assert OperatingPoint(0.5, 0.04).one_in_among(1) is None


@pytest.mark.parametrize(
    "told", [{"one_in": 65}, {"listed": 234}, {"one_in": 0, "listed": 5}, {"one_in": 5, "listed": 0}]
)
def test_half_a_measurement_is_none(told: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        OperatingPoint(0.5, 0.04, **told)


def test_without_quiet_time_a_recording_that_is_played_again_rings_again() -> None:
    policy = policy_of(quiet=False)
    first = walk(policy, clear(A), 0, "tape.mkv")
    policy.recording_ended("tape.mkv")
    again = walk(policy, clear(A), 10, "tape.mkv")
    assert [kind for kind, *_ in told(first)] == [kind for kind, *_ in told(again)]


def test_with_quiet_time_the_end_of_a_recording_ends_no_visit(policy: AlarmPolicy) -> None:
    walk(policy, clear(A), 0, "tape.mkv")
    policy.recording_ended("tape.mkv")
    assert not [one for one in walk(policy, clear(A), 10, "tape.mkv") if isinstance(one, RaiseAlarm)]
