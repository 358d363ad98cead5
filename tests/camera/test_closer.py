from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.closer import CloserLook
from camera.detectors.yunet import YuNetDetector
from camera.types import Box, Face, Image, LandmarkLayout, Landmarks

DOTS = np.array([[204, 108], [247, 108], [227, 134], [207, 153], [245, 152]], np.float32)


class DotDetector:
    """Finds the five dots of a black picture, or what it is told to find."""

    name: str = "dots"
    layout: LandmarkLayout = "five-points"

    def __init__(self, moved_by_px: float | None = 0) -> None:
        self.moved_by_px = moved_by_px

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        if self.moved_by_px is None:
            return []
        _, _, _, middles = cv2.connectedComponentsWithStats((image[:, :, 0] > 100).astype(np.uint8))
        points = np.array(sorted(middles[1:].tolist(), key=lambda p: (round(p[1] / 9), p[0])), np.float32)
        landmarks = Landmarks(points + np.float32(self.moved_by_px), "five-points")
        return [Face(Box(0, 0, 9, 9), 0.9, landmarks)]


def dots(scale: float) -> Image:
    picture = np.zeros((round(400 * scale), round(500 * scale), 3), np.uint8)
    for x, y in (DOTS + 0.5) * scale - 0.5:
        cv2.circle(picture, (round(x), round(y)), max(round(3 * scale), 2), (255, 255, 255), -1)
    return picture


def roughly_found(scale: float, off_px: float) -> Face:
    edges = (round(edge * scale) for edge in (180, 75, 270, 180))
    return Face(Box(*edges), 0.9, Landmarks(((DOTS + 0.5) * scale - 0.5 + off_px).astype(np.float32), "five-points"))


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_the_second_look_puts_the_points_where_they_are(scale: float) -> None:
    face = roughly_found(scale, off_px=5 * scale)
    points = CloserLook(DotDetector()).landmarks(dots(scale), face).points
    assert np.abs(points - (face.landmarks.points - 5 * scale)).max() < 2 * scale


@pytest.mark.parametrize("moved_by_px", [None, 30.0])
def test_a_second_look_that_finds_nothing_near_changes_nothing(moved_by_px: float | None) -> None:
    face = roughly_found(1, off_px=3)
    assert CloserLook(DotDetector(moved_by_px)).landmarks(dots(1), face) is face.landmarks


def test_a_box_outside_the_picture_changes_nothing() -> None:
    face = roughly_found(1, off_px=0).moved(5000, 0)
    assert CloserLook(DotDetector()).landmarks(dots(1), face) is face.landmarks


def test_a_face_searched_for_coarsely_gets_the_points_of_a_fine_search(shared_data: Path) -> None:
    detector = YuNetDetector(shared_data / "models" / "face_detection_yunet_2023mar.onnx")
    closer = CloserLook(detector)
    files = sorted((shared_data / "faces" / "listed").glob("*/*_0001.jpg"))
    before, after = [], []
    for file in files:
        picture = np.asarray(cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR), np.uint8)
        fine, coarse = detector.detect(picture, 40), detector.detect(picture, 100)
        if len(fine) == len(coarse) == 1:
            true = fine[0].landmarks.points
            before.append(np.abs(coarse[0].landmarks.points - true).mean())
            after.append(np.abs(closer.landmarks(picture, coarse[0]).points - true).mean())
    assert len(after) > 20
    assert np.mean(after) < 0.6 * np.mean(before)
