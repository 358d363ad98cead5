"""The four ways to put detector and embedder together, and what is said when one cannot be had."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine, build_engine
from camera.errors import ModelError
from camera.models.catalogue import YUNET
from camera.models.store import ModelStore
from camera.types import Box, Face, Image, LandmarkLayout, Landmarks

ROOT = Path(__file__).resolve().parents[2]
PORTRAIT = np.ascontiguousarray(data.astronaut()[:, :, ::-1])


class OneFace:
    """A detector that always finds the same face."""

    name: str = "one-face"
    layout: LandmarkLayout = "five-points"

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        points = np.array([[204, 108], [247, 108], [227, 134], [207, 153], [245, 152]], np.float32)
        return [Face(Box(180, 60, 270, 180), 0.9, Landmarks(points, "five-points"))]


@pytest.fixture(scope="module")
def models(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for file in ("face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx"):
        ModelStore(folder).import_file(shared_data / "models" / file)
    return folder


def test_faces_are_found_cropped_and_embedded_in_their_order() -> None:
    detector = OneFace()
    engine = Engine(detector, lambda _image, face: face.landmarks, ScriptedEmbedder())
    [face] = engine.faces(PORTRAIT, 40)
    other = face.moved(40, 200)
    one, two = engine.embed(PORTRAIT, [face, other])
    [alone] = engine.embed(PORTRAIT, [other])
    assert one.model_id == "scripted"
    assert np.array_equal(two.vector, alone.vector)
    assert not np.array_equal(one.vector, two.vector)
    assert engine.embed(PORTRAIT, []) == []


@pytest.mark.parametrize(
    ("detector", "embedder", "model_id", "least"),
    [
        ("yunet", "mobilefacenet-foamliu", "mobilefacenet-foamliu@b7120c09+five-points", 0.6),
        ("hog", "mobilefacenet-foamliu", "mobilefacenet-foamliu@b7120c09+eyes-nose", 0.6),
        ("yunet", "dlib", "dlib-resnet-v1@55533b28", 0.96),
        ("hog", "dlib", "dlib-resnet-v1@55533b28", 0.96),
    ],
)
def test_every_combination_knows_a_face_again(
    models: Path, detector: str, embedder: str, model_id: str, least: float
) -> None:
    engine = build_engine(models, detector, embedder)
    assert (engine.detector.name, engine.embedder.model_id) == (detector, model_id)
    small = np.asarray(cv2.resize(PORTRAIT, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA), np.uint8)
    vectors = []
    for picture in (PORTRAIT, small):
        best = max(engine.faces(picture, 50), key=lambda face: face.box.area)
        assert engine.landmarks_for(picture, best).layout == engine.embedder.layout
        vectors += [embedding.vector for embedding in engine.embed(picture, [best])]
    assert vectors[0] @ vectors[1] > least


def test_vectors_of_dlib_are_the_same_people_whichever_detector_found_them(models: Path) -> None:
    vectors = []
    for detector in ("yunet", "hog"):
        engine = build_engine(models, detector, "dlib")
        best = max(engine.faces(PORTRAIT, 50), key=lambda face: face.box.area)
        vectors += [embedding.vector for embedding in engine.embed(PORTRAIT, [best])]
    assert vectors[0] @ vectors[1] > 0.98


def test_auto_takes_what_is_installed(models: Path) -> None:
    engine = build_engine(models)
    assert engine.detector.name == "yunet"
    assert engine.embedder.model_id == "mobilefacenet-foamliu@b7120c09+five-points"


def test_auto_without_any_file_is_dlib_alone(tmp_path: Path) -> None:
    engine = build_engine(tmp_path / "none")
    assert (engine.detector.name, engine.embedder.model_id) == ("hog", "dlib-resnet-v1@55533b28")


def test_yunet_with_an_arcface_embedder_never_imports_dlib(models: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from camera.engine import build_engine; import numpy as np;"
        "engine = build_engine(Path(sys.argv[1])); picture = np.zeros((240, 320, 3), np.uint8);"
        "engine.embed(picture, engine.faces(picture, 40));"
        "print(*[m for m in ('dlib', '_dlib_pybind11', 'face_recognition_models') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(models)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == []


@pytest.mark.parametrize(
    ("names", "message", "hint"),
    [
        (("yunnet", "auto"), "no detector is called 'yunnet'", "Did you mean 'yunet'?"),
        (("auto", "dlibb"), "no embedder is called 'dlibb'", "Did you mean 'dlib'?"),
        (("yunet", "auto"), "'yunet' is not installed", "gatehouse models fetch yunet"),
        (("hog", "sface"), "'sface' is not installed", "gatehouse models fetch sface"),
    ],
)
def test_what_cannot_be_had_is_told_with_a_way_to_get_it(
    tmp_path: Path, names: tuple[str, str], message: str, hint: str
) -> None:
    with pytest.raises(ModelError, match=message) as told:
        build_engine(tmp_path, *names)
    assert hint in told.value.hint


def test_a_damaged_file_is_never_replaced_by_another_model_in_silence(tmp_path: Path) -> None:
    (tmp_path / YUNET.file_name).write_bytes(b"\x08damaged")
    with pytest.raises(ModelError, match="damaged"):
        build_engine(tmp_path)


def test_where_dlib_would_kill_the_process_it_is_not_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from camera.embedders import dlib_probe; from camera.engine import"
        " build_engine; from camera.errors import ModelError\n"
        "dlib_probe.dlib_works = lambda: False\n"
        "try: build_engine(Path(sys.argv[1]))\n"
        "except ModelError as error: print('dlib' in sys.modules, error, error.hint)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("False dlib does not run on this computer")
    assert "gatehouse models fetch yunet" in answer.stdout
