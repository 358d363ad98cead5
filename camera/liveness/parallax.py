"""Depth from movement: points on a flat picture move as one homography says, points on a head do not.

Hartley and Zisserman, "Multiple View Geometry", 2nd edition, section 13: two views of a plane are related by a
homography; what is left over is the parallax of points off the plane. Five landmarks are too few for it, so corners of
the whole face are followed from frame to frame (Shi-Tomasi corners, pyramidal Lucas-Kanade, each step checked by going
back). A sheet that is bent, or a film of a head on a flat screen, obeys no homography either.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.liveness.depth_rule import Parallax
from camera.types import Box, Image

_WORKING_PX = 160
_MOST_POINTS = 160
_THERE_AND_BACK_PX = 0.6
_WINDOW = (17, 17)
_WORST_SHARE = 0.1

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    grey: NDArray[np.uint8]
    points: Points


class ParallaxMeter:
    """Starts with a frontal face; `follow` every later frame; `best` is the most telling measurement so far."""

    def __init__(self, image: Image, face: Box) -> None:
        self.best: Parallax | None = None
        self._face_px = face.area**0.5
        self._scale = min(_WORKING_PX / self._face_px, 1.0)
        grey = self._working(image)
        self._now = _View(grey, _corners(grey, face, self._scale))
        self._first = self._now.points

    @property
    def points(self) -> int:
        return len(self._first)

    def follow(self, image: Image) -> Parallax | None:
        """What this frame shows against the first; None where too few points are left for any fit."""
        grey = self._working(image)
        if grey.shape != self._now.grey.shape or len(self._first) < 8:
            return None
        moved, is_good = _followed(self._now, grey)
        self._first = self._first[is_good]
        self._now = _View(grey, moved[is_good])
        measured = self._measured()
        if measured is not None and (self.best is None or measured.tells_more_than(self.best)):
            self.best = measured
        return measured

    def _measured(self) -> Parallax | None:
        if len(self._first) < 8:
            return None
        # Outer points of a turning head vanish first, so its width counts, not theirs.
        width_px = self._face_px * self._scale
        alike, _ = cv2.estimateAffinePartial2D(self._first, self._now.points, method=cv2.LMEDS)
        flat, _ = cv2.findHomography(self._first, self._now.points, cv2.LMEDS)
        if alike is None or flat is None:
            return None
        as_moved = self._first @ alike[:, :2].T + alike[:, 2]
        as_flat = cv2.perspectiveTransform(self._first[:, None], flat)[:, 0]
        growth = max(float(np.sqrt(abs(np.linalg.det(alike[:, :2])))), 0.1)
        left, turned = (_spread(each - self._now.points) / (width_px * growth) for each in (as_flat, as_moved))
        return Parallax(residual=left, movement=turned, points=len(self._first))

    def _working(self, image: Image) -> NDArray[np.uint8]:
        grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        if self._scale == 1:
            return np.asarray(grey, np.uint8)
        return np.asarray(
            cv2.resize(grey, None, fx=self._scale, fy=self._scale, interpolation=cv2.INTER_AREA), np.uint8
        )


def _corners(grey: NDArray[np.uint8], face: Box, scale: float) -> Points:
    """On the face itself: within an oval that leaves hair and background out."""
    mask = np.zeros(grey.shape, np.uint8)
    (x, y), size = face.centre, face.area**0.5 * scale
    centre = (round(x * scale), round(y * scale))
    cv2.ellipse(mask, centre, (round(0.42 * size), round(0.52 * size)), 0, 0, 360, 255, -1)
    found = cv2.goodFeaturesToTrack(grey, _MOST_POINTS, 0.004, max(0.03 * size, 3), mask=mask, blockSize=5)
    # OpenCV answers None where there is no corner, which its type stubs do not say.
    return np.empty((0, 2), np.float32) if found is None else np.asarray(found, np.float32).reshape(-1, 2)


def _followed(before: _View, grey: NDArray[np.uint8]) -> tuple[Points, NDArray[np.bool_]]:
    guess = np.zeros_like(before.points)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before.grey, grey, before.points, guess, winSize=_WINDOW, maxLevel=3)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(grey, before.grey, there, guess.copy(), winSize=_WINDOW, maxLevel=3)
    off = np.linalg.norm(back - before.points, axis=1)
    good = (found.ravel() == 1) & (found_back.ravel() == 1) & (off < _THERE_AND_BACK_PX)
    return np.asarray(there, np.float32), np.asarray(good, np.bool_)


def _spread(off: NDArray[np.floating]) -> float:
    """Root mean square without the worst tenth: a point that slid along an edge says nothing about depth."""
    lengths = np.sort(np.linalg.norm(off, axis=1))
    kept = lengths[: max(round(len(lengths) * (1 - _WORST_SHARE)), 1)]
    return float(np.sqrt((kept**2).mean()))
