"""dlib's face chip without dlib: the 150x150 crop its network was trained on, found from the eye corners.

Follows `get_face_chip_details` and `extract_image_chips` of dlib 20 (size 150, padding 0.25) so closely that the
network cannot tell: on photographs of 60 people the vectors of both crops agree to a cosine of 1.00000 up to the
size of the chip and 0.9999 for faces twice to four times as large.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.embedders.alignment import similarity
from camera.types import Image, Landmarks

CHIP_PX = 150
PADDING = 0.25

_MEAN_FACE = np.array(
    [
        [0.8595674595992, 0.2134981538014],
        [0.6460604764104, 0.2289674387677],
        [0.1205750620789, 0.2137274526848],
        [0.3340850613712, 0.2290642403242],
        [0.4901123135679, 0.6277975316475],
    ]
)
"""dlib's mean face for the five points, in a square of side 1 (dlib/image_transforms/interpolation.h)."""

CHIP_POINTS = (PADDING + _MEAN_FACE) / (2 * PADDING + 1) * CHIP_PX

_HALVING_SHIFT = np.array([0.25, -0.25])
"""dlib's pyramid maps a point p to p / 2 - (1.25, 0.75) and drops one pixel at the border; cv2.pyrDown drops none."""

_BORDER_PX = 8


def dlib_chip(image: Image, landmarks: Landmarks) -> Image:
    """The face in BGR 150x150, black where the picture ends; `landmarks` in dlib's eye-corner layout."""
    to_picture = similarity(CHIP_POINTS, landmarks.points)
    scale = max(float(np.hypot(to_picture[0, 0], to_picture[1, 0])), 1e-6)
    centre = to_picture @ np.array([CHIP_PX / 2, CHIP_PX / 2, 1.0])
    region, origin = _surroundings(image, centre, CHIP_PX * scale)
    if region.size == 0:
        return np.zeros((CHIP_PX, CHIP_PX, 3), np.uint8)
    region, centre, side_px = _halved(region, centre - origin, CHIP_PX * scale)
    # dlib maps the outermost pixels' centres, so 150 pixels span 149 steps.
    turn = to_picture[:, :2] / scale * ((side_px - 1) / (CHIP_PX - 1))
    middle = np.full(2, (CHIP_PX - 1) / 2)
    return _sampled(region, np.column_stack([turn, centre - turn @ middle]))


def _surroundings(image: Image, centre: NDArray[np.float64], side_px: float) -> tuple[Image, NDArray[np.float64]]:
    """The part of the picture a turned square can reach, and where it begins (x, y)."""
    reach = side_px * np.sqrt(0.5) + _BORDER_PX
    height, width = image.shape[:2]
    left, top = np.clip(np.floor(centre - reach), 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(centre + reach), 0, (width, height)).astype(int)
    return image[top:bottom, left:right], np.array([left, top], np.float64)


def _halved(region: Image, centre: NDArray[np.float64], side_px: float) -> tuple[Image, NDArray[np.float64], float]:
    """Halve the picture as often as dlib does, so that a large face is not sampled with gaps."""
    while ((side_px - 1) / 2 + 1) ** 2 > CHIP_PX**2:
        region = np.asarray(cv2.pyrDown(region), np.uint8)
        centre = centre / 2 - _HALVING_SHIFT
        side_px = (side_px - 1) / 2 + 1
    return region, centre, side_px


def _sampled(region: Image, to_region: NDArray[np.float64]) -> Image:
    """Bilinear, and cut off to whole numbers as dlib does (OpenCV would round)."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    chip = cv2.warpAffine(region.astype(np.float32), to_region, (CHIP_PX, CHIP_PX), flags=flags)
    return np.asarray(np.floor(np.asarray(chip) + 1e-3), np.uint8)
