"""Where a ray meets a head, a flat sheet or a bent one. Face widths; x right, y down, z towards the camera. PURE.

The origin is the middle between the eyes in x and y. `pivot` is the point a surface turns about, `front` how far its
face lies before the origin.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float32]
Ray = tuple[Grid, Grid, Grid]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Places on the texture, and how much of the surface a pixel shows there: 0 to 1."""

    x: Grid
    y: Grid
    shown: Grid


class Surface(Protocol):
    @property
    def pivot(self) -> tuple[float, float, float]: ...
    @property
    def front(self) -> float: ...

    def hits(self, start: tuple[float, float, float], ray: Ray) -> Hits:
        """Where rays from one point first meet the surface; `shown` is 0 where they miss it."""


@dataclass(frozen=True, slots=True)
class Head:
    """An ellipsoid with a nose, brows and eye sockets of ordinary measure; everybody gets the same one.

    The photograph is put on from the front, so the sides are stretched: enough for a turn of about 30 degrees.
    """

    half_width: float = 0.60
    half_height: float = 0.84
    half_depth: float = 0.66
    nose: float = 0.15
    pivot: tuple[float, float, float] = (0.0, 0.35, -0.05)
    front: float = 0.6

    def hits(self, start: tuple[float, float, float], ray: Ray) -> Hits:
        ox, oy, oz = start[0] / self.half_width, start[1] / self.half_height, start[2] / self.half_depth
        dx, dy, dz = ray[0] / self.half_width, ray[1] / self.half_height, ray[2] / self.half_depth
        a, b = dx * dx + dy * dy + dz * dz, ox * dx + oy * dy + oz * dz
        c = ox * ox + oy * oy + oz * oz - 1
        inside = b * b - a * c
        along = (-b - np.sqrt(np.maximum(inside, 0))) / a
        along = self._onto_relief(start, ray, along.astype(np.float32))
        edge = np.clip(inside / (0.08 * a), 0, 1)  # a soft outline of some pixels
        return Hits(start[0] + along * ray[0], start[1] + along * ray[1], edge.astype(np.float32))

    def _onto_relief(self, start: tuple[float, float, float], ray: Ray, along: Grid) -> Grid:
        """Steps along the rays until their height is the relief's; what looks away from the camera has no relief."""
        heights = _heights(self)
        downwards = (0.8 / np.maximum(-ray[2], 0.2)).astype(np.float32)
        for _ in range(7):
            x, y, z = (begin + along * part for begin, part in zip(start, ray, strict=True))
            at = (x + _REACH) * _CELLS, (y + _REACH) * _CELLS
            height = cv2.remap(heights, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(-1.0,))
            faces = np.where(height > -0.5, np.clip(z * 5, 0, 1), 0)
            along = along + downwards * faces * (z - np.asarray(height, np.float32))
        return along


_REACH, _CELLS = 1.0, 120
"""The relief is kept for places up to one face width from the middle, with so many cells for a width."""


@lru_cache(maxsize=4)
def _heights(head: Head) -> Grid:
    """How far the face stands out, -1 outside of the head."""
    line = np.arange(0, 2 * _REACH, 1 / _CELLS, dtype=np.float32) - _REACH
    x, y = np.meshgrid(line, line)
    rest = 1 - (x / head.half_width) ** 2 - (y / head.half_height) ** 2
    tip = head.nose * _bump(x, 0.085) * _bump(y - 0.27, np.where(y < 0.27, 0.16, 0.06))
    sockets = -0.035 * (_bump(x - 0.22, 0.09) + _bump(x + 0.22, 0.09)) * _bump(y, 0.06)
    muzzle = 0.10 * _bump(x, 0.22) * _bump(y - 0.52, 0.16)
    chin = 0.06 * _bump(x, 0.16) * _bump(y - 0.74, 0.08)
    height = head.half_depth * np.sqrt(np.maximum(rest, 0)) + tip + sockets + muzzle + chin
    return np.where(rest > 0, height, -1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat sheet of paper or a screen, half_width x half_height each way from (0, middle_y)."""

    half_width: float = 0.9
    half_height: float = 1.2
    middle_y: float = 0.1
    pivot: tuple[float, float, float] = (0.0, 0.1, 0.0)
    front: float = 0.0

    def hits(self, start: tuple[float, float, float], ray: Ray) -> Hits:
        along = (-start[2] / np.minimum(ray[2], -1e-3)).astype(np.float32)
        x, y = start[0] + along * ray[0], start[1] + along * ray[1]
        return Hits(x, y, _within(x, y - self.middle_y, self.half_width, self.half_height))


@dataclass(frozen=True, slots=True)
class BentSheet:
    """The same sheet around an upright cylinder of this radius, the face outwards."""

    radius: float = 0.9
    half_width: float = 0.9
    half_height: float = 1.2
    middle_y: float = 0.1
    pivot: tuple[float, float, float] = (0.0, 0.1, -0.4)
    front: float = 0.0

    def hits(self, start: tuple[float, float, float], ray: Ray) -> Hits:
        ox, oz = start[0], start[2] + self.radius
        a, b = ray[0] ** 2 + ray[2] ** 2, ox * ray[0] + oz * ray[2]
        inside = b * b - a * (ox * ox + oz * oz - self.radius**2)
        along = (-b - np.sqrt(np.maximum(inside, 0))) / a
        angle = np.arctan2(ox + along * ray[0], oz + along * ray[2])
        x, y = (self.radius * angle).astype(np.float32), start[1] + along * ray[1]
        return Hits(x, y, _within(x, y - self.middle_y, self.half_width, self.half_height) * (inside > 0))


def _bump(x: Grid, width: float | NDArray[np.floating]) -> Grid:
    return np.asarray(np.exp(-0.5 * (x / width) ** 2), np.float32)


def _within(x: Grid, y: Grid, half_width: float, half_height: float) -> Grid:
    edge = np.minimum(half_width - np.abs(x), half_height - np.abs(y)) / 0.015
    return np.asarray(np.clip(edge, 0, 1), np.float32)
