"""The working size, and the way back to the picture's pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from camera.detectors.scaling import Found, WorkingRange, as_bgr, resized, search, without_doubles
from camera.detectors.scripted import ScriptedDetector
from camera.types import Box, Face, Landmarks

POINTS = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)


def face(left: int, top: int, side: int, confidence: float = 0.9) -> Face:
    points = POINTS * side + np.array([left, top], np.float32)
    return Face(Box(left, top, left + side, top + side), confidence, Landmarks(points, "five-points"))


@given(
    width=st.integers(40, 1500),
    height=st.integers(40, 1500),
    scale=st.floats(0.15, 2.0),
    place=st.tuples(st.floats(0, 0.6), st.floats(0, 0.6)),
    offset=st.tuples(st.integers(0, 3000), st.integers(0, 3000)),
)
def test_a_face_found_at_any_scale_in_any_region_lands_where_it_is_within_a_pixel(
    width: int, height: int, scale: float, place: tuple[float, float], offset: tuple[int, int]
) -> None:
    size = np.array([width, height], np.float64)
    corner, side = size * place, min(width, height) * 0.3
    points = corner + POINTS * side

    def sees_it_in_its_own_pixels(working: NDArray[np.uint8]) -> list[Found]:
        factor = np.array(working.shape[1::-1]) / size
        edges = *(corner * factor), *((corner + side) * factor)
        # The centre of a pixel at p lies at p + 0.5, and it is centres that scale.
        return [Found(edges, 0.9, ((points + 0.5) * factor - 0.5).astype(np.float32))]

    [found] = search(np.zeros((height, width), np.uint8), scale, sees_it_in_its_own_pixels, "five-points")
    moved = found.moved(*offset)
    expected = [*(corner + offset), *(corner + side + offset)]
    assert np.abs(np.subtract([moved.box.left, moved.box.top, moved.box.right, moved.box.bottom], expected)).max() < 1
    assert np.abs(moved.landmarks.points - (points + offset)).max() < 0.1


@given(
    width=st.integers(1, 8000),
    height=st.integers(1, 8000),
    min_face_px=st.integers(1, 2000),
)
def test_the_working_picture_shows_the_smallest_face_and_never_exceeds_its_bounds(
    width: int, height: int, min_face_px: int
) -> None:
    limits = WorkingRange(smallest_px=18, max_scale=1.0, max_pixels=2_000_000)
    scale = limits.scale(width, height, min_face_px)
    assert 0 < scale <= 1.0
    assert width * height * scale**2 <= 2_000_000 * 1.0001
    at_a_bound = scale == 1.0 or width * height * scale**2 > 1_999_000
    assert at_a_bound or min_face_px * scale == pytest.approx(18)


def test_a_picture_made_much_smaller_shows_what_its_pixels_are_on_average() -> None:
    chequered = np.indices((1080, 1920)).sum(axis=0) % 2 * np.uint8(200)
    small = resized(chequered.astype(np.uint8), 1 / 6)
    assert small.shape == (180, 320)
    assert np.abs(small.astype(int) - 100).max() <= 1


def test_the_more_confident_of_two_overlapping_finds_is_kept() -> None:
    sure, unsure, elsewhere = face(100, 100, 50, 0.9), face(105, 102, 50, 0.7), face(300, 100, 50, 0.8)
    assert without_doubles([unsure, elsewhere, sure]) == [sure, elsewhere]


@pytest.mark.parametrize("shape", [(9, 7), (9, 7, 1), (9, 7, 3), (9, 7, 4)])
def test_any_number_of_channels_becomes_three(shape: tuple[int, ...]) -> None:
    assert as_bgr(np.zeros(shape, np.uint8)).shape == (9, 7, 3)


def test_the_scripted_detector_plays_its_script_and_then_sees_nothing() -> None:
    detector = ScriptedDetector([[face(1, 2, 30)], []])
    picture = np.zeros((48, 64, 3), np.uint8)
    assert [len(detector.detect(picture, 40)) for _ in range(4)] == [1, 0, 0, 0]
    assert detector.calls[0] == (48, 64, 40)
