"""Photographs of people who do not exist, and an engine that recognises them: for the tests of `gatehouse people`.

A photograph is a PNG whose first rows say what the engine is to see in it: the boxes, and who it is.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from camera.detectors.scripted import SeeingDetector
from camera.engine import Engine
from camera.types import Box, Face, Image, LandmarkLayout, Landmarks
from scripts.command import Context
from scripts.people.command import people

DIMENSION = 96
FACE_PX = 100
_POINTS = np.array([[30, 38], [70, 38], [50, 58], [34, 74], [66, 74]], np.float32) / 100
_TURNED = np.array([[30, 38], [70, 38], [72, 58], [34, 74], [66, 74]], np.float32) / 100


@dataclass(frozen=True)
class Shot:
    """Photograph number `take` of person number `who`; `like` somebody else to `likeness` hundredths.

    Two takes of one person have a cosine of about 0.8, two people of 0.
    """

    who: int
    take: int = 0
    like: int = 0
    likeness: int = 0
    size_px: int = FACE_PX
    faces: int = 1
    turned: bool = False
    blurred: bool = False
    dark: bool = False
    at_px: int = 60


def photograph(shot: Shot) -> bytes:
    """The PNG file."""
    grain = np.random.default_rng([shot.who, shot.take]).integers(90, 170, (240, 120 + 130 * max(shot.faces, 1), 3))
    image = np.asarray(grain, np.uint8)
    lefts = [shot.at_px + 120 * number for number in range(shot.faces)]
    for left in lefts:
        mouth = 60 + round(0.74 * shot.size_px)
        image[mouth - 2 : mouth + 2, left : left + shot.size_px] = 0
    if shot.blurred:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8)
    if shot.dark:
        image = image // 6
    image[0, 0] = (shot.faces, shot.size_px, shot.turned)
    image[1, 0] = (shot.who, shot.take, shot.like)
    image[1, 1] = (shot.likeness, 0, 0)
    for number, left in enumerate(lefts):
        image[0, 1 + number] = (left // 256, left % 256, 60)
    return bytes(cv2.imencode(".png", image)[1].tobytes())


def save(folder: Path, name: str, shot: Shot) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(photograph(shot))
    return path


def see(image: Image, _min_face_px: int) -> list[Face]:
    count, size_px, turned = (int(value) for value in image[0, 0])
    places = [(int(pixel[0]) * 256 + int(pixel[1]), int(pixel[2])) for pixel in image[0, 1 : 1 + count]]
    points = np.asarray((_TURNED if turned else _POINTS) * size_px, np.float32)
    return [
        Face(
            Box(left, top, left + size_px, top + size_px),
            0.95,
            Landmarks(np.asarray(points + np.array([left, top]), np.float32), "five-points"),
        )
        for left, top in places
    ]


class WorldEmbedder:
    """Reads who it is from the picture. `taken` counts, so that a test can stop it in the middle."""

    layout: LandmarkLayout = "five-points"
    dimension = DIMENSION
    threshold = 0.5
    margin = 0.05
    same_from = -1.0
    one_in: int | None = None
    listed: int | None = None

    def __init__(self, model_id: str = "world@1") -> None:
        self.model_id = model_id

    def crop(self, image: Image, landmarks: Landmarks) -> Image:
        return image[1:2, 0:2].copy()

    def embed(self, crops: Any) -> NDArray[np.float32]:
        rows = np.array([self._row(crop) for crop in crops], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def _row(self, crop: Image) -> NDArray[np.float64]:
        who, take, like = (int(value) for value in crop[0, 0])
        share = int(crop[0, 1, 0]) / 100
        row = np.zeros(DIMENSION)
        row[who] = (1 - share**2) ** 0.5
        row[like] += share
        row[64 + take] += 0.5
        return row


def world_engine(embedder: WorldEmbedder | None = None) -> Engine:
    return Engine(SeeingDetector(see), lambda _image, face: face.landmarks, embedder or WorldEmbedder())


class WorldContext(Context):
    """The commands' context with the engine of this world; the store and its keys are real."""

    embedder: WorldEmbedder | None = None

    def build_engine(self, detector: str | None = None, embedder: str | None = None) -> Engine:
        return world_engine(self.embedder)


class Desk:
    """Somebody at the keyboard: runs a command and reads what it says."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.context = WorldContext(home, json=True)
        self._capsys = capsys
        self.remarks = ""

    def run(self, *arguments: object) -> list[dict[str, Any]]:
        """The JSON lines of `gatehouse people ...`; what it raises, it raises."""
        lines = self._run(arguments, json_lines=True)
        return [json.loads(line) for line in lines]

    def text(self, *arguments: object) -> str:
        return "\n".join(self._run(arguments, json_lines=False))

    def _run(self, arguments: tuple[object, ...], json_lines: bool) -> list[str]:
        self.context.json = json_lines
        self._capsys.readouterr()
        try:
            people.main([str(one) for one in arguments], "people", standalone_mode=False, obj=self.context)
        finally:
            captured = self._capsys.readouterr()
            self.remarks = captured.err
            self.lines = captured.out.splitlines()
        return self.lines


def of_kind(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == kind]
