import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.errors import CameraPackageError
from camera.types import Box
from scripts.bench.loop import distance_of
from scripts.bench.peer import BenchRefused, box_of, load_peer, rgb_of


def test_without_face_recognition_bench_says_what_to_run() -> None:
    with pytest.raises(BenchRefused, match=r"face_recognition.*not installed") as refused:
        load_peer(installed=lambda module: module != "face_recognition")
    assert "uv sync --group bench" in refused.value.hint


def test_with_setuptools_too_new_bench_says_so() -> None:
    with pytest.raises(BenchRefused, match="pkg_resources"):
        load_peer(installed=lambda module: module != "pkg_resources")


def test_a_refusal_is_an_expected_failure() -> None:
    assert issubclass(BenchRefused, CameraPackageError)


def test_a_package_that_ends_the_program_when_imported_does_not_end_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "face_recognition"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "api.py").write_text("print('Please install something')\nquit()\n")
    for module in ("face_recognition", "face_recognition.api"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BenchRefused, match="Please install something"):
        load_peer(installed=lambda _module: True)
    assert capsys.readouterr().out == ""
    for module in ("face_recognition", "face_recognition.api"):
        sys.modules.pop(module, None)


@given(st.floats(-1, 1))
def test_the_peers_distance_is_that_of_unit_vectors_with_our_cosine(cosine: float) -> None:
    one, other = np.array([1.0, 0.0]), np.array([cosine, np.sqrt(1 - cosine**2)])
    assert distance_of(cosine) == pytest.approx(np.linalg.norm(one - other), abs=1e-7)


def test_the_peers_order_of_sides_becomes_a_box() -> None:
    assert box_of((10, 59, 39, 20)) == Box(left=20, top=10, right=60, bottom=40)


def test_the_peer_gets_red_first() -> None:
    assert rgb_of(np.array([[[1, 2, 3]]], np.uint8)).tolist() == [[[3, 2, 1]]]


def test_the_real_package_can_be_loaded_and_says_which_dlib_it_uses() -> None:
    peer = load_peer()
    assert peer.name == "face_recognition 1.3.0"
    assert peer.encoder_name.startswith("dlib 20.") and "BLAS" in peer.encoder_name
    assert peer.locate(np.zeros((120, 120, 3), np.uint8)) == []
