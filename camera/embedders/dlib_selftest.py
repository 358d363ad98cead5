"""Does the converted network compute what dlib computes? Asked of dlib itself, on pictures drawn from fixed numbers."""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from camera.errors import ModelError
from camera.types import Image

TOLERANCE = 1e-5
"""Largest difference of one component. The two differ by 3e-7 when all is well."""

_SEED, _CROPS = 20, 3


def trial_crops(size_px: int) -> list[Image]:
    """The same pictures every time: noise of three grains, BGR."""
    draw = np.random.default_rng(_SEED)
    grains = [draw.integers(0, 256, (size_px >> 2 * step, size_px >> 2 * step, 3), np.uint8) for step in range(_CROPS)]
    return [np.asarray(cv2.resize(grain, (size_px, size_px)), np.uint8) for grain in grains]


def dlib_vectors(crops: Sequence[Image], weights: Path) -> NDArray[np.float32]:
    """What dlib computes for these BGR chips, float32 (n, 128), not unit length."""
    network = dlib.face_recognition_model_v1(str(weights))
    rows = [network.compute_face_descriptor(np.ascontiguousarray(crop[:, :, ::-1])) for crop in crops]
    return np.array(rows, np.float32)


def compare_with_dlib(raw: Callable[[Sequence[Image]], NDArray[np.float32]], weights: Path, size_px: int) -> float:
    """The largest difference between `raw` and dlib. Raises ModelError when it is too large (or NaN)."""
    crops = trial_crops(size_px)
    difference = float(np.abs(raw(crops) - dlib_vectors(crops, weights)).max())
    if not difference <= TOLERANCE:
        raise ModelError(
            f"the converted face network differs from dlib's by {difference:.2g}, more than {TOLERANCE:g}",
            "Install another version of onnxruntime, or an embedder of the ArcFace type; tell the technical service.",
        )
    return difference
