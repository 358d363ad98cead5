"""Pictures that are handed in by whomever: opened in bounded memory, and nothing kept but what they show."""

import cv2
import numpy as np

from camera.side_by_side import to_jpeg
from camera.sources.pictures import decode_picture

LONGEST_SIDE_PX = 1920
MOST_PIXELS = 25_000_000


def cleaned_picture(data: bytes, name: str) -> bytes:
    """A JPEG of it, upright, at most LONGEST_SIDE_PX: no place, no telephone's name, no second picture inside.

    Raises NotAPicture as `decode_picture` does, and for more than MOST_PIXELS.
    """
    image = decode_picture(data, name, MOST_PIXELS)
    height, width = image.shape[:2]
    scale = LONGEST_SIDE_PX / max(height, width)
    if scale < 1:
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return to_jpeg(image)
