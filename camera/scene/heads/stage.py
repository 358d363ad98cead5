"""What is around a drawn head: a wall, a body, and a webcam's own faults. Seeded: the same values, the same pixels."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.scene.bodies import draw_body, draw_neck
from camera.scene.heads.render import HeadPose
from camera.scene.walks import Pose
from camera.types import Image

WIDTH_PX, HEIGHT_PX = 640, 480
NOISE = 2.5
"""Standard deviation of the grain in grey values."""

_GRAIN_SPARE_PX = 120
_EYES_ABOVE_MIDDLE = -0.05
_COAT, _TROUSERS = (96, 84, 70), (72, 62, 54)


def wall(seed: int = 7) -> Image:
    """A lobby's wall, unevenly lit, with a notice board."""
    rng = np.random.default_rng(seed)
    rough = rng.normal(0, 1, (HEIGHT_PX // 40, WIDTH_PX // 40, 1)).astype(np.float32)
    patches = np.asarray(cv2.resize(rough, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC), np.float32)
    shade = np.linspace(206, 176, HEIGHT_PX, dtype=np.float32)[:, None] + 4 * patches
    picture: Image = np.clip(shade[..., None] * np.array([0.98, 1.0, 1.01], np.float32), 0, 255).astype(np.uint8)
    cv2.rectangle(picture, (470, 40), (600, 220), (214, 222, 226), -1)
    for row in range(60, 210, 14):
        cv2.line(picture, (484, row), (484 + int(rng.integers(40, 104)), row), (120, 118, 112), 2)
    return picture


def draw_person(canvas: Image, pose: HeadPose, texture: Image) -> None:
    """Neck and shoulders below a head: they do not turn with it."""
    at = Pose(pose.x_px, pose.y_px + _EYES_ABOVE_MIDDLE * pose.face_px, pose.face_px, 0.0, 0.0, 1.0, 0.0)
    draw_body(canvas, at, _COAT, _TROUSERS, zipped=True)
    draw_neck(canvas, at, _skin(texture))


def as_filmed(picture: Image, rng: np.random.Generator) -> Image:
    """A webcam's softness and noise: a part of one large grain, a different one for every frame."""
    soft = cv2.GaussianBlur(picture, (0, 0), 0.6)
    height, width = picture.shape[:2]
    top, left = (int(place) for place in rng.integers(0, _GRAIN_SPARE_PX, 2))
    grain = _grain(height + _GRAIN_SPARE_PX, width + _GRAIN_SPARE_PX)[top : top + height, left : left + width]
    return np.asarray(cv2.add(soft, grain, dtype=cv2.CV_8U), np.uint8)


@lru_cache(maxsize=2)
def _grain(height_px: int, width_px: int) -> NDArray[np.int16]:
    grey = np.random.default_rng(5).normal(0, NOISE, (height_px, width_px)).round().astype(np.int16)
    return np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2))


def _skin(texture: Image) -> tuple[int, int, int]:
    """The colour of the cheeks, a little darker."""
    rows, columns = texture.shape[0] * 58 // 100, texture.shape[1]
    cheeks = texture[rows : rows + 12, columns * 36 // 100 : columns * 64 // 100].reshape(-1, 3)
    blue, green, red = (int(part) for part in np.median(cheeks, axis=0))
    return blue, green, red
