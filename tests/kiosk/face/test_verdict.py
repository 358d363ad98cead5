"""What a face check may conclude."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.leases.messages import CheckFacts, NoComparison
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from kiosk.face.points import DELIVERED, FacePoint, point_of
from kiosk.face.verdict import Doubt, FaceRules, Obstacle, Outcome, Verdict, judge

POINT = FacePoint("sface", 0.45)
RULES = FaceRules()
ALIVE = LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, 0.02, 0.9)


def facts(similarity: float = 0.9, life: LivenessFacts = ALIVE, model: str = "sface@1") -> CheckFacts:
    return CheckFacts("c", life, model, 5, similarity)


def test_from_the_threshold_on_it_is_the_same_person_and_below_it_nobody_is_sure() -> None:
    assert judge(facts(0.45), POINT, RULES) == Verdict(Outcome.SAME)
    assert judge(facts(math.nextafter(0.45, 0)), POINT, RULES) == Verdict(Outcome.NOT_SURE, doubt=Doubt.UNLIKE)


def test_nan_is_like_nobody() -> None:
    assert judge(facts(math.nan), POINT, RULES).doubt is Doubt.UNLIKE
    life = LivenessFacts(ChallengeEnd.PASSED, live_score=math.nan)
    assert judge(facts(0.9, life), POINT, RULES).doubt is Doubt.PASSIVE


@pytest.mark.parametrize(
    ("life", "doubt"),
    [
        (LivenessFacts(ChallengeEnd.TIMED_OUT, Depth.SOLID), Doubt.CHALLENGE),
        (LivenessFacts(ChallengeEnd.LOST_FACE, Depth.SOLID), Doubt.CHALLENGE),
        (LivenessFacts(ChallengeEnd.NOT_ASKED, Depth.SOLID), Doubt.CHALLENGE),
        (LivenessFacts(ChallengeEnd.PASSED, Depth.FLAT), Doubt.FLAT),
        (LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, None, 0.29), Doubt.PASSIVE),
        (LivenessFacts(ChallengeEnd.PASSED, Depth.UNKNOWN, None, None), None),
        (LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, None, 0.3), None),
    ],
)
def test_life_must_have_been_shown_and_what_could_not_be_measured_counts_against_nobody(
    life: LivenessFacts, doubt: Doubt | None
) -> None:
    assert judge(facts(0.9, life), POINT, RULES).doubt is doubt


def test_a_site_may_do_without_the_challenge_but_a_failed_one_counts() -> None:
    easy = FaceRules(needs_challenge=False)
    assert judge(facts(0.9, LivenessFacts(ChallengeEnd.NOT_ASKED)), POINT, easy).outcome is Outcome.SAME
    assert judge(facts(0.9, LivenessFacts(ChallengeEnd.TIMED_OUT)), POINT, easy).doubt is Doubt.CHALLENGE


@pytest.mark.parametrize("why", list(NoComparison))
def test_every_obstacle_of_the_camera_has_its_name_here(why: NoComparison) -> None:
    ended = CheckFacts("c", ALIVE, "sface@1", 0, None, why)
    assert judge(ended, POINT, RULES) == Verdict(Outcome.NO_COMPARISON, obstacle=Obstacle(why.value))


def test_a_model_without_a_point_or_with_anothers_concludes_nothing() -> None:
    for point in (None, FacePoint("dlib", -0.5)):
        assert judge(facts(0.99), point, RULES).obstacle is Obstacle.UNKNOWN_MODEL


@given(
    st.floats(-1, 1),
    st.sampled_from(ChallengeEnd),
    st.sampled_from(Depth),
    st.none() | st.floats(0, 1),
)
def test_the_same_person_needs_likeness_and_every_sign_of_life(
    similarity: float, challenge: ChallengeEnd, depth: Depth, score: float | None
) -> None:
    verdict = judge(facts(similarity, LivenessFacts(challenge, depth, None, score)), POINT, RULES)
    alive = challenge is ChallengeEnd.PASSED and depth is not Depth.FLAT and (score is None or score >= 0.3)
    assert (verdict.outcome is Outcome.SAME) == (alive and similarity >= 0.45)


def test_points_are_found_by_the_longest_name_and_unknown_models_have_none() -> None:
    special = FacePoint("sface@0ba9fbfa", 0.5)
    assert point_of("sface@0ba9fbfa+five-points", (*DELIVERED, special)) is special
    found = point_of("dlib-resnet-v1@55533b28")
    assert found is not None
    assert found.threshold == 0.957
    assert point_of("glint360k@1") is None
    assert point_of("") is None


@pytest.mark.parametrize("threshold", [1.0, -1.0, math.nan])
def test_a_point_is_a_cosine(threshold: float) -> None:
    with pytest.raises(ValueError, match="cosine"):
        FacePoint("x", threshold)


def test_a_verdict_that_contradicts_itself_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="obstacle"):
        Verdict(Outcome.NO_COMPARISON)
    with pytest.raises(ValueError, match="doubt"):
        Verdict(Outcome.SAME, doubt=Doubt.FLAT)
