"""ArcFace-layout embedders: SFace fed as OpenCV feeds it, the real MobileFaceNet, and broken networks refused."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from skimage import data

from camera.embedders.alignment import EYES_NOSE, FIVE_POINTS
from camera.embedders.arcface import ArcFaceEmbedder
from camera.embedders.manifest import EmbedderManifest
from camera.embedders.shipped import shipped_manifest
from camera.errors import ModelError
from camera.types import Image, Landmarks

PORTRAIT = np.ascontiguousarray(data.astronaut()[:, :, ::-1])
POINTS = np.array([[204, 108], [247, 108], [227, 134], [207, 153], [245, 152]], np.float32)
"""The astronaut's right eye, left eye, nose tip and mouth corners."""

DRAW = np.random.default_rng(5)


def network(
    side: int = 112, batch: int | str = 1, dimension: int = 128, ends: Sequence[str] = ("data", "fc1"), gain: float = 1
) -> bytes:
    """A small network with SFace's input and output: weights from fixed numbers, each channel with its own."""
    draw = np.random.default_rng(9)
    constants = {
        "kernel": draw.standard_normal((8, 3, 8, 8)) / 255 * gain,
        "shift": draw.standard_normal(8),
        "matrix": draw.standard_normal((8 * (side // 8) ** 2, dimension)) / 40,
    }
    nodes = [
        helper.make_node("Conv", [ends[0], "kernel", "shift"], ["seen"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Relu", ["seen"], ["bright"]),
        helper.make_node("Flatten", ["bright"], ["flat"]),
        helper.make_node("MatMul", ["flat", "matrix"], [ends[1]]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(ends[0], TensorProto.FLOAT, [batch, 3, side, side])],
        [helper.make_tensor_value_info(ends[1], TensorProto.FLOAT, [batch, dimension])],
        [numpy_helper.from_array(values.astype(np.float32), name) for name, values in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return bytes(model.SerializeToString())


def manifest_for(model: bytes, **changes: Any) -> EmbedderManifest:
    return replace(shipped_manifest("sface"), sha256=hashlib.sha256(model).hexdigest(), **changes)


def test_sface_is_fed_exactly_as_opencv_feeds_it(tmp_path: Path) -> None:
    model = network()
    (tmp_path / "sface.onnx").write_bytes(model)
    theirs = cv2.FaceRecognizerSF.create(str(tmp_path / "sface.onnx"), "")
    row = np.array([[180, 70, 90, 110, *POINTS.ravel(), 0.99]], np.float32)
    crop = theirs.alignCrop(PORTRAIT, row)
    feature = np.asarray(theirs.feature(crop)).ravel()

    ours = ArcFaceEmbedder(model, manifest_for(model))
    aligned = ours.crop(PORTRAIT, Landmarks(POINTS, "five-points"))
    [vector] = ours.embed([aligned])
    assert np.abs(aligned.astype(int) - crop).mean() < 0.5
    assert vector @ feature / np.linalg.norm(feature) > 0.9999

    swapped = ArcFaceEmbedder(model, manifest_for(model, channels="bgr"))
    assert swapped.embed([aligned])[0] @ feature / np.linalg.norm(feature) < 0.999


def test_batches_of_any_size_give_what_single_crops_give() -> None:
    crops = [DRAW.integers(0, 256, (112, 112, 3), np.uint8) for _ in range(19)]
    free, fixed = network(batch="n"), network(batch=1)
    together = ArcFaceEmbedder(free, manifest_for(free)).embed(crops)
    alone = ArcFaceEmbedder(fixed, manifest_for(fixed)).embed(crops)
    assert np.abs(together - alone).max() < 1e-5
    assert np.linalg.norm(alone, axis=1) == pytest.approx(1, abs=1e-5)
    assert ArcFaceEmbedder(free, manifest_for(free)).embed([]).shape == (0, 128)


def test_mean_and_deviation_are_applied_in_the_order_of_the_channels() -> None:
    model = network(batch="n", gain=255)
    crop = DRAW.integers(0, 256, (112, 112, 3), np.uint8)
    mean, std = (10.0, 20.0, 30.0), (50.0, 100.0, 200.0)
    embedder = ArcFaceEmbedder(model, manifest_for(model, mean=mean, std=std))
    by_hand = (crop[:, :, ::-1].astype(np.float32) - mean) / std
    plain = cv2.dnn.blobFromImage(by_hand.astype(np.float32))
    session_row = embedder._session.run(None, {"data": plain})[0][0]
    assert embedder.embed([crop])[0] == pytest.approx(session_row / np.linalg.norm(session_row), abs=1e-5)


def test_the_model_id_and_threshold_go_by_the_alignment() -> None:
    model = network()
    both = manifest_for(model, thresholds={"five-points": 0.5, "eyes-nose": 0.6})
    five, eyes = (ArcFaceEmbedder(model, both, way) for way in ("five-points", "eyes-nose"))
    assert five.model_id.endswith("+five-points")
    assert eyes.model_id.endswith("+eyes-nose")
    assert (five.layout, eyes.layout) == ("five-points", "eye-corners")
    assert (five.threshold, eyes.threshold) == (0.5, 0.6)
    only_five = manifest_for(model, thresholds={"five-points": 0.5})
    with pytest.raises(ModelError, match="no threshold for the alignment 'eyes-nose'"):
        ArcFaceEmbedder(model, only_five, "eyes-nose")


@pytest.mark.parametrize(
    ("model", "changes", "why"),
    [
        (network(gain=0), {}, "answers the same for different pictures"),
        (network(gain=float("nan")), {}, "NaN or zero"),
        (network(dimension=64), {}, "gives vectors of 64, its manifest says 128"),
        (network(side=160), {}, "not pictures of 3x112x112"),
        (network(ends=("in", "out")), {}, "input data, the file has in"),
        (network()[:5000], {}, "not a model that ONNX Runtime can load"),
        (b"\x08" * 100, {}, "not a model that ONNX Runtime can load"),
    ],
)
def test_a_network_that_cannot_work_is_refused(model: bytes, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ModelError, match=why) as told:
        ArcFaceEmbedder(model, manifest_for(model, **changes))
    assert told.value.hint


def test_a_file_other_than_the_manifest_names_is_refused() -> None:
    with pytest.raises(ModelError, match="not the one its manifest names"):
        ArcFaceEmbedder(network(), shipped_manifest("sface"))


def test_names_of_input_and_output_are_found_when_there_is_one_of_each() -> None:
    model = network(ends=("in", "out"))
    assert ArcFaceEmbedder(model, manifest_for(model, input=None, output=None)).dimension == 128


@pytest.fixture(scope="module")
def mobilefacenet(shared_data: Path) -> bytes:
    return (shared_data / "models" / "mobilefacenet_foamliu.onnx").read_bytes()


def opened(file: Path) -> Image:
    return np.asarray(cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def close_ups(folder: Path, people: int) -> list[list[Image]]:
    files = [sorted(person.glob("*.jpg"))[:2] for person in sorted(folder.iterdir())[:people]]
    return [[opened(file) for file in pair] for pair in files]


@pytest.mark.parametrize("alignment", ["five-points", "eyes-nose"])
def test_mobilefacenet_tells_people_apart(shared_data: Path, mobilefacenet: bytes, alignment: Any) -> None:
    """The photographs show the face in the same place in all of them; landmarks are where an average face has them."""
    embedder = ArcFaceEmbedder(mobilefacenet, shipped_manifest("mobilefacenet-foamliu"), alignment)
    eyes = EYES_NOSE[:2]
    corners = np.array([eyes[1] + (8, 0), eyes[1] - (8, 0), eyes[0] - (8, 0), eyes[0] + (8, 0), EYES_NOSE[2]])
    in_crop = FIVE_POINTS if alignment == "five-points" else corners
    landmarks = Landmarks((in_crop * 1.18 + (59, 52)).astype(np.float32), embedder.layout)
    pairs = close_ups(shared_data / "faces" / "listed", 12)
    one, two = (embedder.embed([embedder.crop(pair[i], landmarks) for pair in pairs]) for i in (0, 1))
    likeness = one @ two.T
    same, others = np.diag(likeness), likeness[~np.eye(len(pairs), dtype=bool)]
    assert same.mean() > 0.45
    assert abs(others.mean()) < 0.1
