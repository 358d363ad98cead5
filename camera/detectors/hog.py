"""dlib's HOG detector of frontal faces with dlib's five points: what every installation has.

The weights come with the package face_recognition_models, which is found but never imported (its import needs
setuptools). The 68-point model beside them is not licensed for commercial use and is not touched.
"""

import importlib.util
from pathlib import Path
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from camera.detectors.scaling import Found, WorkingRange, as_bgr, search
from camera.errors import ModelError
from camera.types import Face, Image, LandmarkLayout

# dlib searches with a window of 80 px; enlarging further than twice only invents faces. 2560x1440 takes about 0.3 s.
_RANGE = WorkingRange(smallest_px=80, max_scale=2.0, max_pixels=2560 * 1440)


class HogDetector:
    """Confidence is the margin of dlib's linear classifier: 0 is its own limit, clear frontal faces have 1 to 3."""

    name: str = "hog"
    layout: LandmarkLayout = "eye-corners"

    def __init__(self) -> None:
        self._detector: Any = dlib.get_frontal_face_detector()
        self._predictor: Any = dlib.shape_predictor(str(_predictor_file()))

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        """Faces in any BGR picture, in its own pixels."""
        rgb = np.asarray(cv2.cvtColor(as_bgr(image), cv2.COLOR_BGR2RGB), np.uint8)
        scale = _RANGE.scale(rgb.shape[1], rgb.shape[0], min_face_px)
        return search(rgb, scale, self._find, self.layout)

    def _find(self, rgb: NDArray[np.uint8]) -> list[Found]:
        # In colour dlib takes the strongest gradient of the three channels: dearer than grey, and it finds more.
        rectangles, confidences, _ = self._detector.run(rgb, 0, 0.0)
        return [self._found(rgb, *pair) for pair in zip(rectangles, confidences, strict=True)]

    def _found(self, rgb: NDArray[np.uint8], rectangle: Any, confidence: float) -> Found:
        points = [(point.x, point.y) for point in self._predictor(rgb, rectangle).parts()]
        # dlib counts the last pixel in, a Box does not.
        edges = rectangle.left(), rectangle.top(), rectangle.right() + 1, rectangle.bottom() + 1
        return Found(edges, float(confidence), np.array(points, np.float32))


def _predictor_file() -> Path:
    spec = importlib.util.find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        raise ModelError("the package face_recognition_models is missing", "Install it: uv sync.")
    path = Path(spec.origin).parent / "models" / "shape_predictor_5_face_landmarks.dat"
    if not path.is_file():
        raise ModelError(f"{path.name} is missing from face_recognition_models", "Install the package again: uv sync.")
    return path
