"""Pictures for a screen: no larger than they are shown, and quickly made so."""

import cv2
import numpy as np

from camera.types import Image


def shrunk(image: Image, most_width_px: int) -> Image:
    """The picture itself where it is no wider than that."""
    height, width = image.shape[:2]
    if width <= most_width_px:
        return image
    size = most_width_px, max(round(height * most_width_px / width), 1)
    # Averaging is three times dearer, and only shows where several pixels become one.
    way = cv2.INTER_AREA if width >= 2 * most_width_px else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
