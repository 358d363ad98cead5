"""The values that leave this package: boxes, frames, faces, embeddings, sightings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NewType

import numpy as np
from numpy.typing import NDArray

Seconds = float
Image = NDArray[np.uint8]
"""Height x width x 3, BGR, origin top-left."""

Luma = NDArray[np.uint8]
"""Height x width: how bright each pixel is, in the levels of whoever made it (16 to 235 for most cameras)."""

TrackId = NewType("TrackId", int)

LandmarkLayout = Literal["five-points", "eye-corners"]
"""five-points: right eye, left eye, nose tip, right and left mouth corner (YuNet, ArcFace).
eye-corners: dlib's five, outer and inner corner of each eye and the base of the nose."""


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels, origin top-left, right and bottom exclusive. The only box order in this code base."""

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right <= self.left or self.bottom <= self.top:
            raise ValueError(f"empty or inside-out {self}")

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, dx_px: int, dy_px: int) -> "Box":
        return Box(self.left + dx_px, self.top + dy_px, self.right + dx_px, self.bottom + dy_px)

    def grown(self, factor: float) -> "Box":
        """The box with each side moved out by `factor` of its width or height."""
        dx, dy = round(self.width * factor), round(self.height * factor)
        return Box(self.left - dx, self.top - dy, self.right + dx, self.bottom + dy)

    def clipped(self, width_px: int, height_px: int) -> "Box | None":
        """The part inside an image of this size; None when nothing is left."""
        left, top = max(self.left, 0), max(self.top, 0)
        right, bottom = min(self.right, width_px), min(self.bottom, height_px)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0 to 1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        return shared / (self.area + other.area - shared)


class Frame:
    """One picture of a camera and its time.

    `at` is the presentation time of a recording or the monotonic time of a live camera, in seconds.
    The pixels are made on first use: most frames are never looked at, and converting them is dear. `load_luma` gives
    the brightness without a conversion, where a decoder has it at hand, upright or not.
    """

    __slots__ = ("_image", "_load", "_load_luma", "at", "number")

    def __init__(
        self, load: Callable[[], Image], at: Seconds, number: int, load_luma: Callable[[], Luma] | None = None
    ) -> None:
        self._load = load
        self._load_luma = load_luma
        self._image: Image | None = None
        self.at = at
        self.number = number

    @classmethod
    def of(cls, image: Image, at: Seconds, number: int) -> "Frame":
        return cls(lambda: image, at, number)

    @property
    def image(self) -> Image:
        if self._image is None:
            self._image = self._load()
            image = self._image
            self._load, self._load_luma = lambda: image, None  # lets go of the decoder's own copy
        return self._image

    def luma(self) -> Luma | Image:
        """For movement and light: the brightness while the decoder's copy is there, else the picture itself."""
        if self._image is not None or self._load_luma is None:
            return self.image
        return self._load_luma()


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """Five points of a face, float32 (5, 2), x and y in pixels of the picture they were found in."""

    points: NDArray[np.float32]
    layout: LandmarkLayout

    def __post_init__(self) -> None:
        if self.points.shape != (5, 2) or not np.isfinite(self.points).all():
            raise ValueError(f"five finite points wanted, got {self.points.tolist()}")

    def moved(self, dx_px: float, dy_px: float) -> "Landmarks":
        return Landmarks(self.points + np.array([dx_px, dy_px], np.float32), self.layout)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face in one picture. `confidence` is the detector's own and compares only within one detector."""

    box: Box
    confidence: float
    landmarks: Landmarks

    def moved(self, dx_px: int, dy_px: int) -> "Face":
        return Face(self.box.moved(dx_px, dy_px), self.confidence, self.landmarks.moved(dx_px, dy_px))


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """A face as a unit vector, float32 (d,). Vectors of two models are never compared."""

    vector: NDArray[np.float32]
    model_id: str

    def __post_init__(self) -> None:
        if self.vector.ndim != 1 or self.vector.dtype != np.float32:
            raise ValueError(f"a float32 row wanted, got {self.vector.dtype} {self.vector.shape}")
        if not abs(float(np.linalg.norm(self.vector)) - 1) <= 1e-3:  # written so that NaN is refused
            raise ValueError("an embedding has length 1 and no NaN")


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What a camera worker tells of a track: the fused embedding of its best shots so far.

    `at` is the time of the newest shot, `first_at` of the first; `portrait` the best shot's surroundings (BGR),
    held in memory only and written nowhere unless it becomes part of an alarm.
    """

    camera: str
    track: TrackId
    at: Seconds
    first_at: Seconds
    embedding: Embedding
    shots: int
    box: Box
    portrait: Image


@dataclass(frozen=True, slots=True)
class TrackEnded:
    camera: str
    track: TrackId
    at: Seconds


@dataclass(slots=True)
class PipelineCounts:
    """Running totals of one camera: numbers only, nothing of a face.

    `slow` is no total: a live camera is at present looked at too rarely, or for larger faces than asked, because the
    computer cannot keep up. Never so for recordings.
    """

    frames: int = 0
    frames_analysed: int = 0
    faces: int = 0
    tracks: int = 0
    embedded: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    slow: bool = False
