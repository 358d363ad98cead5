"""A photograph as small as the chip of a resident identity card holds it, for measurements."""

import cv2
import numpy as np

from camera.errors import NotAPicture
from camera.types import Box, Image

WIDTH_PX, HEIGHT_PX = 102, 126
_FACE_SHARE = 0.62  # of the width, as on the cards' own photographs
_JPEG_QUALITY = 80


def chip_photograph(image: Image, face: Box) -> bytes:
    """JPEG. Raises NotAPicture where the face lies outside the picture."""
    width = face.width / _FACE_SHARE
    height = width * HEIGHT_PX / WIDTH_PX
    x, y = face.centre
    portrait = Box(round(x - width / 2), round(y - height / 2), round(x + width / 2), round(y + height / 2)).clipped(
        image.shape[1], image.shape[0]
    )
    if portrait is None:
        raise NotAPicture("the face lies outside the picture")
    cut = image[portrait.top : portrait.bottom, portrait.left : portrait.right]
    small = cv2.resize(np.ascontiguousarray(cut), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return jpeg.tobytes()
