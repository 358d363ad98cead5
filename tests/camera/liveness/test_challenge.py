import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.liveness.challenge import Challenge, draw_challenge
from camera.liveness.continuity import ContinuityLimits, Observation, is_broken
from camera.liveness.facts import ChallengeEnd
from camera.liveness.turn_limits import Baseline, ChallengeLimits
from camera.liveness.turns import Turn
from camera.types import TrackId

BASE = Baseline(yaw_deg=3.0, pitch_deg=-4.0, width_px=140.0)
STRAIGHT = Observation(0.0, TrackId(1), 3.0, -4.0, 320.0, 220.0, 140.0)
STEP_S = 0.1
THERE_AND_BACK = (0.0, 0.4, 0.8, 1.2, 1.4, 1.4, 1.2, 0.7, 0.3, 0.0)


def moved(turn: Turn, share: float) -> Observation:
    """`share` of what the turn needs."""
    match turn:
        case Turn.LEFT:
            return replace(STRAIGHT, yaw_deg=3.0 + 17 * share)
        case Turn.RIGHT:
            return replace(STRAIGHT, yaw_deg=3.0 - 17 * share)
        case Turn.NOD:
            return replace(STRAIGHT, pitch_deg=-4.0 + 6 * share)
        case Turn.CLOSER:
            return replace(STRAIGHT, width_px=140.0 * 1.18**share)


def acted(turns: Sequence[Turn], shares: Sequence[float] = THERE_AND_BACK) -> list[Observation]:
    return [moved(turn, share) for turn in turns for share in shares]


def begun(*turns: Turn, limits: ChallengeLimits | None = None, within_s: float = 8.0) -> Challenge:
    return Challenge(turns, BASE, 0.0, within_s, limits)


def fed(challenge: Challenge, seen: Sequence[Observation], from_s: float = 0.0) -> Challenge:
    for number, one in enumerate(seen, start=1):
        challenge.feed(replace(one, at=from_s + number * STEP_S))
    return challenge


@pytest.mark.parametrize("first", list(Turn))
@pytest.mark.parametrize("second", list(Turn))
def test_two_turns_done_as_asked_pass(first: Turn, second: Turn) -> None:
    challenge = fed(begun(first, second), acted([first, second]))
    assert challenge.end is ChallengeEnd.PASSED
    assert challenge.filled == 1.0


def test_a_turn_counts_only_when_the_face_is_straight_again() -> None:
    challenge = fed(begun(Turn.LEFT), acted([Turn.LEFT], THERE_AND_BACK[:6]))
    assert challenge.end is None
    assert challenge.filled == 0.5
    assert fed(challenge, acted([Turn.LEFT], THERE_AND_BACK[6:]), from_s=0.6).end is ChallengeEnd.PASSED


def test_whoever_turns_in_a_hurry_passes_as_well() -> None:
    hurried = [replace(STRAIGHT, yaw_deg=3.0 + yaw) for yaw in (0, 18, 30, 36, 34, 12, 2)]
    assert fed(begun(Turn.LEFT), hurried).end is ChallengeEnd.PASSED


def test_whoever_came_closer_may_stay_there() -> None:
    assert fed(begun(Turn.CLOSER), acted([Turn.CLOSER], (0.3, 0.7, 1.1, 1.2))).end is ChallengeEnd.PASSED


def test_left_is_the_persons_own_left_which_the_camera_sees_on_its_right() -> None:
    to_the_pictures_right = [replace(one, yaw_deg=abs(one.yaw_deg)) for one in acted([Turn.LEFT])]
    assert fed(begun(Turn.LEFT), to_the_pictures_right).end is ChallengeEnd.PASSED
    assert fed(begun(Turn.RIGHT), to_the_pictures_right).end is None


@pytest.mark.parametrize("asked", list(Turn))
def test_a_wrong_turn_does_not_count_and_one_is_forgiven(asked: Turn) -> None:
    wrong = Turn.RIGHT if asked is Turn.LEFT else Turn.LEFT
    challenge = fed(begun(asked), acted([wrong]))
    assert challenge.end is None
    assert challenge.wrong == 1
    assert fed(challenge, acted([asked]), from_s=1.0).end is ChallengeEnd.PASSED


def test_turning_one_way_after_the_other_until_it_fits_does_not_pass() -> None:
    assert fed(begun(Turn.NOD), acted([Turn.LEFT, Turn.RIGHT, Turn.NOD])).end is ChallengeEnd.TIMED_OUT


def test_without_a_limit_wrong_turns_only_cost_time() -> None:
    limits = ChallengeLimits(most_wrong=None)
    assert fed(begun(Turn.NOD, limits=limits), acted([Turn.LEFT, Turn.RIGHT, Turn.NOD])).end is ChallengeEnd.PASSED


