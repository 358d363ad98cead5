"""A stand-in for face_recognition, and small recordings to bench on."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.scene.video import write_video
from camera.types import Box, Face, Image, Landmarks
from scripts.bench.clips import Clip
from scripts.bench.peer import Place, Vector

FPS, WIDTH_PX, HEIGHT_PX, SIDE_PX = 10, 320, 240, 80


class PeerInTheHand:
    """Finds the bright square, describes every picture by its mean colours, and counts what it is asked."""

    name = "stand-in"
    encoder_name = "stand-in encoder"

    def __init__(self, describe: Callable[[Image], Vector] | None = None) -> None:
        self.located = 0
        self._describe = describe or _colours

    def locate(self, rgb: Image) -> list[Place]:
        self.located += 1
        return [(box.top, box.right - 1, box.bottom - 1, box.left) for box in bright_box(rgb)]

    def encode(self, rgb: Image, places: Sequence[Place]) -> list[Vector]:
        return [_colours(rgb[top:bottom, left:right]) for top, right, bottom, left in places]

    def distances(self, known: Vector, probe: Vector) -> Vector:
        return np.asarray(np.linalg.norm(known - probe, axis=1)) if len(known) else np.empty(0)

    def describe(self, chip: Image) -> Vector:
        return self._describe(chip)


def bright_box(image: Image) -> list[Box]:
    ys, xs = np.nonzero(image.max(axis=2) > 150)
    return [Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)] if len(xs) else []


def seeing_engine() -> Engine:
    def see(image: Image, _min_face_px: int) -> list[Face]:
        return [Face(box, 1.0, _points(box)) for box in bright_box(image)]

    return Engine(SeeingDetector(see), lambda _image, face: face.landmarks, ScriptedEmbedder())


def square_clip(folder: Path, frames: int = 12, name: str = "square.mkv") -> Clip:
    """A bright square that wanders to the right; its person is called after the file."""
    pictures = [picture(left_px=20 + 6 * number) for number in range(frames)]
    write_video(folder / name, FPS, (WIDTH_PX, HEIGHT_PX), pictures)
    return Clip(name, folder / name, frames, frames / FPS, (WIDTH_PX, HEIGHT_PX), {name: pictures[:2]})


def picture(left_px: int) -> Image:
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 40, np.uint8)
    image[60 : 60 + SIDE_PX, left_px : left_px + SIDE_PX] = (90, 150, 230)
    return image


def _colours(rgb: Image) -> NDArray[np.float64]:
    return np.append(rgb.reshape(-1, 3).mean(axis=0) / 255, 0.1)


def _points(box: Box) -> Landmarks:
    shares = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])
    return Landmarks((shares * (box.width, box.height) + (box.left, box.top)).astype(np.float32), "five-points")
