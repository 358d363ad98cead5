import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.embedders.alignment import EYES_NOSE, FIVE_POINTS, arcface_crop, eyes_and_nose, similarity
from camera.types import Landmarks

WHOLE_TURN = 2 * np.pi


def moved(points: np.ndarray, scale: float, angle: float, shift: tuple[float, float]) -> np.ndarray:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(points @ turn.T + shift)


def carried(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2])


@given(
    scale=st.floats(0.05, 20),
    angle=st.floats(0, WHOLE_TURN),
    shift=st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)),
    points=st.sampled_from([FIVE_POINTS, EYES_NOSE]),
)
def test_a_turned_scaled_and_shifted_face_is_brought_back_exactly(
    scale: float, angle: float, shift: tuple[float, float], points: np.ndarray
) -> None:
    seen = moved(points, scale, angle, shift)
    assert carried(similarity(seen, points), seen) == pytest.approx(points, abs=1e-5)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=5, max_size=5))
def test_the_answer_is_never_a_mirror_image_and_always_finite(points: list[tuple[float, float]]) -> None:
    matrix = similarity(np.array(points), FIVE_POINTS)
    assert np.isfinite(matrix).all()
    assert np.linalg.det(matrix[:, :2]) >= -1e-9


def test_a_mirrored_face_is_not_mirrored_back() -> None:
    mirrored = FIVE_POINTS * [-1, 1]
    matrix = similarity(mirrored, FIVE_POINTS)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_of_noisy_points_no_nearby_similarity_fits_better() -> None:
    draw = np.random.default_rng(3)
    seen = moved(FIVE_POINTS, 1.7, 0.3, (40, -9)) + draw.normal(0, 4, (5, 2))
    best = similarity(seen, FIVE_POINTS)
    error = ((carried(best, seen) - FIVE_POINTS) ** 2).sum()
    for _ in range(200):
        scale, angle, *shift = draw.normal(0, 0.02, 4)
        other = moved(carried(best, seen), 1 + scale, angle, (shift[0], shift[1]))
        assert ((other - FIVE_POINTS) ** 2).sum() >= error


def test_points_that_coincide_give_a_crop_all_the_same() -> None:
    landmarks = Landmarks(np.full((5, 2), 20, np.float32), "five-points")
    assert arcface_crop(np.full((40, 40, 3), 9, np.uint8), landmarks).shape == (112, 112, 3)


def dot_picture(points: np.ndarray) -> np.ndarray:
    picture = np.zeros((400, 500, 3), np.uint8)
    for x, y in points:
        cv2.circle(picture, (round(x), round(y)), 4, (0, 200, 255), -1)
    return picture


@pytest.mark.parametrize("angle", [0.0, 0.5, -1.0])
def test_the_five_points_of_a_crop_lie_where_the_template_has_them(angle: float) -> None:
    seen = moved(FIVE_POINTS, 2.0, angle, (200, 150)).round()
    crop = arcface_crop(dot_picture(seen), Landmarks(seen.astype(np.float32), "five-points"))
    for x, y in FIVE_POINTS:
        assert crop[round(y), round(x), 2] > 150


def test_eye_corners_put_eyes_and_nose_where_they_were_measured() -> None:
    template = np.array([[80, 54], [66, 54], [31, 54], [44, 54], [55.4, 81]])
    seen = moved(template, 2.0, 0.2, (150, 100))
    landmarks = Landmarks(seen.astype(np.float32), "eye-corners")
    crop = arcface_crop(dot_picture(eyes_and_nose(landmarks)), landmarks)
    for x, y in EYES_NOSE:
        assert crop[round(y), round(x), 2] > 150


def test_what_lies_outside_the_picture_is_black() -> None:
    landmarks = Landmarks((FIVE_POINTS - 1000).astype(np.float32), "five-points")
    assert not arcface_crop(np.full((50, 50, 3), 200, np.uint8), landmarks).any()
