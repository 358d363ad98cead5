"""Bodies of walkers, drawn as plain shapes: they move and cover each other, nobody looks at them closely. PURE."""

import cv2
import numpy as np

from camera.scene.walks import FEET_BELOW_FACE, Pose
from camera.types import Image

Colour = tuple[int, int, int]

_SHIFT = 3  # fractional bits: shapes glide instead of jumping from pixel to pixel
_HIPS, _KNEES = 4.6, 6.6
_SHOULDERS_Y, _SHOULDERS_X = 1.25, 1.32


def draw_body(canvas: Image, pose: Pose, coat: Colour, trousers: Colour, zipped: bool) -> None:
    """Legs, arms and trunk; places are in face widths from the middle of the face."""
    _shadow(canvas, pose)
    for side in (-1, 1):
        _leg(canvas, pose, side, _lit(trousers, pose.light * (0.9 if side < 0 else 1.0)))
    for side in (-1, 1):
        _arm(canvas, pose, side, _lit(coat, pose.light * 0.8))
    trunk = [
        (-0.42, 0.85), (-0.55, 1.05), (-_SHOULDERS_X, _SHOULDERS_Y + 0.12), (-1.36, 1.9), (-1.1, 3.2), (-1.12, 4.9),
        (1.12, 4.9), (1.1, 3.2), (1.36, 1.9), (_SHOULDERS_X, _SHOULDERS_Y + 0.12), (0.55, 1.05), (0.42, 0.85),
    ]  # fmt: skip
    _fill(canvas, pose, trunk, _lit(coat, pose.light))
    if zipped:
        _fill(canvas, pose, [(-0.02, 1.5), (0.02, 1.5), (0.03, 4.9), (-0.03, 4.9)], _lit(coat, pose.light * 0.7))


def draw_neck(canvas: Image, pose: Pose, skin: Colour) -> None:
    """For heads that come without one."""
    _fill(canvas, pose, [(-0.3, 0.3), (0.3, 0.3), (0.36, 1.15), (0, 1.4), (-0.36, 1.15)], _lit(skin, pose.light * 0.85))


def _leg(canvas: Image, pose: Pose, side: int, colour: Colour) -> None:
    lift = max(0.0, side * pose.stride) * 0.55
    hip, foot = side * 0.5, side * 0.48
    knee_y, foot_y = _KNEES - lift * 0.4, FEET_BELOW_FACE - lift
    leg = [
        (hip - 0.48, _HIPS),
        (hip + 0.48, _HIPS),
        (foot + 0.36, knee_y),
        (foot + 0.28, foot_y),
        (foot - 0.28, foot_y),
    ]
    _fill(canvas, pose, [*leg, (foot - 0.36, knee_y)], colour)
    shoe = [
        (foot - 0.3, foot_y - 0.12),
        (foot + 0.3, foot_y - 0.12),
        (foot + 0.36, foot_y + 0.3),
        (foot - 0.36, foot_y + 0.3),
    ]
    _fill(canvas, pose, shoe, (38, 34, 34))


def _arm(canvas: Image, pose: Pose, side: int, colour: Colour) -> None:
    swing = side * pose.stride * 0.35
    hand_y = 4.6 - abs(swing) * 0.5
    out = side * (1.45 + 0.2 * swing)
    arm = [(side * 1.0, 1.3), (side * 1.42, 1.5), (out + side * 0.22, hand_y), (out - side * 0.28, hand_y)]
    _fill(canvas, pose, arm, colour)
    hand = [(out - side * 0.24, hand_y), (out + side * 0.2, hand_y), (out + side * 0.1, hand_y + 0.45)]
    _fill(canvas, pose, [*hand, (out - side * 0.2, hand_y + 0.45)], _lit((140, 165, 205), pose.light))


def _shadow(canvas: Image, pose: Pose) -> None:
    centre = (round(pose.x), round(pose.y + (FEET_BELOW_FACE + 0.15) * pose.face_px))
    axes = (round(1.5 * pose.face_px), round(0.28 * pose.face_px))
    cv2.ellipse(canvas, centre, axes, 0, 0, 360, (118, 122, 124), -1, cv2.LINE_AA)


def _fill(canvas: Image, pose: Pose, shape: list[tuple[float, float]], colour: Colour) -> None:
    points = np.array(shape) * pose.face_px + (pose.x, pose.y)
    cv2.fillPoly(canvas, [np.round(points * (1 << _SHIFT)).astype(np.int32)], colour, cv2.LINE_AA, _SHIFT)


def _lit(colour: Colour, light: float) -> Colour:
    blue, green, red = (min(255, round(part * light)) for part in colour)
    return blue, green, red
