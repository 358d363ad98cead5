"""Draws a textured surface as a camera sees it, in true perspective. The same values give the same pixels."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.scene.heads.surfaces import Grid, Ray, Surface
from camera.scene.heads.texture import texture_places
from camera.types import Image

FOCAL_SHARE = 0.95
"""Focal length in picture widths: a webcam's 56 degrees."""

_COARSE = 2


@dataclass(frozen=True, slots=True)
class HeadPose:
    """`x_px`, `y_px`: where the middle between the eyes would be with the face straight; angles as in camera.pose."""

    x_px: float
    y_px: float
    face_px: float
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0

    def __post_init__(self) -> None:
        if self.face_px < 8 or max(abs(self.yaw_deg), abs(self.pitch_deg)) > 60:
            raise ValueError(f"a face of 8 px and more, turned by 60 degrees at most, can be drawn, not {self}")


@dataclass(frozen=True, slots=True, eq=False)
class Dressed:
    """A surface and what is on it; `cover` (0 to 1) is where the texture is there at all."""

    surface: Surface
    texture: Image
    cover: Grid | None = None


def draw(canvas: Image, what: Dressed, pose: HeadPose) -> None:
    """Into the picture, over what is there."""
    window = _window(canvas, pose)
    if window is None:
        return
    left, top, right, bottom = window
    start, ray = _rays(canvas.shape[1], canvas.shape[0], window, what.surface, pose)
    hits = what.surface.hits(start, ray)
    size = (right - left, bottom - top)
    x, y, shown = (cv2.resize(np.asarray(one, np.float32), size) for one in (hits.x, hits.y, hits.shown))
    at = texture_places(np.asarray(x, np.float32), np.asarray(y, np.float32))
    seen = cv2.remap(what.texture, *at, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = np.asarray(shown, np.float32)
    if what.cover is not None:
        alpha = alpha * np.asarray(cv2.remap(what.cover, *at, interpolation=cv2.INTER_LINEAR), np.float32)
    view = canvas[top:bottom, left:right]
    view[:] = cv2.blendLinear(seen, np.ascontiguousarray(view), alpha, 1 - alpha)


def _window(canvas: Image, pose: HeadPose) -> tuple[int, int, int, int] | None:
    """The part of the picture the surface may show in, whole steps of the coarse grid."""
    height, width = canvas.shape[:2]
    reach_x, reach_y = 1.3 * pose.face_px, 1.7 * pose.face_px
    left, top = max(round(pose.x_px - reach_x), 0), max(round(pose.y_px - reach_y), 0)
    right, bottom = min(round(pose.x_px + reach_x), width), min(round(pose.y_px + reach_y), height)
    return (left, top, right, bottom) if right - left >= _COARSE and bottom - top >= _COARSE else None


def _rays(
    width_px: int, height_px: int, window: tuple[int, int, int, int], surface: Surface, pose: HeadPose
) -> tuple[tuple[float, float, float], Ray]:
    """The camera's place and its rays through every second pixel of the window, seen from the turned surface."""
    left, top, right, bottom = window
    focal = FOCAL_SHARE * max(width_px, height_px)
    away = focal / pose.face_px + surface.front
    to_head = np.array(
        [(pose.x_px - width_px / 2) / focal * away, (pose.y_px - height_px / 2) / focal * away, -away], np.float64
    )
    back = _turn(pose).T
    pivot = np.array(surface.pivot)
    start = back @ (-to_head - pivot) + pivot
    across = (np.linspace(left, right, (right - left) // _COARSE, endpoint=False) + 0.5 - width_px / 2) / focal
    down = (np.linspace(top, bottom, (bottom - top) // _COARSE, endpoint=False) + 0.5 - height_px / 2) / focal
    u, v = np.meshgrid(across + 0.5 / focal, down + 0.5 / focal)
    x, y, z = (np.asarray(row[0] * u + row[1] * v - row[2], np.float32) for row in back)
    return (float(start[0]), float(start[1]), float(start[2])), (x, y, z)


def _turn(pose: HeadPose) -> NDArray[np.float64]:
    """From the surface's own directions to the camera's: nod first, then turn, then lean."""
    (cy, sy), (cp, sp), (cr, sr) = (
        (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
        for angle in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
    )
    nod = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    lean = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(lean @ turn @ nod, np.float64)
