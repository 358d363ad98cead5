"""The working size of a detector, and the way back from its pixels to the picture's."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.types import Box, Face, Image, LandmarkLayout, Landmarks


@dataclass(frozen=True, slots=True)
class WorkingRange:
    """What a detector can do in its own pixels.

    `smallest_px` is the size of face it finds reliably, `max_scale` how far a picture may be enlarged for it, and
    `max_pixels` bounds the work: a picture that would be larger is searched for larger faces only.
    """

    smallest_px: int
    max_scale: float
    max_pixels: int

    def scale(self, width_px: int, height_px: int, min_face_px: int) -> float:
        """Factor from the picture to the working picture."""
        wanted = self.smallest_px / max(min_face_px, 1)
        affordable = math.sqrt(self.max_pixels / (width_px * height_px))
        return min(wanted, self.max_scale, affordable)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A face in a working picture: left, top, right, bottom as edges, points float32 (5, 2) as pixel centres."""

    edges: tuple[float, float, float, float]
    confidence: float
    points: NDArray[np.float32]


def as_bgr(image: NDArray[np.uint8]) -> Image:
    """Three channels, whatever came: grey pictures have one or none, some PNG files four."""
    if image.ndim == 2 or image.shape[2] == 1:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
    if image.shape[2] == 4:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2BGR), np.uint8)
    return image


def resized(image: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """The picture at `scale`, at least one pixel each way; the same object when nothing changes."""
    height, width = image.shape[:2]
    return fitted(image, (max(round(width * scale), 1), max(round(height * scale), 1)))


def fitted(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture at this width and height in pixels; the same object when nothing changes."""
    # Linear is enough down to one half. Halving before averages areas, at a fifth of the cost of doing it at once.
    while size[0] * 2 < image.shape[1] and size[1] * 2 < image.shape[0]:
        image = _halved(image)
    if size == (image.shape[1], image.shape[0]):
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _halved(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = (image.shape[1] + 1) // 2, (image.shape[0] + 1) // 2
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def search(
    image: NDArray[np.uint8],
    scale: float,
    find: Callable[[NDArray[np.uint8]], Sequence[Found]],
    layout: LandmarkLayout,
) -> list[Face]:
    """Faces that `find` sees in the picture at `scale`, in the picture's own pixels (rounded once, at the end)."""
    working = resized(image, scale)
    # The working size is whole pixels, so each axis has a factor of its own.
    factors = working.shape[1] / image.shape[1], working.shape[0] / image.shape[0]
    return [_mapped_back(found, factors, layout) for found in find(working)]


def _mapped_back(found: Found, factors: tuple[float, float], layout: LandmarkLayout) -> Face:
    x, y = factors
    left, top, right, bottom = found.edges
    left_px, top_px = round(left / x), round(top / y)
    box = Box(left_px, top_px, max(round(right / x), left_px + 1), max(round(bottom / y), top_px + 1))
    points = (found.points + np.float32(0.5)) / np.array(factors, np.float32) - np.float32(0.5)
    return Face(box, found.confidence, Landmarks(points.astype(np.float32), layout))


def without_doubles(faces: Sequence[Face], overlap: float = 0.4) -> list[Face]:
    """The more confident of faces that overlap by more than `overlap`, most confident first."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda one: -one.confidence):
        if all(face.box.overlap(other.box) <= overlap for other in kept):
            kept.append(face)
    return kept
