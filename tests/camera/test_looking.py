"""Where the detector is sent while somebody is in view."""

from collections.abc import Sequence

import numpy as np
import pytest

from camera.attention import AttentionLimits
from camera.looking import Looker
from camera.motion import MotionLimits
from camera.types import Box, Embedding, Face, Frame, Image

PICTURE = np.full((360, 640, 3), 90, np.uint8)


class Blind:
    """An engine that finds nobody and remembers the widths it was asked to search."""

    def __init__(self) -> None:
        self.widths: list[int] = []

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        self.widths.append(image.shape[1])
        return []

    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]:
        return []


@pytest.mark.parametrize(
    ("expected", "whole_pictures"), [(Box(200, 100, 260, 170), 2), (Box(600, 100, 660, 170), 1)], ids=["inside", "left"]
)
def test_whoever_leaves_the_picture_is_not_searched_for_all_over_it(expected: Box, whole_pictures: int) -> None:
    engine = Blind()
    looker = Looker(engine, 40, AttentionLimits(), MotionLimits())
    for number in range(24):
        looker.look(Frame.of(PICTURE, number / 25, number), [expected])
    assert sum(width == PICTURE.shape[1] for width in engine.widths) == whole_pictures