def test_every_turn_has_its_own_time() -> None:
    challenge = begun(Turn.LEFT, Turn.RIGHT, within_s=1.5)
    fed(challenge, [STRAIGHT] * 4 + acted([Turn.LEFT]))
    assert challenge.asked is Turn.RIGHT
    fed(challenge, [STRAIGHT] * 14, from_s=1.4)
    assert challenge.end is None
    assert fed(challenge, [STRAIGHT] * 3, from_s=2.8).end is ChallengeEnd.TIMED_OUT


def test_a_pose_that_was_not_come_to_over_another_one_does_not_count() -> None:
    slow_enough = ChallengeLimits(yaw_deg=10.0)  # so that the step itself is allowed
    swapped = [replace(STRAIGHT, yaw_deg=3.0 + yaw) for yaw in (0, 0, 14, 14, 14, 0, 0)]
    assert fed(begun(Turn.LEFT, limits=slow_enough), swapped).end is None


@pytest.mark.parametrize(
    "jump",
    [
        {"yaw_deg": 40.0},
        {"x_px": 420.0},
        {"width_px": 200.0},
        {"track": TrackId(2)},
    ],
)
def test_a_jump_breaks_it(jump: dict[str, float]) -> None:
    seen = [STRAIGHT, replace(STRAIGHT, **jump)]  # type: ignore[arg-type]
    assert fed(begun(Turn.LEFT), seen).end is ChallengeEnd.LOST_FACE


@given(
    st.sampled_from(["yaw_deg", "x_px", "y_px", "width_px"]),
    st.sampled_from([math.nan, math.inf]),
    st.floats(0, 60, allow_nan=False),
    st.booleans(),
)
def test_from_what_is_no_number_no_face_goes_on(what: str, value: float, passed_s: float, is_now: bool) -> None:
    one, other = STRAIGHT, replace(STRAIGHT, **{what: value})  # type: ignore[arg-type]
    before, now = (one, other) if is_now else (other, one)
    assert is_broken(before, replace(now, at=passed_s), ContinuityLimits())


@given(st.lists(st.integers(0, 10), min_size=8, max_size=8), st.permutations(list(Turn)))
def test_whoever_is_exchanged_between_two_frames_of_a_turn_never_passes(gaps: list[int], turns: list[Turn]) -> None:
    """However long each of the two faces stays: exchanged pictures show no way from one to the other."""
    asked, at = turns[:2], 0.0
    challenge = begun(*asked)
    for number, gap in enumerate(gaps):
        seen = STRAIGHT if number % 2 == 0 else moved(asked[number // 2 % 2], 1.2)
        for _ in range(gap):
            at += STEP_S
            challenge.feed(replace(seen, at=at))
    assert challenge.end is not ChallengeEnd.PASSED


def test_a_second_face_breaks_it_unless_it_was_seen_once_only() -> None:
    two = replace(STRAIGHT, others=True)
    assert fed(begun(Turn.LEFT), [STRAIGHT, two, STRAIGHT, two, STRAIGHT]).end is None
    assert fed(begun(Turn.LEFT), [STRAIGHT, two, two]).end is ChallengeEnd.LOST_FACE


def test_a_face_that_is_away_for_long_is_lost_and_for_a_moment_is_not() -> None:
    challenge = fed(begun(Turn.LEFT), [STRAIGHT] * 3)
    challenge.tick(1.2)
    assert challenge.end is None
    challenge.tick(1.4)
    assert challenge.end is ChallengeEnd.LOST_FACE
    assert challenge.ended_at == 1.4


def test_what_has_ended_stays_as_it_ended() -> None:
    challenge = fed(begun(Turn.LEFT), acted([Turn.LEFT]))
    challenge.tick(99.0)
    challenge.feed(replace(STRAIGHT, at=99.0, track=TrackId(7)))
    assert challenge.end is ChallengeEnd.PASSED
    assert challenge.asked is None


def test_no_turns_are_no_challenge() -> None:
    assert begun().end is ChallengeEnd.NOT_ASKED


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-30, 30), st.floats(60, 300)), max_size=60))
def test_a_still_face_that_only_trembles_never_passes(noise: list[tuple[float, float, float]]) -> None:
    seen = [replace(STRAIGHT, yaw_deg=3 + yaw / 60, pitch_deg=-4 + pitch / 30) for yaw, pitch, _ in noise]
    assert fed(begun(Turn.LEFT, Turn.NOD), seen).end is not ChallengeEnd.PASSED


def test_challenges_are_drawn_evenly_and_always_show_depth() -> None:
    drawn = Counter(draw_challenge(random.Random(seed)) for seed in range(4000))
    assert len(drawn) == 10
    assert min(drawn.values()) > 300
    assert all(set(turns) & {Turn.LEFT, Turn.RIGHT} and len(set(turns)) == 2 for turns in drawn)


@given(st.integers(1, 8), st.randoms(use_true_random=False))
def test_no_turn_comes_again_while_another_is_left(n: int, dice: random.Random) -> None:
    turns = draw_challenge(dice, n)
    assert len(turns) == n
    for start in range(max(n - 3, 1)):
        window = turns[start : start + 4]
        assert len(set(window)) == len(window)
