import numpy as np
import pytest

from camera.embedders.protocol import Embedder
from camera.embedders.scripted import ScriptedEmbedder
from camera.errors import ModelError

DRAW = np.random.default_rng(1)
FACE = np.kron(DRAW.integers(0, 256, (14, 14, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
OTHER = np.kron(DRAW.integers(0, 256, (14, 14, 3), np.uint8), np.ones((8, 8, 1), np.uint8))


def test_it_is_an_embedder() -> None:
    embedder: Embedder = ScriptedEmbedder()
    assert embedder.embed([FACE, OTHER]).shape == (2, 128)
    assert embedder.embed([]).shape == (0, 128)


def test_the_same_picture_gives_the_same_unit_vector_everywhere() -> None:
    one, two = ScriptedEmbedder().embed([FACE]), ScriptedEmbedder().embed([OTHER, FACE])
    assert np.array_equal(one[0], two[1])
    assert np.linalg.norm(two, axis=1) == pytest.approx(1)


def test_pictures_that_look_alike_get_vectors_that_are_alike() -> None:
    brighter = np.clip(FACE.astype(int) + 12, 0, 255).astype(np.uint8)
    face, same, other = ScriptedEmbedder().embed([FACE, brighter, OTHER])
    assert face @ same > 0.95
    assert face @ other < 0.5


def test_a_picture_of_one_colour_is_no_failure() -> None:
    assert np.isfinite(ScriptedEmbedder().embed([np.zeros_like(FACE)])).all()


def test_a_script_is_played_in_order_and_brought_to_length_1() -> None:
    script = [np.array([3, 4], np.float32), np.array([0, 2], np.float32)]
    rows = ScriptedEmbedder(script, dimension=2).embed([FACE, FACE])
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 1]]))


def test_told_to_misbehave_it_does_what_a_broken_model_does() -> None:
    embedder = ScriptedEmbedder()
    embedder.misbehave = "wrong-length"
    assert embedder.embed([FACE]).shape == (1, 127)
    for kind in ("nan", "zero"):
        embedder.misbehave = kind
        with pytest.raises(ModelError, match="NaN or zero"):
            embedder.embed([FACE])
