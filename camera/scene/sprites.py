"""Cut-out heads and how they are put into the picture. PURE."""

from dataclasses import dataclass
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.types import Box, Image

Alpha = NDArray[np.float32]
Points = tuple[tuple[int, int], ...]

_SMALLEST_FACE_PX = 40
_FEATHER = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A picture with a mask (0 to 1) and where its face is; `smaller` is the same at half the size."""

    image: Image
    alpha: Alpha
    face: Box
    smaller: "Sprite | None"

    @classmethod
    def of(cls, image: Image, alpha: Alpha, face: Box) -> "Sprite":
        """Cut to what the mask shows."""
        rows, columns = np.nonzero(alpha.any(1))[0], np.nonzero(alpha.any(0))[0]
        top, left = int(rows[0]), int(columns[0])
        shown = np.s_[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
        return cls._with_smaller(image[shown], alpha[shown], face.moved(-left, -top))

    @classmethod
    def _with_smaller(cls, image: Image, alpha: Alpha, face: Box) -> "Sprite":
        if face.width < 2 * _SMALLEST_FACE_PX:
            return cls(image, alpha, face, None)
        size = (image.shape[1] // 2, image.shape[0] // 2)
        half_face = Box(face.left // 2, face.top // 2, face.right // 2, face.bottom // 2)
        half_image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        half_alpha = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
        smaller = cls._with_smaller(half_image.astype(np.uint8), half_alpha.astype(np.float32), half_face)
        return cls(image, alpha, face, smaller)

    @property
    def reach_px(self) -> float:
        """From the middle of the face to the farthest corner."""
        (x, y), (height, width) = self.face.centre, self.image.shape[:2]
        return hypot(max(x, width - x), max(y, height - y))

    def for_width(self, face_px: float) -> "Sprite":
        """The smallest version that need not be enlarged: shrinking by more than half would flicker."""
        if self.smaller is None or self.smaller.face.width < face_px:
            return self
        return self.smaller.for_width(face_px)


def outline_mask(shape: tuple[int, ...], outline: Points, face_px: float) -> Alpha:
    """1 inside the outline, fading to 0 across its edge."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.array(outline, np.int32)], 255, cv2.LINE_AA)
    return _feathered(mask, face_px)


def oval_mask(shape: tuple[int, ...], face: Box) -> Alpha:
    """A head of which only the face box is known: an oval around hair, face and neck."""
    mask = np.zeros(shape[:2], np.uint8)
    x, y = face.centre
    centre, axes = (round(x), round(y)), (round(face.width * 0.68), round(face.height * 0.86))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
    return _feathered(mask, face.width)


def _feathered(mask: NDArray[np.uint8], face_px: float) -> Alpha:
    sigma = max(1.0, _FEATHER * face_px)
    shrunk = cv2.erode(mask, np.ones((3, 3), np.uint8), iterations=round(sigma))
    return (cv2.GaussianBlur(shrunk, (0, 0), sigma).astype(np.float32) / 255).astype(np.float32)


def paste(
    canvas: Image,
    sprite: Sprite,
    centre: tuple[float, float],
    face_px: float,
    *,
    tilt_deg: float = 0.0,
    light: float = 1.0,
    blur_px: float = 0.0,
) -> None:
    """Draw the sprite so that its face is `face_px` wide and has its middle at `centre`."""
    sprite = sprite.for_width(face_px)
    scale = face_px / sprite.face.width
    reach = round(scale * sprite.reach_px) + 1
    window = Box(round(centre[0]) - reach, round(centre[1]) - reach, round(centre[0]) + reach, round(centre[1]) + reach)
    part = window.clipped(canvas.shape[1], canvas.shape[0])
    if part is None:
        return
    turn = cv2.getRotationMatrix2D(sprite.face.centre, tilt_deg, scale)
    turn[:, 2] += np.array(centre) - sprite.face.centre - np.array([part.left, part.top])
    size = (part.width, part.height)
    image = cv2.warpAffine(sprite.image, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(sprite.alpha, turn, size, flags=cv2.INTER_LINEAR)
    if blur_px > 0.3:
        image = cv2.GaussianBlur(image, (0, 0), blur_px)
    image = cv2.convertScaleAbs(image, alpha=light)
    view = canvas[part.top : part.bottom, part.left : part.right]
    view[:] = cv2.blendLinear(image, np.ascontiguousarray(view), alpha, 1 - alpha)
