"""The judgements about photographs: one by one, among a person's own, and beside everybody else's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from camera.quality import Refusal as QualityRefusal
from watchlist.enrolment import (
    NOT_MEANT,
    EnrolmentLimits,
    FaceFacts,
    Lines,
    MainFace,
    Reason,
    Refusal,
    Resemblance,
    SetVerdict,
    judge_against_list,
    judge_set,
    main_face,
)
from watchlist.known_faces import compared
from watchlist.types import Candidate, PersonId

LIMITS = EnrolmentLimits()
LINES = LIMITS.lines(threshold=0.5, margin=0.05)
NOBODY: NDArray[np.float32] = np.zeros((0, 3), np.float32)


def face(size_px: float, sharpness: float = 0.3, *faults: str) -> FaceFacts:
    return FaceFacts(size_px, sharpness, faults)


def at(*degrees: float) -> NDArray[np.float32]:
    """Vectors in a plane: the cosine of two is that of the angle between them."""
    turn = np.radians(np.array(degrees, np.float64))
    return np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1).astype(np.float32)


def judged(new: NDArray[np.float32], enrolled: NDArray[np.float32], lines: Lines) -> list[SetVerdict]:
    known = [(PersonId("p-1"), vector) for vector in enrolled]
    return judge_set(compared(new, PersonId("p-1"), known).scores, len(new), lines)


def reasons(verdicts: list[SetVerdict]) -> list[Reason | None]:
    return [verdict.reason for verdict in verdicts]


def near(score: float) -> Candidate:
    return Candidate(PersonId("p-2"), score)


def test_no_face_is_refused() -> None:
    answer = main_face([], LIMITS)
    assert isinstance(answer, Refusal)
    assert answer.reason == Reason.NO_FACE


def test_of_two_faces_the_larger_is_not_simply_taken() -> None:
    answer = main_face([face(100), face(60)], LIMITS)
    assert isinstance(answer, Refusal)
    assert answer.reason == Reason.SEVERAL_FACES
    assert answer.hint.startswith("2 faces")


@pytest.mark.parametrize(
    "bystander",
    [
        pytest.param(face(33), id="under a third of the size"),
        pytest.param(face(80, 0.14), id="smaller and out of focus"),
        pytest.param(face(80, 0.3, "turned"), id="smaller and not to be enrolled"),
        pytest.param(face(99, 0.3, "cut off"), id="cut off"),
        pytest.param(face(120, 0.3, "printed"), id="on somebody's clothes"),
    ],
)
def test_a_bystander_nobody_can_mean_is_passed_over_and_counted(bystander: FaceFacts) -> None:
    assert main_face([bystander, face(100)], LIMITS) == MainFace(1, passed_over=1)


@pytest.mark.parametrize(
    "rival",
    [
        pytest.param(face(34), id="a third of the size, in focus"),
        pytest.param(face(80, 0.16), id="smaller, hardly out of focus"),
        pytest.param(face(91, 0.1, "turned"), id="as large"),
    ],
)
def test_a_rival_makes_it_several(rival: FaceFacts) -> None:
    assert isinstance(main_face([face(100), rival], LIMITS), Refusal)


def test_a_lone_face_is_meant_whatever_its_faults() -> None:
    assert main_face([face(100, 0.3, "cut off")], LIMITS) == MainFace(0, 0)


def test_faults_that_make_a_bystander_are_the_quality_gates_own_words() -> None:
    assert {str(reason) for reason in QualityRefusal} >= NOT_MEANT


@given(st.lists(st.tuples(st.floats(20, 400), st.floats(0.01, 1), st.booleans()), min_size=1, max_size=6))
def test_the_face_meant_is_the_largest_that_can_be_meant(faces: list[tuple[float, float, bool]]) -> None:
    facts = [face(size, sharp, *(("cut off",) if cut else ())) for size, sharp, cut in faces]
    answer = main_face(facts, LIMITS)
    if isinstance(answer, MainFace):
        chosen = facts[answer.place]
        assert answer.passed_over == len(facts) - 1
        assert all(one.size_px <= chosen.size_px or one.faults for one in facts)


def test_lines_follow_the_models_own_threshold() -> None:
    dlib, arcface = LIMITS.lines(0.96, 0.01), LIMITS.lines(0.48, 0.04)
    assert (round(dlib.fit, 3), round(arcface.fit, 3)) == (0.9, 0.24)
    for lines in (dlib, arcface):
        assert lines.fit < lines.near < lines.held < lines.same < lines.duplicate < 1


@pytest.mark.parametrize(("threshold", "margin"), [(0, 0.1), (1, 0.1), (0.5, -0.1), (0.5, 1)])
def test_lines_refuse_what_is_no_threshold(threshold: float, margin: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        LIMITS.lines(threshold, margin)


def test_limits_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="shares"):
        EnrolmentLimits(background_share=1)
    with pytest.raises(ValueError, match="margins"):
        EnrolmentLimits(near_margins=-1)


def test_one_photograph_fits_itself() -> None:
    assert judged(at(0), NOBODY, LINES) == [SetVerdict(None)]


def test_photographs_of_one_face_fit_directly_or_by_way_of_a_third() -> None:
    assert reasons(judged(at(0, 60, 120), NOBODY, LINES)) == [None, None, None]


def test_the_one_that_does_not_fit_is_named_with_the_nearest() -> None:
    verdicts = judged(at(0, 30, 150), NOBODY, LINES)
    assert reasons(verdicts) == [None, None, Reason.DOES_NOT_FIT]
    assert verdicts[2].like == 1
    assert verdicts[2].score == pytest.approx(-0.5, abs=1e-6)


def test_of_two_that_differ_both_are_named() -> None:
    assert reasons(judged(at(0, 90), NOBODY, LINES)) == [Reason.DISAGREE, Reason.DISAGREE]


def test_two_against_two_nobody_can_say() -> None:
    assert reasons(judged(at(0, 30, 150, 180), NOBODY, LINES)) == [Reason.DISAGREE] * 4


def test_those_enrolled_before_decide_against_any_number_of_new_ones() -> None:
    assert reasons(judged(at(150, 170, 190), at(0, 30), LINES)) == [Reason.DOES_NOT_FIT] * 3
    assert reasons(judged(at(60, 170), at(0, 30), LINES)) == [None, Reason.DOES_NOT_FIT]


def test_a_single_enrolled_photograph_may_itself_be_the_wrong_one() -> None:
    assert reasons(judged(at(150), at(0), LINES)) == [Reason.DISAGREE]


def test_the_same_picture_again_is_a_duplicate_of_new_and_of_enrolled_ones() -> None:
    verdicts = judged(at(40, 41, 1), at(0), LINES)
    assert reasons(verdicts) == [None, Reason.DUPLICATE, Reason.DUPLICATE]
    assert [verdict.like for verdict in verdicts] == [0, 1, 0]


def test_a_duplicate_is_no_second_witness() -> None:
    """Two copies of one wrong picture must not outvote the right one."""
    assert reasons(judged(at(0, 1, 150), NOBODY, LINES)) == [Reason.DISAGREE, Reason.DUPLICATE, Reason.DISAGREE]


def connected(vectors: NDArray[np.float32]) -> bool:
    """Can every one be reached from the first by steps that fit?"""
    fits = vectors @ vectors.T >= LINES.fit - 1e-6
    reached = {0}
    for _ in vectors:
        reached |= {int(one) for place in reached for one in np.flatnonzero(fits[place])}
    return len(reached) == len(vectors)


@given(st.lists(st.floats(0, 359), min_size=1, max_size=7))
def test_the_photographs_taken_are_always_of_one_face(degrees: list[float]) -> None:
    verdicts = judged(at(*degrees), NOBODY, LINES)
    assert len(verdicts) == len(degrees)
    taken = [vector for vector, verdict in zip(at(*degrees), verdicts, strict=True) if verdict.reason is None]
    assert not taken or connected(np.stack(taken))
    assert taken or Reason.DISAGREE in reasons(verdicts)


def test_nobody_else_on_the_list_is_nothing_to_tell() -> None:
    assert judge_against_list([None], LINES) == [None]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.44, None),
        (0.46, Resemblance(near(0.46), None)),
        (0.49, Resemblance(near(0.49), None)),
        (0.51, Resemblance(near(0.51), Reason.LOOKALIKE)),
        (0.61, Resemblance(near(0.61), Reason.SAME_PERSON)),
    ],
)
def test_the_nearer_somebody_else_the_graver(score: float, expected: Resemblance | None) -> None:
    assert judge_against_list([near(score)], LINES) == [expected]


def test_a_lookalike_holds_back_its_photograph_only() -> None:
    assert judge_against_list([near(0.51), near(0.1)], LINES) == [Resemblance(near(0.51), Reason.LOOKALIKE), None]


def test_one_person_under_two_names_holds_back_every_photograph() -> None:
    held = judge_against_list([near(0.7), near(0.1), None], LINES)
    assert [one.reason if one else None for one in held] == [Reason.SAME_PERSON, Reason.SAME_PERSON, None]


def test_who_was_compared_by_eye_is_told_and_taken() -> None:
    assert judge_against_list([near(0.7), near(0.1)], LINES, accepted=True) == [Resemblance(near(0.7), None), None]
