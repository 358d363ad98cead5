"""Which way a face looks, from its five points. Pure geometry; degrees; rough, and enough to refuse profiles.

A rotating head moves the nose against the eyes in proportion to how far the nose stands out. The constants were
fitted on 850 press photographs: the offset of the nose in eyes-nose-corners layout is 1/1.56 of that in five-points
layout (correlation 0.86), and the middle of the heights is the frontal face.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from camera.types import Landmarks

# How far the nose stands out, in eye distances (five points) or outer corner distances (eye corners).
_NOSE_DEPTH = 0.45
_NOSE_DEPTH_CORNERS = 0.29
# Frontal height of the nose: its share of the way from eyes to mouth, or its distance from the eyes over their width.
_NOSE_HEIGHT, _PITCH_SPAN = 0.56, 0.39
_NOSE_HEIGHT_CORNERS, _PITCH_SPAN_CORNERS = 0.54, 0.29
# From the eyes to the mouth, in lengths of the way from the eyes to the base of the nose.
_MOUTH_BEYOND_NOSE = 1.39


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees: yaw to the picture's right, pitch down, roll clockwise as seen in the picture are positive."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class FaceAxes:
    """The face's own directions: middle of the eyes, middle of the mouth, vector from eye to eye (image left first)."""

    eyes: NDArray[np.float64]
    mouth: NDArray[np.float64]
    across: NDArray[np.float64]


def axes(landmarks: Landmarks) -> FaceAxes:
    """Both layouts alike; with eye corners the mouth is where it is in most faces."""
    points = landmarks.points.astype(np.float64)
    if landmarks.layout == "five-points":
        return FaceAxes(points[:2].mean(axis=0), points[3:].mean(axis=0), points[1] - points[0])
    eyes = points[:4].mean(axis=0)
    across = (points[0] + points[1] - points[2] - points[3]) / 2
    return FaceAxes(eyes, eyes + _MOUTH_BEYOND_NOSE * (points[4] - eyes), across)


def pose(landmarks: Landmarks) -> Pose:
    """Eyes on one spot tell nothing: such a face counts as turned away."""
    face = axes(landmarks)
    if float(np.hypot(*face.across)) < 1e-3:
        return Pose(90.0, 0.0, 0.0)
    roll = math.degrees(math.atan2(face.across[1], face.across[0]))
    yaw, pitch = _five_points(landmarks, face) if landmarks.layout == "five-points" else _corners(landmarks)
    return Pose(math.degrees(math.atan(yaw)), math.degrees(math.atan(pitch)), roll)


def _five_points(landmarks: Landmarks, face: FaceAxes) -> tuple[float, float]:
    """Tangents of yaw and pitch."""
    nose = landmarks.points[2].astype(np.float64)
    right, down, width = _directions(face.across)
    height = max(float((face.mouth - face.eyes) @ down), 0.1 * width)
    offset = float((nose - (face.eyes + face.mouth) / 2) @ right) / width
    return offset / _NOSE_DEPTH, (float((nose - face.eyes) @ down) / height - _NOSE_HEIGHT) / _PITCH_SPAN


def _corners(landmarks: Landmarks) -> tuple[float, float]:
    points = landmarks.points.astype(np.float64)
    right, down, width = _directions(points[0] - points[2])
    way = points[4] - points[:4].mean(axis=0)
    height = float(way @ down) / width
    return float(way @ right) / width / _NOSE_DEPTH_CORNERS, (height - _NOSE_HEIGHT_CORNERS) / _PITCH_SPAN_CORNERS


def _directions(across: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Unit vectors to the face's right and down as seen in the picture, and the length of `across`."""
    width = max(float(np.hypot(*across)), 1e-3)
    right = across / width
    return right, np.array([-right[1], right[0]]), width
