"""Drawn faces: what a face detector may take for a face, and nobody's. PURE."""

import cv2
import numpy as np

from camera.scene.sprites import Sprite, outline_mask
from camera.types import Box, Image

Colour = tuple[int, int, int]

_SIDE = 320
_FACE = Box(80, 70, 240, 270)
_MIDDLE_X = 160
_INK: Colour = (40, 36, 50)


def cartoon_head(skin: Colour, hair: Colour) -> Sprite:
    """A drawn head with its hair; colours are BGR."""
    image = np.full((_SIDE, _SIDE, 3), hair, np.uint8)
    _face(image, skin)
    _fringe(image, hair)
    outline = cv2.ellipse2Poly((_MIDDLE_X, 158), (104, 132), 0, 0, 360, 6)
    points = tuple((int(x), int(y)) for x, y in outline)
    return Sprite.of(image, outline_mask(image.shape, points, 60), _FACE)


def cartoon_print(ground: Colour) -> Sprite:
    """A drawn face on a square of cloth or paper, as on a T-shirt."""
    image = np.full((_SIDE, _SIDE, 3), ground, np.uint8)
    _face(image, (205, 225, 240))
    corners = ((14, 14), (_SIDE - 14, 14), (_SIDE - 14, _SIDE - 14), (14, _SIDE - 14))
    return Sprite.of(image, outline_mask(image.shape, corners, 60), _FACE)


def back_of_head(hair: Colour) -> Sprite:
    """Somebody who walks away: hair, ears and neck, no face."""
    image = np.full((_SIDE, _SIDE, 3), hair, np.uint8)
    cv2.rectangle(image, (115, 225), (205, _SIDE), (120, 150, 190), -1)
    cv2.ellipse(image, (_MIDDLE_X, 150), (88, 108), 0, 0, 360, hair, -1, cv2.LINE_AA)
    outline = cv2.ellipse2Poly((_MIDDLE_X, 165), (90, 128), 0, 0, 360, 6)
    points = tuple((int(x), int(y)) for x, y in outline)
    return Sprite.of(image, outline_mask(image.shape, points, 60), _FACE)


def _face(image: Image, skin: Colour) -> None:
    shade = _darker(skin, 0.82)
    cv2.ellipse(image, (_MIDDLE_X, 172), (82, 108), 0, 0, 360, shade, -1, cv2.LINE_AA)
    cv2.ellipse(image, (_MIDDLE_X, 168), (76, 102), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for side in (-1, 1):
        _eye(image, _MIDDLE_X + side * 34, 150, side)
        cv2.ellipse(image, (_MIDDLE_X + side * 44, 205), (18, 12), 0, 0, 360, _darker(skin, 0.92), -1, cv2.LINE_AA)
    cv2.line(image, (_MIDDLE_X - 6, 160), (_MIDDLE_X - 12, 194), shade, 5, cv2.LINE_AA)
    cv2.ellipse(image, (_MIDDLE_X, 196), (15, 8), 0, 0, 180, _darker(skin, 0.6), 4, cv2.LINE_AA)
    cv2.ellipse(image, (_MIDDLE_X, 226), (30, 12), 0, 0, 180, (60, 50, 150), -1, cv2.LINE_AA)
    cv2.line(image, (_MIDDLE_X - 32, 226), (_MIDDLE_X + 32, 226), _INK, 4, cv2.LINE_AA)


def _eye(image: Image, x: int, y: int, side: int) -> None:
    cv2.ellipse(image, (x, y), (20, 11), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
    cv2.circle(image, (x, y), 9, _INK, -1, cv2.LINE_AA)
    cv2.ellipse(image, (x, y), (21, 12), 0, 180, 360, _INK, 4, cv2.LINE_AA)
    cv2.ellipse(image, (x, y - 14), (26, 12), 5 * side, 200, 340, _INK, 7, cv2.LINE_AA)


def _fringe(image: Image, hair: Colour) -> None:
    cv2.ellipse(image, (_MIDDLE_X, 92), (92, 44), 0, 180, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(image, (_MIDDLE_X - 30, 94), (58, 26), 8, 0, 180, hair, -1, cv2.LINE_AA)


def _darker(colour: Colour, share: float) -> Colour:
    blue, green, red = (round(part * share) for part in colour)
    return blue, green, red
