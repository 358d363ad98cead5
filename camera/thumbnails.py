"""What a camera sees, small enough for a tile on the guards' screen; made only while a screen asks for it."""

import cv2
import numpy as np

from camera.types import Frame, Image, Seconds

THUMBNAIL_WIDTH_PX = 320
EVERY_S = 2.0
_JPEG_QUALITY = 70


class Thumbnails:
    """One camera's. `wanted_until` is on the clock that `due` is asked with."""

    def __init__(self) -> None:
        self.wanted_until: Seconds = float("-inf")
        self._made_at: Seconds = float("-inf")

    def due(self, frame: Frame, now: Seconds) -> bytes | None:
        """A JPEG of the frame, when one is wanted and the last is old enough."""
        if now >= self.wanted_until or now - self._made_at < EVERY_S:
            return None
        self._made_at = now
        return thumbnail(frame.image)


def thumbnail(image: Image) -> bytes:
    """The picture (BGR) as a JPEG of THUMBNAIL_WIDTH_PX; a narrower one keeps its size."""
    height, width = image.shape[:2]
    scale = min(1.0, THUMBNAIL_WIDTH_PX / width)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return np.asarray(encoded).tobytes()
