"""A photograph cut like the captured faces: eyes on one line, the same size."""

from pathlib import Path
from typing import TYPE_CHECKING

from camera.side_by_side import fitted, portrait, to_jpeg
from camera.sources.pictures import decode_picture

if TYPE_CHECKING:
    from camera.detectors.protocol import Detector
    from camera.types import Image

MIN_FACE_PX = 40


def portrait_of(detector: "Detector", data: bytes, name: str) -> "Image":
    """The largest face of the picture; the whole picture where none is found. Raises NotAPicture; `name` is for it."""
    image = decode_picture(data, name)
    faces = detector.detect(image, MIN_FACE_PX)
    if not faces:
        return fitted(image)
    return portrait(image, max(faces, key=lambda face: face.box.area))


class PortraitCutter:
    """Makes JPEGs of portraits, each with a detector of its own: one that is kept keeps the memory that the largest
    photograph so far took, and more for every other size."""

    def __init__(self, models_dir: Path, detector: str) -> None:
        self._models_dir = models_dir
        self._name = detector

    def __call__(self, data: bytes) -> bytes:
        from camera.engine import build_detector

        detector = build_detector(self._models_dir, self._name)
        return to_jpeg(portrait_of(detector, data, "the enrolled photograph"))
