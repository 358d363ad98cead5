"""dlib's network converted: the same vectors, far faster, and never a wrong conversion."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dlib
import numpy as np
import pytest
from skimage import data

from camera.embedders.dlib_cache import DlibCache
from camera.embedders.dlib_chip import dlib_chip
from camera.embedders.dlib_files import FIVE_POINTS, RESNET, packaged
from camera.embedders.dlib_onnx import DlibEmbedder
from camera.embedders.dlib_selftest import compare_with_dlib, dlib_vectors, trial_crops
from camera.errors import ModelError
from camera.types import Image, Landmarks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("缓存")


@pytest.fixture(scope="module")
def embedder(cache: Path) -> DlibEmbedder:
    return DlibEmbedder(cache)


@pytest.fixture(scope="module")
def portrait() -> Image:
    return np.ascontiguousarray(data.astronaut()[:, :, ::-1])


def found(picture: Image) -> tuple[Landmarks, object]:
    """dlib's landmarks of the one face, and dlib's own object for them."""
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    shape = dlib.shape_predictor(str(packaged(FIVE_POINTS)))(rgb, dlib.get_frontal_face_detector()(rgb, 1)[0])
    points = np.array([(part.x, part.y) for part in shape.parts()], np.float32)
    return Landmarks(points, "eye-corners"), shape


@pytest.mark.parametrize("enlarged", [1, 3])
def test_the_crop_is_dlibs_own_chip(embedder: DlibEmbedder, portrait: Image, enlarged: int) -> None:
    picture = np.kron(portrait, np.ones((enlarged, enlarged, 1), np.uint8))
    landmarks, shape = found(picture)
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    theirs = dlib.get_face_chip(rgb, shape, 150, 0.25)[:, :, ::-1]
    ours = embedder.crop(picture, landmarks)
    assert np.abs(ours.astype(int) - theirs).mean() < (0.05 if enlarged == 1 else 1.0)
    one, two = embedder.embed([ours, theirs])
    assert one @ two > 0.9998


def test_a_face_beyond_the_edge_is_black_there_and_no_failure(portrait: Image) -> None:
    landmarks, _ = found(portrait)
    there = np.array([0, -150], np.float32)
    half = dlib_chip(portrait, Landmarks(landmarks.points + there, "eye-corners"))
    assert not half[0].any()
    assert half[-1].any()
    assert not dlib_chip(portrait, landmarks.moved(9000, -9000)).any()
    assert dlib_chip(portrait, Landmarks(np.full((5, 2), 30, np.float32), "eye-corners")).shape == (150, 150, 3)


def test_the_vectors_are_dlibs_alone_and_in_batches(embedder: DlibEmbedder, portrait: Image) -> None:
    landmarks, _ = found(portrait)
    crops = [*trial_crops(150), embedder.crop(portrait, landmarks)]
    theirs = dlib_vectors(crops, packaged(RESNET))
    assert np.abs(embedder.raw(crops * 5) - np.tile(theirs, (5, 1))).max() < 1e-5
    assert np.abs(embedder.raw(crops[3:]) - theirs[3:]).max() < 1e-5


def test_the_unit_vectors_keep_the_cosine_of_dlibs(embedder: DlibEmbedder) -> None:
    crops = trial_crops(150)
    rows, raw = embedder.embed(crops), embedder.raw(crops)
    cosine = raw[0] @ raw[1] / np.linalg.norm(raw[0]) / np.linalg.norm(raw[1])
    assert rows[0] @ rows[1] == pytest.approx(cosine, abs=1e-5)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert embedder.embed([]).shape == (0, 128)


def test_it_is_much_faster_than_dlib(embedder: DlibEmbedder) -> None:
    """The bench measures it properly; this notices when the fast kernels are not used at all."""
    [crop] = trial_crops(150)[:1]
    network = dlib.face_recognition_model_v1(str(packaged(RESNET)))

    def fastest(work: Callable[[], object], times: int) -> float:
        took = []
        for _ in range(times):
            start = time.perf_counter()
            work()
            took.append(time.perf_counter() - start)
        return min(took)

    theirs = fastest(lambda: network.compute_face_descriptor(crop), 3)
    assert fastest(lambda: embedder.raw([crop]), 8) * 5 < theirs


def test_once_converted_and_tested_neither_dlib_nor_onnx_is_imported(embedder: DlibEmbedder, cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from camera.embedders.dlib_onnx import DlibEmbedder;"
        "import numpy as np; DlibEmbedder(Path(sys.argv[1])).embed([np.zeros((150, 150, 3), np.uint8)]);"
        "print(*[m for m in ('dlib', '_dlib_pybind11', 'onnx', 'face_recognition_models') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(cache)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == []


def test_a_conversion_that_computes_something_else_is_refused(embedder: DlibEmbedder) -> None:
    for wrong in (lambda crops: embedder.raw(crops) + 2e-5, lambda crops: embedder.raw(crops) * np.float32("nan")):
        with pytest.raises(ModelError, match="differs from dlib"):
            compare_with_dlib(wrong, packaged(RESNET), 150)
    with pytest.raises(ModelError, match="differs from dlib"):
        compare_with_dlib(lambda crops: embedder.raw([c[:, :, ::-1] for c in crops]), packaged(RESNET), 150)


def test_a_damaged_conversion_is_made_again(embedder: DlibEmbedder, cache: Path) -> None:
    [path] = cache.glob("*.converted")
    whole = path.read_bytes()
    for damaged in (whole[:100_000], whole[:-1] + bytes([whole[-1] ^ 1]), b"", b"\0" * 5000):
        path.write_bytes(damaged)
        assert DlibEmbedder(cache).embed(trial_crops(150)).shape == (3, 128)
        assert path.read_bytes() == whole


def test_what_a_killed_conversion_left_is_cleared_away(tmp_path: Path) -> None:
    cache = DlibCache(tmp_path, "network")
    (old := tmp_path / "network.converted-dead.part").write_bytes(b"half")
    (young := tmp_path / "network.converted-busy.part").write_bytes(b"half")
    os.utime(old, (1, 1))
    assert cache.model(lambda: b"model") == b"model"
    assert not old.exists()
    assert young.exists()
    assert cache.model(lambda: pytest.fail("converted twice")) == b"model"


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise ModelError("no")

    with pytest.raises(ModelError):
        DlibCache(tmp_path, "network").model(fails)
    assert list(tmp_path.iterdir()) == []


def test_two_processes_may_convert_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from camera.embedders.dlib_onnx import DlibEmbedder;"
        "DlibEmbedder(Path(sys.argv[1]))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT) for _ in range(2)]
    assert [child.wait(120) for child in both] == [0, 0]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".converted", ".passed"]
    DlibEmbedder(tmp_path)


def test_a_pass_counts_only_for_the_machine_and_model_it_was_given_to(tmp_path: Path) -> None:
    cache = DlibCache(tmp_path, "network")
    cache.note_passed("model 1 on a J1900")
    assert cache.has_passed("model 1 on a J1900")
    assert not cache.has_passed("model 1 on an i5")


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ModelError, match="cannot be written"):
        DlibCache(tmp_path / "file", "network").model(lambda: b"model")
