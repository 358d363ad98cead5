"""What comes into the folder of models, and what does not."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, MINIFASNET, MOBILEFACENET, SFACE, YUNET, YUNET_2026, PinnedFile, pinned
from camera.models.choice import choose_detector, choose_embedder, chosen_names
from camera.models.listing import model_lines
from camera.models.store import ModelStore


def network(gain: float = 1) -> bytes:
    """The smallest embedder there is: one matrix, 112x112 to 16."""
    matrix = np.random.default_rng(2).standard_normal((3 * 112 * 112, 16)).astype(np.float32) * np.float32(gain)
    nodes = [helper.make_node("Flatten", ["in"], ["flat"]), helper.make_node("MatMul", ["flat", "matrix"], ["out"])]
    ends = (
        [helper.make_tensor_value_info("in", TensorProto.FLOAT, [1, 3, 112, 112])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 16])],
    )
    graph = helper.make_graph(nodes, "smallest", *ends, [numpy_helper.from_array(matrix, "matrix")])
    opsets = [helper.make_opsetid("", 13)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString())


MODEL = network()


def manifest(model: bytes, name: str = "own-model", more: str = "") -> str:
    return f"""
name = "{name}"
sha256 = "{hashlib.sha256(model).hexdigest()}"
input_px = 112
channels = "rgb"
mean = [127.5, 127.5, 127.5]
std = [128, 128, 128]
dimension = 16
margin = 0.04
licence = "MIT"
origin = "made for this test"
{more}
[thresholds]
five-points = 0.5
"""


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "家" / "models")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "my.onnx"
    path.write_bytes(MODEL)
    return path


def contents(store: ModelStore) -> set[str]:
    return {path.name for path in store.folder.iterdir()} if store.folder.exists() else set()


def pretend(store: ModelStore, *pins: PinnedFile) -> None:
    """Put files of the known names there; nothing looks at the content before it is used."""
    store.folder.mkdir(parents=True, exist_ok=True)
    for pin in pins:
        (store.folder / pin.file_name).write_bytes(b"\x08not the real one")


def detector(store: ModelStore, asked: str = "auto") -> str:
    model = choose_detector(store, asked)
    return "hog" if model is None else model.name


def embedder(store: ModelStore, asked: str = "auto") -> str:
    model = choose_embedder(store, asked)
    return "dlib" if model is None else model.name


@pytest.mark.parametrize("file", ["face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx"])
def test_a_known_file_comes_in_under_any_name_and_again_without_harm(
    shared_data: Path, store: ModelStore, tmp_path: Path, file: str
) -> None:
    renamed = tmp_path / "模型 (1).onnx"
    renamed.write_bytes((shared_data / "models" / file).read_bytes())
    first = store.import_file(renamed)
    assert first.file_name == file
    before = (store.folder / file).stat().st_mtime_ns
    assert store.import_file(renamed) == first
    assert (store.folder / file).stat().st_mtime_ns == before
    assert contents(store) == {file}
    assert store.find(first.kind, first.name).content() == renamed.read_bytes()


def test_all_files_at_hand_are_known(shared_data: Path, store: ModelStore) -> None:
    for path in (shared_data / "models").glob("*.onnx"):
        store.import_file(path)
    assert {model.name for model in store.installed()} == {pin.name for pin in CATALOGUE if pin is not SFACE}
    assert all(model.is_whole() for model in store.installed())
    sizes = {pin.file_name: pin.size_bytes for pin in CATALOGUE}
    assert all(model.path.stat().st_size == sizes[model.path.name] for model in store.installed())


@pytest.mark.parametrize(
    ("content", "why", "hint"),
    [
        (b"", "is empty", "Copy or download"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0ba9", "only a pointer", "LFS"),
        (b"<!DOCTYPE html>", "not an ONNX model", "Copy or download"),
        (b"\x08\x06 cut off", "not the file of that name", "Copy or download"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_stays_out(
    store: ModelStore, tmp_path: Path, content: bytes, why: str, hint: str
) -> None:
    (path := tmp_path / SFACE.file_name).write_bytes(content)
    with pytest.raises(ModelError, match=why) as told:
        store.import_file(path)
    assert hint in told.value.hint
    assert contents(store) == set()


def test_a_missing_file_and_a_folder_are_refused(store: ModelStore, tmp_path: Path) -> None:
    for path in (tmp_path / "absent.onnx", tmp_path):
        with pytest.raises(ModelError, match="cannot be read"):
            store.import_file(path)


def test_an_unknown_embedder_needs_a_manifest(store: ModelStore, own: Path) -> None:
    with pytest.raises(ModelError, match="not a model Gatehouse knows") as told:
        store.import_file(own)
    assert "--manifest" in told.value.hint


@pytest.mark.parametrize("beside", ["my.onnx.toml", "my.toml"])
def test_a_manifest_beside_the_file_is_found(store: ModelStore, own: Path, beside: str) -> None:
    own.with_name(beside).write_text(manifest(MODEL), encoding="utf-8")
    assert store.import_file(own).name == "own-model"
    assert contents(store) == {"own-model.onnx", "own-model.toml"}
    [there] = store.installed()
    assert there.manifest is not None
    assert there.manifest.dimension == 16
    assert choose_embedder(store) == there


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (manifest(b"other"), "SHA-256 differs"),
        (manifest(MODEL, name="sface"), "name 'sface' is taken"),
        (manifest(MODEL).replace("= 16", "= 17"), "gives vectors of 16, its manifest says 17"),
        (manifest(MODEL).replace("channels", "chanels"), "did you mean 'channels'"),
        (manifest(MODEL).replace("dimension = 16", "dimension = [[["), "not TOML"),
    ],
)
def test_a_manifest_that_does_not_fit_keeps_the_file_out(
    store: ModelStore, own: Path, tmp_path: Path, text: str, why: str
) -> None:
    (told := tmp_path / "told.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=why):
        store.import_file(own, told)
    assert contents(store) == set()


def test_a_network_that_answers_the_same_for_everything_stays_out(store: ModelStore, tmp_path: Path) -> None:
    constant = network(gain=0)
    (path := tmp_path / "int8.onnx").write_bytes(constant)
    (tmp_path / "int8.toml").write_text(manifest(constant), encoding="utf-8")
    with pytest.raises(ModelError, match="NaN or zero"):
        store.import_file(path)


def test_a_file_damaged_after_its_installation_is_noticed(store: ModelStore, own: Path) -> None:
    own.with_suffix(".toml").write_text(manifest(MODEL), encoding="utf-8")
    store.import_file(own)
    (store.folder / "own-model.onnx").write_bytes(MODEL[:-1])
    with pytest.raises(ModelError, match="damaged") as told:
        store.find("embedder", "own-model").content()
    assert "import" in told.value.hint.lower()
    assert [line.state for line in model_lines(store) if line.name == "own-model"] == ["damaged"]
    assert store.import_file(own).name == "own-model"
    assert store.find("embedder", "own-model").content() == MODEL


def test_auto_prefers_yunet_and_the_catalogues_order(store: ModelStore) -> None:
    assert detector(store) == "hog"
    assert embedder(store) == "dlib"
    pretend(store, YUNET_2026, MOBILEFACENET, MINIFASNET)
    assert detector(store) == detector(store, "yunet") == "yunet-2026may"
    assert embedder(store) == "mobilefacenet-foamliu"
    pretend(store, YUNET, SFACE)
    assert detector(store) == "yunet"
    assert embedder(store) == "sface"
    assert detector(store, "yunet-2026may") == "yunet-2026may"
    assert detector(store, "hog") == "hog"
    assert embedder(store, "dlib") == "dlib"
    assert embedder(store, "mobilefacenet-foamliu") == "mobilefacenet-foamliu"


def test_a_name_nobody_knows_gets_the_nearest_one(store: ModelStore) -> None:
    for choose, wrong, right in ((choose_detector, "yunnet", "yunet"), (choose_embedder, "sfase", "sface")):
        with pytest.raises(ModelError, match=wrong) as told:
            choose(store, wrong)
        assert f"Did you mean {right!r}?" in told.value.hint
    with pytest.raises(ModelError) as told:
        pinned("yunt")
    assert "Did you mean 'yunet'?" in told.value.hint


def test_a_known_model_that_is_not_installed_gets_its_command(store: ModelStore) -> None:
    for choose, name, command in (
        (choose_detector, "yunet", "gatehouse models fetch yunet"),
        (choose_embedder, "sface", "gatehouse models fetch sface"),
        (choose_embedder, "mobilefacenet-foamliu", "gatehouse models import mobilefacenet_foamliu.onnx"),
    ):
        with pytest.raises(ModelError, match="is not installed") as told:
            choose(store, name)
        assert command in told.value.hint


def test_the_listing_shows_everything_and_what_a_door_is_watched_with(store: ModelStore) -> None:
    lines = {line.name: line for line in model_lines(store)}
    assert set(lines) == {"hog", "dlib", *(pin.name for pin in CATALOGUE)}
    assert [name for name, line in lines.items() if line.used] == ["hog", "dlib"]
    assert all(line.licence and line.origin for line in lines.values())
    pretend(store, YUNET)
    lines = {line.name: line for line in model_lines(store)}
    assert [name for name, line in lines.items() if line.used] == ["dlib", "yunet"]
    assert lines["yunet"].state == "damaged"


def test_a_choice_by_name_outlives_a_better_model(store: ModelStore, own: Path, tmp_path: Path) -> None:
    before = chosen_names(store, "auto", "auto")
    assert before == ("hog", "dlib")
    (tmp_path / "my.onnx.toml").write_text(manifest(MODEL), encoding="utf-8")
    store.import_file(own)
    assert chosen_names(store, "auto", "auto") == ("hog", "own-model")
    assert chosen_names(store, *before) == before


def test_a_folder_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        ModelStore(tmp_path / ("x" * 300)).installed()
