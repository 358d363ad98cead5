"""A photograph cut like the captured faces: eyes on one line, the same size."""

from functools import cached_property
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
    """Makes JPEGs of portraits with a detector of its own, which is loaded when the first one is wanted.

    One thread at a time.
    """

    def __init__(self, models_dir: Path, detector: str) -> None:
        self._models_dir = models_dir
        self._name = detector

    def __call__(self, data: bytes) -> bytes:
        return to_jpeg(portrait_of(self._detector, data, "the enrolled photograph"))

    @cached_property
    def _detector(self) -> "Detector":
        from camera.engine import build_detector

        return build_detector(self._models_dir, self._name)
