"""When it rings, and when it does not: one track, one person at a time."""

from itertools import count

import pytest

from camera.types import TrackId
from watchlist.operating_points import OperatingPoint
from watchlist.policy import AlarmPolicy, Decision, Observed, PolicyLimits, RaiseAlarm, UpdateAlarm
from watchlist.types import NOBODY, AlarmId, Candidate, Match, PersonId
from watchlist.visits import Visit

A, B = PersonId("a"), PersonId("b")
POINT = OperatingPoint(threshold=0.5, margin=0.1)


def policy_of(*open_visits: Visit, quiet: bool = True, limits: PolicyLimits | None = None) -> AlarmPolicy:
    numbers = count(1)
    new_id = lambda: AlarmId(f"alarm-{next(numbers)}")  # noqa: E731
    return AlarmPolicy(limits or PolicyLimits(), POINT, new_id, open_visits, quiet=quiet)


@pytest.fixture
def policy() -> AlarmPolicy:
    return policy_of()


def like(person: PersonId, score: float = 0.8) -> Match:
    return Match(Candidate(person, score), Candidate(PersonId("z"), 0.1))


def look(policy: AlarmPolicy, match: Match, *times: float, camera: str = "door", track: int = 1) -> list[Decision]:
    """What the sightings of one track at these times lead to."""
    return [d for at in times for d in policy.observe(Observed(camera, TrackId(track), at, match))]


def rings(decisions: list[Decision]) -> list[PersonId | None]:
    return [decision.person_id for decision in decisions if isinstance(decision, RaiseAlarm)]


def test_rings_on_the_third_vote_and_then_stays_quiet(policy: AlarmPolicy) -> None:
    assert look(policy, like(A), 0.0, 0.2) == []
    [alarm] = look(policy, like(A, 0.9), 0.4)
    assert alarm == RaiseAlarm(
        AlarmId("alarm-1"),
        A,
        (Candidate(A, 0.9),),
        "door",
        TrackId(1),
        first_vote_at=0.0,
        at=0.4,
        score=0.9,
        runner_up_score=0.1,
        votes=3,
    )
    assert rings(look(policy, like(A), *(0.6 + 0.2 * i for i in range(100)))) == []


def test_below_the_threshold_is_nobody_and_the_threshold_itself_is_somebody(policy: AlarmPolicy) -> None:
    assert look(policy, like(A, 0.4999), *range(50)) == []
    assert rings(look(policy, like(A, 0.5), 100, 101, 102)) == [A]


def test_an_empty_list_rings_for_nobody(policy: AlarmPolicy) -> None:
    assert look(policy, NOBODY, *range(50)) == []


def test_a_list_of_one_person_needs_no_runner_up(policy: AlarmPolicy) -> None:
    [alarm] = look(policy, Match(Candidate(A, 0.8), None), 0, 1, 2)
    assert isinstance(alarm, RaiseAlarm)
    assert alarm.runner_up_score is None


def test_twenty_looks_at_the_same_picture_are_one_vote(policy: AlarmPolicy) -> None:
    assert look(policy, like(A), *[5.0] * 20) == []


def test_twenty_looks_within_a_moment_do_not_ring(policy: AlarmPolicy) -> None:
    assert look(policy, like(A), *(0.29 * i / 19 for i in range(20))) == []


def test_votes_that_are_too_close_do_not_count_even_over_a_long_time() -> None:
    policy = policy_of(limits=PolicyLimits(votes_needed=3, vote_gap_s=1.0, spread_s=0.0))
    assert look(policy, like(A), 0.0, 0.5, 0.99, 1.98) == []
    assert rings(look(policy, like(A), 2.5, 2.98)) == [A]


def test_votes_must_be_spread_in_time() -> None:
    policy = policy_of(limits=PolicyLimits(votes_needed=3, vote_gap_s=0.1, spread_s=2.0))
    assert look(policy, like(A), 0.0, 0.5, 1.0, 1.5, 1.9) == []
    assert rings(look(policy, like(A), 2.0)) == [A]


