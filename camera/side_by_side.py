"""Faces for people to look at: upright, the same size, eyes on one line, as JPEG."""

from collections.abc import Sequence

import cv2
import numpy as np

from camera.pose import axes
from camera.types import Face, Image

PORTRAIT_WIDTH_PX, PORTRAIT_HEIGHT_PX = 360, 450
_EYE_LINE = 0.42
_MOUTH_LINE = 0.66
_GAP_PX = 16
_PAPER = 245
_JPEG_QUALITY = 90


def portrait(image: Image, face: Face) -> Image:
    """The face 360x450 BGR, upright, eyes and mouth on fixed lines; light paper where the picture ends."""
    found = axes(face.landmarks)
    down = found.mouth - found.eyes
    length = max(float(np.hypot(*down)), 1.0)
    wanted = (_MOUTH_LINE - _EYE_LINE) * PORTRAIT_HEIGHT_PX
    # Turn "eyes to mouth" to straight down, scale it to the wanted length, put the eyes on their line.
    cos, sin = down[1] / length * wanted / length, down[0] / length * wanted / length
    turn = np.array([[cos, -sin], [sin, cos]])
    eyes_at = np.array([PORTRAIT_WIDTH_PX / 2, _EYE_LINE * PORTRAIT_HEIGHT_PX])
    matrix = np.column_stack([turn, eyes_at - turn @ found.eyes])
    size = (PORTRAIT_WIDTH_PX, PORTRAIT_HEIGHT_PX)
    return np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(_PAPER,) * 3), np.uint8)


def fitted(image: Image) -> Image:
    """The whole picture inside 360x450, for one in which no face was found."""
    height, width = image.shape[:2]
    scale = min(PORTRAIT_WIDTH_PX / width, PORTRAIT_HEIGHT_PX / height)
    small = cv2.resize(
        image, (max(round(width * scale), 1), max(round(height * scale), 1)), interpolation=cv2.INTER_AREA
    )
    canvas = blank()
    top, left = (PORTRAIT_HEIGHT_PX - small.shape[0]) // 2, (PORTRAIT_WIDTH_PX - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def blank() -> Image:
    """An empty place where a picture would be."""
    return np.full((PORTRAIT_HEIGHT_PX, PORTRAIT_WIDTH_PX, 3), _PAPER, np.uint8)


def side_by_side(portraits: Sequence[Image]) -> Image:
    """Portraits of one size in a row on light paper."""
    gap = np.full((PORTRAIT_HEIGHT_PX, _GAP_PX, 3), _PAPER, np.uint8)
    row = [piece for picture in portraits for piece in (gap, picture)] + [gap]
    band = np.full((_GAP_PX, sum(piece.shape[1] for piece in row), 3), _PAPER, np.uint8)
    return np.vstack([band, np.hstack(row), band])


def to_jpeg(image: Image) -> bytes:
    """The picture as a JPEG file."""
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    assert done
    return data.tobytes()
