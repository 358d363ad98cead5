"""Drawings, as plans of a house: read like photographs, white where they are transparent, no larger than a screen."""

from pathlib import Path

import cv2
import numpy as np

from camera.side_by_side import to_jpeg
from camera.sources.pictures import read_picture
from camera.types import Image

LONGEST_PX = 2400


def drawing_jpeg(path: Path) -> bytes:
    """A JPEG or PNG file as a JPEG of at most LONGEST_PX. Raises NotAPicture."""
    image = read_picture(path)
    whole = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    if whole is not None and whole.ndim == 3 and whole.shape[2] == 4 and whole.shape[:2] == image.shape[:2]:
        image = _on_white(image, whole[:, :, 3] / (65_535 if whole.dtype == np.uint16 else 255))
    return to_jpeg(_within(image))


def _on_white(image: Image, opaque: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Image:
    share = opaque[:, :, np.newaxis]
    return np.round(image * share + 255 * (1 - share)).astype(np.uint8)


def _within(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = LONGEST_PX / max(height, width)
    if scale >= 1:
        return image
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