def test_old_votes_do_not_count() -> None:
    policy = policy_of(limits=PolicyLimits(vote_fresh_s=5.0, forget_track_after_s=60.0))
    assert look(policy, like(A), 0.0, 4.0, 8.0, 12.0, 16.0) == []
    assert rings(look(policy, like(A), 16.9)) == [A]


def test_votes_of_two_tracks_do_not_add_up(policy: AlarmPolicy) -> None:
    assert look(policy, like(A), 0, 2, track=1) + look(policy, like(A), 1, 3, track=2) == []


def test_equal_track_numbers_of_two_cameras_are_two_tracks(policy: AlarmPolicy) -> None:
    assert look(policy, like(A), 0, 2, camera="door") + look(policy, like(A), 1, 3, camera="hall") == []


def test_a_bad_look_in_between_takes_no_vote_away(policy: AlarmPolicy) -> None:
    look(policy, like(A), 0.0, 0.2)
    look(policy, like(A, 0.2), 0.3, 0.4)
    assert rings(look(policy, like(A), 0.5)) == [A]


def test_a_track_that_ended_starts_again_without_votes(policy: AlarmPolicy) -> None:
    look(policy, like(A), 0.0, 0.2)
    policy.track_ended("door", TrackId(1))
    assert look(policy, like(A), 0.4, 0.6) == []
    assert rings(look(policy, like(A), 0.8)) == [A]


@pytest.mark.parametrize("ticks", [True, False])
def test_a_track_that_fell_silent_starts_again_without_votes(ticks: bool) -> None:
    policy = policy_of(limits=PolicyLimits(vote_fresh_s=60.0, forget_track_after_s=5.0))
    look(policy, like(A), 0.0, 0.2)
    if ticks:
        policy.tick(5.3)
    assert look(policy, like(A), 5.3, 5.5) == []
    assert rings(look(policy, like(A), 5.7)) == [A]


def test_looks_that_resemble_nobody_keep_a_track_alive() -> None:
    policy = policy_of(limits=PolicyLimits(vote_fresh_s=60.0, forget_track_after_s=5.0))
    look(policy, like(A), 0.0, 0.2)
    look(policy, like(A, 0.1), 4.0, 8.0)
    policy.tick(12.0)
    assert rings(look(policy, like(A), 12.0)) == [A]


def test_nothing_is_remembered_of_passers_by(policy: AlarmPolicy) -> None:
    for track in range(1000):
        look(policy, like(A, 0.3), 0.0, 0.5, track=track)
    assert len(policy._evidence) == 0


def test_a_clock_that_jumps_back_a_little_does_no_harm(policy: AlarmPolicy) -> None:
    assert rings(look(policy, like(A), 10.0, 9.7, 10.2, 9.9, 10.4)) == [A]
    assert rings(look(policy, like(A), 9.0, 10.0, 9.5)) == []
    policy.tick(9.0)


def test_updates_are_rationed_per_camera_and_a_new_camera_is_told_at_once(policy: AlarmPolicy) -> None:
    look(policy, like(A), 0.0, 0.2, 0.4)
    at_door = look(policy, like(A), *(0.6 + 0.2 * i for i in range(20)))
    assert [type(one) for one in at_door] == [UpdateAlarm] * 2
    [update] = look(policy, like(A), 4.5, 4.7, 4.9, camera="hall")
    assert update == UpdateAlarm(AlarmId("alarm-1"), A, "hall", TrackId(1), 4.9, 0.8)


@pytest.mark.parametrize(
    "fault",
    [
        {"votes_needed": 0},
        {"votes_needed": 21},
        {"vote_gap_s": -0.1},
        {"spread_s": float("nan")},
        {"quiet_s": 0},
        {"vote_fresh_s": float("inf")},
        {"forget_track_after_s": 0.1},
        {"votes_needed": 20, "vote_gap_s": 1.0},
    ],
)
def test_impossible_limits_cannot_be_built(fault: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(fault)) if len(fault) == 1 else "vote_fresh_s"):
        PolicyLimits(**fault)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("threshold", "margin"), [(0.0, 0.1), (1.0, 0.1), (float("nan"), 0.1), (0.5, -0.1), (0.5, 2.0)]
)
def test_impossible_operating_points_cannot_be_built(threshold: float, margin: float) -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        OperatingPoint(threshold, margin)
