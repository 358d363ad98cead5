"""YuNet through cv2.FaceDetectorYN: small faces, turned faces, masks; needs its model file, no dlib."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.detectors.scaling import Found, WorkingRange, as_bgr, search, without_doubles
from camera.errors import ModelError
from camera.types import Face, Image, LandmarkLayout

# YuNet finds faces from about 10 px of its own pixels, but its confidence in a face of 60 px fell from 0.92 to below
# 0.85 where it saw it at 27 px; 24 for the smallest leaves the others room. A picture is never enlarged for it: it
# gains nothing. 1920x1080 takes about 0.1 s.
_RANGE = WorkingRange(smallest_px=24, max_scale=1.0, max_pixels=1920 * 1080)
# It does not see faces beyond about 300 px of its own pixels, so large pictures are searched once more, small.
_COARSE_SIDE_PX = 320
_MIN_CONFIDENCE = 0.6
_MIN_SIDE_PX = 32


class YuNetDetector:
    """Confidence is 0 to 1: clear faces have 0.87 to 0.95, hands and prints on clothing were seen up to 0.81."""

    name: str = "yunet"
    layout: LandmarkLayout = "five-points"

    def __init__(self, model_file: Path) -> None:
        # Process-wide, and meant so: a worker has one camera and one core.
        cv2.setNumThreads(1)
        try:
            # From bytes: OpenCV cannot open a path with Chinese characters on Windows.
            model = np.frombuffer(model_file.read_bytes(), np.uint8)
            with _quiet_opencv():
                self._net = cv2.FaceDetectorYN.create(
                    "onnx", model, np.empty(0, np.uint8), (320, 320), _MIN_CONFIDENCE, 0.3, 200
                )
        except (OSError, cv2.error) as error:
            raise ModelError(f"{model_file.name} cannot be loaded as YuNet: {error}") from error

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        """Faces in any BGR picture, in its own pixels, most confident first."""
        image = as_bgr(image)
        height, width = image.shape[:2]
        scale = _RANGE.scale(width, height, min_face_px)
        faces = search(image, scale, self._find, self.layout)
        if min(width, height) * scale > _COARSE_SIDE_PX:
            faces += search(image, _COARSE_SIDE_PX / max(width, height), self._find, self.layout)
        return without_doubles(faces)

    def _find(self, image: NDArray[np.uint8]) -> list[Found]:
        padded = _at_least(image, _MIN_SIDE_PX)
        self._net.setInputSize((padded.shape[1], padded.shape[0]))
        rows = self._net.detect(padded)[1]
        # Without a face OpenCV answers None, which its type stubs do not say.
        return [] if rows is None else [_found(row) for row in np.asarray(rows, np.float32)]


def _found(row: NDArray[np.float32]) -> Found:
    """Fifteen numbers: left, top, width, height, five points, confidence."""
    left, top, width, height = (float(value) for value in row[:4])
    return Found((left, top, left + width, top + height), float(row[14]), row[4:14].reshape(5, 2).copy())


def _at_least(image: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    down, right = max(side_px - image.shape[0], 0), max(side_px - image.shape[1], 0)
    if not down and not right:
        return image
    return np.asarray(cv2.copyMakeBorder(image, 0, down, 0, right, cv2.BORDER_REPLICATE), np.uint8)


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """OpenCV 5 warns on stderr, at every start, that its own default target is not supported."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)
