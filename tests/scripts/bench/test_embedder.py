from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from camera.embedders.dlib_onnx import DlibEmbedder
from camera.embedders.dlib_selftest import trial_crops
from camera.embedders.scripted import ScriptedEmbedder
from camera.types import Image
from scripts.bench.embedder import compared, face_crops, largest_difference
from scripts.bench.peer import BenchRefused, load_peer
from tests.scripts.bench.hand import PeerInTheHand, bright_box, picture, seeing_engine

CROPS = [np.full((150, 150, 3), shade, np.uint8) for shade in (10, 120, 240)]


def test_the_line_tells_the_costs_for_one_face() -> None:
    told = compared(ScriptedEmbedder(), CROPS, CROPS, PeerInTheHand(), rounds=3).as_json()
    assert (told["part"], told["peer_name"], told["unit"]) == ("embedder", "stand-in encoder", "ms CPU per face")
    assert (told["faces"], told["rounds"]) == (3, 3)
    assert told["ratio"] == pytest.approx(told["peer"] / told["ours"], rel=0.01)
    assert "max_abs_diff" not in told


def test_the_peer_describes_the_same_crops_in_its_own_order_of_colours() -> None:
    shown: list[Image] = []

    def describe(chip: Image) -> NDArray[np.float64]:
        shown.append(chip)
        return np.ones(128)

    crop = np.full((150, 150, 3), (1, 2, 3), np.uint8)
    compared(ScriptedEmbedder(), [crop], [crop], PeerInTheHand(describe), rounds=1)
    assert {tuple(chip[0, 0].tolist()) for chip in shown} == {(3, 2, 1)}


def test_the_largest_difference_is_found_wherever_it_is() -> None:
    ours = np.zeros((3, 128), np.float32)
    theirs = [np.zeros(128) for _ in range(3)]
    theirs[1][77] = -0.25
    assert largest_difference(ours, theirs) == 0.25


def test_a_vector_that_is_not_a_number_is_no_agreement() -> None:
    ours = np.full((1, 128), np.nan, np.float32)
    assert np.isnan(largest_difference(ours, [np.zeros(128)]))


@pytest.fixture(scope="module")
def dlib_by_onnx(tmp_path_factory: pytest.TempPathFactory) -> DlibEmbedder:
    return DlibEmbedder(tmp_path_factory.mktemp("converted"))


def difference(embedder: DlibEmbedder, fault: float = 0.0) -> float:
    chips = trial_crops(150)[1:]

    def raw(crops: Sequence[Image]) -> NDArray[np.float32]:
        rows = embedder.raw(crops)
        rows[0, 5] += np.float32(fault)
        return rows

    line = compared(embedder, chips, chips, load_peer(), rounds=1, raw=raw)
    return float(line.as_json()["max_abs_diff"])


def test_our_network_gives_dlibs_own_vectors(dlib_by_onnx: DlibEmbedder) -> None:
    assert 0 < difference(dlib_by_onnx) <= 1e-5


def test_a_network_with_a_fault_in_one_number_is_told(dlib_by_onnx: DlibEmbedder) -> None:
    assert difference(dlib_by_onnx, fault=0.001) == pytest.approx(0.001, rel=0.01)


def test_as_many_faces_as_wanted_are_made_of_few_pictures() -> None:
    pictures = [picture(left_px=20), picture(left_px=200)]
    assert len(face_crops(seeing_engine(), pictures, wanted=7)) == 7
    assert all(bright_box(crop) for crop in face_crops(seeing_engine(), pictures, wanted=4))


def test_pictures_without_a_face_are_refused() -> None:
    with pytest.raises(BenchRefused, match="no face"):
        face_crops(seeing_engine(), [np.zeros((90, 90, 3), np.uint8)])
