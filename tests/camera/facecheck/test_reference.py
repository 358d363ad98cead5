import cv2
import numpy as np
import pytest

from camera.detectors.hog import HogDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.facecheck.reference import reference_embedding
from camera.scene.portraits import packaged_portraits
from camera.types import Image

COLLINS, HOPPER = packaged_portraits().values()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(HogDetector(), lambda _image, face: face.landmarks, ScriptedEmbedder(layout="eye-corners"))


def encoded(image: Image, suffix: str = ".jpg") -> bytes:
    return bytes(cv2.imencode(suffix, image)[1].tobytes())


def chip(image: Image) -> Image:
    """As a card's chip holds it: 102x126 pixels, the face filling most of it."""
    height, width = image.shape[:2]
    tight = image[round(0.1 * height) : round(0.9 * height), round(0.15 * width) : round(0.85 * width)]
    return np.asarray(cv2.resize(tight, (102, 126), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp"])
@pytest.mark.parametrize("photograph", [COLLINS, HOPPER, chip(COLLINS), chip(HOPPER)])
def test_a_photograph_large_or_from_a_chip_gives_an_embedding(engine: Engine, photograph: Image, suffix: str) -> None:
    assert reference_embedding(engine, encoded(photograph, suffix)) is not None


def test_a_chips_photograph_is_the_same_person(engine: Engine) -> None:
    large, small = (reference_embedding(engine, encoded(image)) for image in (HOPPER, chip(HOPPER)))
    assert large is not None
    assert small is not None
    assert float(large.vector @ small.vector) > 0.9


@pytest.mark.parametrize(
    "data",
    [
        b"",
        encoded(np.full((126, 102, 3), 128, np.uint8)),
        encoded(COLLINS)[:2000],
        encoded(COLLINS, ".bmp")[:200],
        b"BM" + bytes(60),
    ],
    ids=["empty", "nobody", "cut off", "half a BMP", "a BMP of no size"],
)
def test_what_shows_nobody_gives_none(engine: Engine, data: bytes) -> None:
    assert reference_embedding(engine, data) is None


def test_two_people_in_a_photograph_give_none(engine: Engine) -> None:
    size = (240, 300)
    both = np.hstack([cv2.resize(COLLINS, size), cv2.resize(HOPPER, size)])
    assert reference_embedding(engine, encoded(np.asarray(both, np.uint8))) is None
