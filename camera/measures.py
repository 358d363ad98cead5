"""What can be measured on a face's pixels: sharpness, light, and whether there is a mouth."""

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.pose import axes, pose
from camera.quality import FaceMeasures
from camera.types import Box, Face, Image

# Faces are measured at one size, so that limits mean the same for near and far ones.
_SIDE_PX = 64
# In the upright crop: distance of the eyes and their height, so that brows and chin just fit.
_EYES_APART_PX, _EYES_AT_PX = 23.0, 22.0


def measure(image: Image, face: Face) -> FaceMeasures:
    """Measures of a face in its picture; a box that lies outside the picture has no contrast and no sharpness."""
    height, width = image.shape[:2]
    box = face.box
    margin = min(box.left, box.top, width - box.right, height - box.bottom)
    inside = box.clipped(width, height)
    side = _at_measuring_size(image, inside) if inside else np.zeros((_SIDE_PX, _SIDE_PX), np.float32)
    grey = _inner(side)
    spread = float(grey.std())
    return FaceMeasures(
        size_px=box.area**0.5,
        margin=margin / box.area**0.5,
        pose=pose(face.landmarks),
        sharpness=_sharpness(side, spread),
        brightness=float(grey.mean()),
        contrast=spread,
        saturated=float((grey > 245).mean()),
        mouth=_mouth(image, face, spread),
    )


def _at_measuring_size(image: Image, box: Box) -> NDArray[np.float32]:
    part = image[box.top : box.bottom, box.left : box.right]
    grey = part if part.ndim == 2 else cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA), np.float32)


def _inner(side: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the box's edges, where the background shows."""
    return side[4:-4, 8:-8]


def _sharpness(side: NDArray[np.float32], spread: float) -> float:
    """Variance of the Laplacian over the variance of the grey values: the light cancels out."""
    # Taken before the edges are cut away: a filter mirrors the picture at its edge and sees steps that are not there.
    laplacian = _inner(np.asarray(cv2.Laplacian(side, cv2.CV_32F), np.float32))
    return float(laplacian.var()) / max(spread**2, 1e-3)


def _mouth(image: Image, face: Face, spread: float) -> float:
    """Depth of the dark line of the mouth, in standard deviations of the face's grey values.

    A mask or a hand has no such line. Measured with five points: 854 press photographs have 0.29 or more in 99 %,
    the same with a mask drawn over them 0.11 or less in 99 %, a real hand before a real mouth 0.03 to 0.12.
    """
    upright, mouth_row = _upright(image, face)
    row = min(max(round(mouth_row), 30), _SIDE_PX - 6)
    rows = upright[row - 6 : row + 5, 23:41].astype(np.float32).mean(axis=1)
    return float(np.median(rows) - rows.min()) / max(spread, 1e-3)


def _upright(image: Image, face: Face) -> tuple[NDArray[np.uint8], float]:
    """The face turned upright at measuring size, and the row of its mouth."""
    lines = axes(face.landmarks)
    apart = max(float(np.hypot(*lines.across)), 1.0)
    scale = _EYES_APART_PX / apart
    cosine, sine = lines.across / apart * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    shift = np.array([_SIDE_PX / 2, _EYES_AT_PX]) - turn @ lines.eyes
    warped = cv2.warpAffine(
        image,
        np.column_stack([turn, shift]),
        (_SIDE_PX, _SIDE_PX),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grey = warped if warped.ndim == 2 else cv2.cvtColor(warped, cv2.COLOR_BGR2GRAY)
    return np.asarray(grey, np.uint8), float((turn @ lines.mouth + shift)[1])
