"""A glance at a whole picture: a very small grey one, in which averaging has taken the sensor's noise away."""

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.types import Image, Luma

Small = NDArray[np.float32]
_ENOUGH_ROWS = 360
"""More of them are passed over by a quick glance: what is left still averages the noise away."""


def small_grey(picture: Luma | Image, width_px: int, *, quick: bool = False) -> Small:
    """`width_px` wide, grey, of the same shape. A quick one costs a third with a large picture, and is noisier."""
    height, width = picture.shape[:2]
    size = width_px, max(round(height * width_px / width), 1)
    rows = picture[:: max(height // _ENOUGH_ROWS, 1)] if quick else picture
    small = cv2.resize(rows, size, interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return np.asarray(grey, np.float32)
