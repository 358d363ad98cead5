"""A photograph brought to one measure, so that one relief fits everybody: eyes level and always on the same two spots.

Lengths are in face widths, from the middle between the eyes, x to the picture's right and y down.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.pose import axes
from camera.types import Image, Landmarks

FACE_PX = 160
"""Pixels of the texture for a face width."""

WIDTH_PX, HEIGHT_PX = 336, 448
EYES_AT = (WIDTH_PX / 2, 0.48 * HEIGHT_PX)
EYES_APART = 0.43
"""Pupils lie 62 mm apart in faces 145 mm wide."""
NOSE_BELOW_EYES, MOUTH_BELOW_EYES = 0.27, 0.46

# dlib's eye corners lie a little lower than YuNet's eyes, and its faces come without a mouth: eyes alone decide.


def head_texture(photograph: Image, landmarks: Landmarks) -> Image:
    """The head of a frontal photograph with the eyes where EYES_AT says; edges are continued where it ends."""
    face = axes(landmarks)
    apart = max(float(np.hypot(*face.across)), 1.0)
    scale = EYES_APART * FACE_PX / apart
    cosine, sine = face.across / apart * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    matrix = np.column_stack([turn, np.array(EYES_AT) - turn @ face.eyes])
    warped = cv2.warpAffine(
        photograph, matrix, (WIDTH_PX, HEIGHT_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def texture_places(x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The texture's pixels for these places in face widths."""
    return (x * FACE_PX + EYES_AT[0]).astype(np.float32), (y * FACE_PX + EYES_AT[1]).astype(np.float32)
