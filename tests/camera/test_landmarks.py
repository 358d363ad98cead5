from pathlib import Path

import cv2
import dlib
import numpy as np
import pytest
from skimage import data

from camera.detectors.hog import HogDetector
from camera.detectors.yunet import YuNetDetector
from camera.embedders.dlib_files import FIVE_POINTS, packaged
from camera.landmarks import DlibLandmarks, hog_like_box
from camera.types import Box, Image

PORTRAIT = np.ascontiguousarray(data.astronaut()[:, :, ::-1])
HOG_BOX = Box(171, 71, 279, 179)
FACES = ("listed/*/*_0001.jpg", "east_asian/*/*_0001.jpg")


def eye_distance(points: np.ndarray) -> float:
    return float(np.linalg.norm((points[0] + points[1] - points[2] - points[3]) / 2))


def test_the_points_are_those_dlib_finds() -> None:
    found = DlibLandmarks().find(PORTRAIT, HOG_BOX)
    inside = dlib.rectangle(HOG_BOX.left, HOG_BOX.top, HOG_BOX.right - 1, HOG_BOX.bottom - 1)
    shape = dlib.shape_predictor(str(packaged(FIVE_POINTS)))(PORTRAIT[:, :, ::-1].copy(), inside)
    theirs = np.array([(part.x, part.y) for part in shape.parts()])
    assert found.layout == "eye-corners"
    assert np.abs(found.points - theirs).max() < 0.05 * eye_distance(theirs)


def test_a_small_face_has_its_points_where_the_large_one_has() -> None:
    whole = DlibLandmarks().find(PORTRAIT, HOG_BOX).points
    small = np.asarray(cv2.resize(PORTRAIT, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), np.uint8)
    box = Box(*(round(edge * 0.4) for edge in (HOG_BOX.left, HOG_BOX.top, HOG_BOX.right, HOG_BOX.bottom)))
    points = (DlibLandmarks().find(small, box).points + 0.5) / 0.4 - 0.5
    assert np.linalg.norm(points - whole, axis=1).mean() < 0.03 * eye_distance(whole)


@pytest.mark.parametrize(
    "box", [Box(-60, -60, 40, 40), Box(500, 500, 560, 560), Box(900, 900, 950, 950), Box(5, 5, 6, 6)]
)
def test_a_box_at_or_beyond_the_edge_gives_finite_points(box: Box) -> None:
    assert np.isfinite(DlibLandmarks().find(PORTRAIT, box).points).all()


@pytest.fixture(scope="module")
def photographs(shared_data: Path) -> list[Image]:
    files = [path for pattern in FACES for path in sorted((shared_data / "faces").glob(pattern))[:20]]
    return [np.asarray(cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR), np.uint8) for file in files]


def test_on_yunets_boxes_the_points_are_those_of_hogs_boxes(shared_data: Path, photographs: list[Image]) -> None:
    predictor = DlibLandmarks()
    hog, yunet = HogDetector(), YuNetDetector(shared_data / "models" / "face_detection_yunet_2023mar.onnx")
    differences, growth = [], []
    for picture in photographs:
        theirs, ours = hog.detect(picture, 60), yunet.detect(picture, 60)
        if len(theirs) == len(ours) == 1:
            box = hog_like_box(ours[0].box)
            points, wanted = predictor.find(picture, box).points, predictor.find(picture, theirs[0].box).points
            differences.append(np.linalg.norm(points - wanted, axis=1).mean() / eye_distance(wanted))
            growth.append(box.width / theirs[0].box.width)
    assert len(differences) > 20
    assert np.median(growth) == pytest.approx(1, abs=0.15)
    assert np.median(differences) < 0.02
