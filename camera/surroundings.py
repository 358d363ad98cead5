"""A face with what is around it: the picture that goes with a sighting."""

import cv2
import numpy as np

from camera.types import Box, Image

_GROWN = 0.6
_MAX_HEIGHT_PX = 320


def surroundings(image: Image, box: Box) -> Image:
    """The face with its surroundings, at most 320 px high; a copy, so that it does not hold the whole frame."""
    part = box.grown(_GROWN).clipped(image.shape[1], image.shape[0])
    if part is None:
        raise ValueError(f"{box} lies outside a picture of {image.shape[1]}x{image.shape[0]}")
    crop = image[part.top : part.bottom, part.left : part.right]
    if part.height <= _MAX_HEIGHT_PX:
        return crop.copy()
    width = max(round(part.width * _MAX_HEIGHT_PX / part.height), 1)
    return np.asarray(cv2.resize(crop, (width, _MAX_HEIGHT_PX), interpolation=cv2.INTER_AREA), np.uint8)
