"""The gate's rules, one by one, on made-up measurements."""

from dataclasses import replace

import numpy as np
import pytest

from camera.pose import Pose
from camera.quality import FaceMeasures, QualityLimits, Refusal, refusals, worth
from camera.types import Box, Face, LandmarkLayout, Landmarks

LIMITS = QualityLimits()
FRONTAL = Pose(0, 0, 0)
GOOD = FaceMeasures(
    size_px=100, margin=0.5, pose=FRONTAL, sharpness=0.3, brightness=130, contrast=35, saturated=0, mouth=1
)


def face(box: Box, confidence: float, layout: LandmarkLayout = "five-points") -> Face:
    return Face(box, confidence, Landmarks(np.zeros((5, 2), np.float32), layout))


CLEAR = face(Box(100, 100, 200, 200), 0.93)
CLEAR_HOG = face(Box(100, 100, 200, 200), 1.5, "eye-corners")


@pytest.mark.parametrize("seen", [CLEAR, CLEAR_HOG])
def test_a_good_face_has_nothing_against_it(seen: Face) -> None:
    assert refusals(seen, GOOD, LIMITS) == ()
    assert refusals(seen, GOOD, QualityLimits.for_enrolment()) == ()


@pytest.mark.parametrize(
    ("measured", "reason"),
    [
        (replace(GOOD, margin=0.0), Refusal.CUT_OFF),
        (replace(GOOD, margin=-0.2), Refusal.CUT_OFF),
        (replace(GOOD, size_px=39), Refusal.SMALL),
        (replace(GOOD, pose=Pose(50, 0, 0)), Refusal.TURNED),
        (replace(GOOD, pose=Pose(-50, 0, 0)), Refusal.TURNED),
        (replace(GOOD, pose=Pose(0, 60, 0)), Refusal.TURNED),
        (replace(GOOD, pose=Pose(0, 0, -50)), Refusal.TURNED),
        (replace(GOOD, mouth=0.05), Refusal.COVERED),
        (replace(GOOD, sharpness=0.01), Refusal.BLURRED),
        (replace(GOOD, brightness=20), Refusal.DARK),
        (replace(GOOD, brightness=240), Refusal.OVEREXPOSED),
        (replace(GOOD, saturated=0.5), Refusal.OVEREXPOSED),
        (replace(GOOD, contrast=3), Refusal.FLAT),
    ],
)
def test_each_fault_is_refused_by_its_own_name(measured: FaceMeasures, reason: Refusal) -> None:
    assert refusals(CLEAR, measured, LIMITS) == (reason,)


@pytest.mark.parametrize(("layout", "confidence"), [("five-points", 0.80), ("eye-corners", 0.1)])
def test_a_find_the_detector_is_not_sure_of_is_refused(layout: LandmarkLayout, confidence: float) -> None:
    assert refusals(face(CLEAR.box, confidence, layout), GOOD, LIMITS) == (Refusal.UNSURE,)


WEARER = face(Box(285, 70, 351, 160), 0.93)


@pytest.mark.parametrize("print_box", [Box(243, 204, 401, 361), Box(250, 192, 300, 259), Box(290, 300, 340, 360)])
def test_a_doubtful_face_on_somebodys_chest_is_printed(print_box: Box) -> None:
    doubtful = face(print_box, 0.86)
    assert refusals(doubtful, GOOD, LIMITS, [WEARER]) == (Refusal.PRINTED,)
    assert refusals(doubtful, GOOD, LIMITS) == ()
    assert refusals(WEARER, GOOD, LIMITS, [doubtful]) == ()


def test_a_child_before_its_parent_is_no_print_when_it_is_clearly_found() -> None:
    assert refusals(face(Box(290, 260, 350, 330), 0.92), GOOD, LIMITS, [WEARER]) == ()


@pytest.mark.parametrize("box", [Box(500, 200, 560, 280), Box(285, 30, 351, 68), Box(290, 465, 350, 540)])
def test_a_doubtful_face_beside_above_or_far_below_somebody_is_no_print(box: Box) -> None:
    assert Refusal.PRINTED not in refusals(face(box, 0.86), GOOD, LIMITS, [WEARER])


def test_reasons_come_weightiest_first() -> None:
    worst = replace(GOOD, margin=-1, size_px=10, contrast=1)
    assert refusals(CLEAR, worst, LIMITS) == (Refusal.CUT_OFF, Refusal.SMALL, Refusal.FLAT)


@pytest.mark.parametrize(
    "worse",
    [
        replace(GOOD, size_px=60),
        replace(GOOD, pose=Pose(20, 0, 0)),
        replace(GOOD, pose=Pose(0, -20, 0)),
        replace(GOOD, sharpness=0.06),
    ],
)
def test_a_smaller_turned_or_softer_face_is_worth_less(worse: FaceMeasures) -> None:
    assert 0 < worth(CLEAR, worse, LIMITS) < worth(CLEAR, GOOD, LIMITS) <= 1


def test_a_clearer_find_is_worth_more() -> None:
    assert worth(face(CLEAR.box, 0.86), GOOD, LIMITS) < worth(CLEAR, GOOD, LIMITS)


@pytest.mark.parametrize("fault", [{"min_face_px": 0}, {"min_brightness": 230}])
def test_impossible_limits_cannot_be_built(fault: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        QualityLimits(**fault)  # type: ignore[arg-type]
