from pathlib import Path

import numpy as np
import pytest

from camera.errors import ModelError
from camera.liveness.attacks import Species, attack
from camera.liveness.passive import INPUT_PX, PassiveLiveness, open_passive, passive_crop
from camera.liveness.scores import DOUBT_BELOW, median_score
from camera.liveness.turns import Turn
from camera.models.store import ModelStore
from camera.sources.video_file import VideoFile
from camera.types import Box
from tests.camera.liveness.films import FACE, film, texture

MODEL = "minifasnet_v2_2.7_80x80.onnx"


@pytest.fixture(scope="module")
def passive(shared_data: Path) -> PassiveLiveness:
    return PassiveLiveness((shared_data / "models" / MODEL).read_bytes())


def test_it_opens_only_where_it_was_imported(shared_data: Path, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    assert open_passive(store) is None
    assert store.import_file(shared_data / "models" / MODEL).kind == "liveness"
    assert open_passive(store) is not None


def test_a_damaged_file_is_refused(shared_data: Path, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.import_file(shared_data / "models" / MODEL)
    (tmp_path / MODEL).write_bytes(b"\x08" + bytes(100))
    with pytest.raises(ModelError, match="damaged"):
        open_passive(store)


def test_a_model_that_answers_something_else_is_refused(shared_data: Path) -> None:
    with pytest.raises(ModelError):
        PassiveLiveness((shared_data / "models" / "mobilefacenet_foamliu.onnx").read_bytes())


def test_a_real_person_scores_above_a_print(passive: PassiveLiveness, shared_data: Path) -> None:
    person = next(iter(VideoFile(shared_data / "clips" / "again.mkv", "clip"))).image
    (printed,) = film(attack(Species.FLAT_PRINT, texture(), texture(0)), Turn.LEFT, 0.1, body=False)
    assert passive.score(person, Box(282, 70, 349, 156)) > DOUBT_BELOW
    assert passive.score(printed, FACE) < DOUBT_BELOW


@pytest.mark.parametrize("face", [Box(0, 0, 60, 70), Box(580, 410, 640, 480), Box(-20, 200, 60, 300), FACE])
def test_the_crop_lies_inside_the_picture_wherever_the_face_is(face: Box) -> None:
    image = np.full((480, 640, 3), 200, np.uint8)
    assert passive_crop(image, face).shape == (INPUT_PX, INPUT_PX, 3)
    assert passive_crop(image, face).min() == 200


def test_the_crop_is_two_point_seven_times_the_face() -> None:
    image = np.zeros((1000, 1000, 3), np.uint8)
    image[500 - 135 : 500 + 135, 500 - 108 : 500 + 108] = 255
    inside = passive_crop(image, Box(460, 450, 540, 550))[1:-1, 1:-1]  # the pixels at the very edge are mixed
    assert inside.min() == 255


def test_one_bad_frame_decides_nothing() -> None:
    assert median_score([0.9, 0.0, 0.95]) == 0.9
    assert median_score([]) is None
