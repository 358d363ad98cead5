"""dlib's HOG and YuNet on real photographs."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.detectors.hog import HogDetector
from camera.detectors.protocol import Detector
from camera.detectors.yunet import YuNetDetector
from camera.detectors.yunet_network import YuNetNetwork
from camera.errors import ModelError
from camera.pose import axes
from camera.types import Image

YUNET_FILES = ("face_detection_yunet_2023mar.onnx", "face_detection_yunet_2026may.onnx")


@pytest.fixture(scope="module", params=["hog", *YUNET_FILES])
def detector(request: pytest.FixtureRequest, shared_data: Path) -> Detector:
    return HogDetector() if request.param == "hog" else YuNetDetector(shared_data / "models" / request.param)


@pytest.fixture(scope="module")
def photograph(shared_data: Path) -> Image:
    """250x250 with one face of about 108 px in the middle."""
    path = min((shared_data / "faces" / "listed").rglob("*.jpg"))
    return np.asarray(cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.7])
def test_a_face_is_found_where_it_is_at_any_size(detector: Detector, photograph: Image, factor: float) -> None:
    picture = np.asarray(cv2.resize(photograph, None, fx=factor, fy=factor), np.uint8)
    found = detector.detect(picture, 40)
    face = max(found, key=lambda one: one.confidence)
    assert np.hypot(*np.subtract(face.box.centre, 125 * factor)) < 25 * factor
    assert 80 < face.box.area**0.5 / factor < 140
    eyes = axes(face.landmarks).eyes
    assert np.hypot(*(eyes - np.array([125, 112]) * factor)) < 15 * factor
    assert face.landmarks.layout == detector.layout


def test_boxes_in_a_larger_picture_move_with_the_face(detector: Detector, photograph: Image) -> None:
    canvas = np.full((480, 640, 3), 120, np.uint8)
    canvas[200:450, 330:580] = photograph
    alone = max(detector.detect(photograph, 40), key=lambda one: one.confidence)
    placed = max(detector.detect(canvas, 40), key=lambda one: one.confidence)
    assert placed.box.overlap(alone.box.moved(330, 200)) > 0.7
    assert np.abs(placed.landmarks.moved(-330, -200).points - alone.landmarks.points).max() < 8


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 200, 3), (31, 17, 3), (40, 40), (90, 90, 1), (64, 64, 4)])
def test_tiny_and_grey_pictures_are_looked_at_without_trouble(detector: Detector, shape: tuple[int, ...]) -> None:
    assert detector.detect(np.full(shape, 100, np.uint8), 40) == []


def test_a_grey_photograph_has_the_same_face(detector: Detector, photograph: Image) -> None:
    grey = np.asarray(cv2.cvtColor(photograph, cv2.COLOR_BGR2GRAY), np.uint8)
    assert detector.detect(grey, 40)[0].box.overlap(detector.detect(photograph, 40)[0].box) > 0.8


def test_a_face_that_fills_a_large_picture_is_found_by_yunet(shared_data: Path, photograph: Image) -> None:
    detector = YuNetDetector(shared_data / "models" / YUNET_FILES[1])
    picture = np.asarray(cv2.resize(photograph[40:210, 40:210], (2000, 2000)), np.uint8)
    assert detector.detect(picture, 40)[0].box.width > 900


@pytest.mark.parametrize("file", YUNET_FILES)
@pytest.mark.parametrize("size", [(500, 250), (433, 501), (97, 91), (640, 640), (24, 31)])
def test_yunet_answers_what_opencvs_own_detector_answers(
    shared_data: Path, photograph: Image, file: str, size: tuple[int, int]
) -> None:
    model = (shared_data / "models" / file).read_bytes()
    together = np.hstack([photograph, photograph[:, ::-1]]) if size == (500, 250) else photograph
    picture = np.asarray(cv2.resize(together, size), np.uint8)
    theirs = cv2.FaceDetectorYN.create("onnx", np.frombuffer(model, np.uint8), np.empty(0, np.uint8), size, 0.6, 0.3)
    rows = theirs.detect(picture)[1]
    expected = [] if rows is None else sorted(np.asarray(rows, np.float32), key=lambda row: -float(row[14]))
    found = YuNetNetwork(model, file).find(picture)
    assert len(found) == len(expected)
    assert len(found) == {500: 2, 24: 0}.get(size[0], 1)
    for ours, row in zip(found, expected, strict=True):
        assert ours.edges == pytest.approx([row[0], row[1], row[0] + row[2], row[1] + row[3]], abs=0.05)
        assert ours.points.ravel() == pytest.approx(row[4:14], abs=0.05)
        assert ours.confidence == pytest.approx(float(row[14]), abs=1e-3)


@pytest.mark.parametrize("side", [324, 400, 648])
def test_a_face_that_fills_the_working_picture_is_sure(shared_data: Path, photograph: Image, side: int) -> None:
    detector = YuNetDetector(shared_data / "models" / YUNET_FILES[0])
    picture = np.asarray(cv2.resize(photograph[55:195, 55:195], (side, side)), np.uint8)
    assert detector.detect(picture, 24)[0].confidence > 0.88


def test_another_network_is_not_taken_for_yunet(shared_data: Path) -> None:
    with pytest.raises(ModelError, match="is not YuNet"):
        YuNetDetector(shared_data / "models" / "mobilefacenet_foamliu.onnx")


def test_two_looks_at_one_picture_answer_the_same(detector: Detector, photograph: Image) -> None:
    first, second = detector.detect(photograph, 40), detector.detect(photograph, 40)
    assert [one.box for one in first] == [one.box for one in second]
    assert [one.confidence for one in first] == [one.confidence for one in second]


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x07" * 500])
def test_a_damaged_model_file_is_told(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "损坏.onnx"
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=r"损坏\.onnx"):
        YuNetDetector(damaged)


def test_a_missing_model_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="absent"):
        YuNetDetector(tmp_path / "absent.onnx")


def test_loading_yunet_from_a_chinese_path_says_nothing_on_stderr(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "人脸.onnx"
    path.write_bytes((shared_data / "models" / YUNET_FILES[1]).read_bytes())
    code = (
        "import sys, pathlib, numpy; from camera.detectors.yunet import YuNetDetector;"
        "YuNetDetector(pathlib.Path(sys.argv[1])).detect(numpy.zeros((64, 64, 3), numpy.uint8), 40);"
        "assert 'dlib' not in sys.modules"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_weights_of_dlib_are_found_without_importing_their_package() -> None:
    code = "import sys; from camera.detectors.hog import HogDetector; HogDetector();"
    code += "assert 'face_recognition_models' not in sys.modules and 'pkg_resources' not in sys.modules"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
