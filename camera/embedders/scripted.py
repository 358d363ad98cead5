"""An embedder without a network: for demonstrations and tests, with a hand to make it misbehave."""

from collections.abc import Iterable, Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.embedders.alignment import arcface_crop
from camera.embedders.rows import unit_rows
from camera.types import Image, LandmarkLayout, Landmarks

Misbehaviour = Literal["wrong-length", "nan", "zero"]

_GRAIN_PX = 8


class ScriptedEmbedder:
    """Gives the vectors of a script, one for each crop; without one, the same vector for the same pixels.

    Pictures that look alike get vectors that are alike. `misbehave` makes it answer what a broken model answers:
    "nan" and "zero" are refused with ModelError as a real embedder's are, "wrong-length" gets through to the caller.
    """

    def __init__(
        self,
        script: Iterable[NDArray[np.float32]] | None = None,
        *,
        dimension: int = 128,
        layout: LandmarkLayout = "five-points",
        model_id: str = "scripted",
        threshold: float = 0.5,
        margin: float = 0.04,
    ) -> None:
        self.model_id = model_id
        self.dimension = dimension
        self.threshold = threshold
        self.margin = margin
        self.one_in: int | None = None
        self.listed: int | None = None
        self.same_from = -1.0
        self.layout = layout
        self.misbehave: Misbehaviour | None = None
        self._script = None if script is None else iter(script)
        self._directions = np.random.default_rng(7).standard_normal((3 * _GRAIN_PX**2, dimension))

    def crop(self, image: Image, landmarks: Landmarks) -> Image:
        return arcface_crop(image, landmarks)

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        rows = [self._row(crop) for crop in crops]
        raw = np.array(rows, np.float32).reshape(len(crops), self.dimension)
        if self.misbehave == "wrong-length":
            raw = raw[:, 1:]
        elif self.misbehave is not None:
            raw = raw * np.float32("nan" if self.misbehave == "nan" else 0)
        return unit_rows(raw, self.model_id)

    def _row(self, crop: Image) -> NDArray[np.floating]:
        if self._script is not None:
            return next(self._script)
        small = np.asarray(cv2.resize(crop, (_GRAIN_PX, _GRAIN_PX), interpolation=cv2.INTER_AREA), np.float64)
        contrast = small.ravel() - small.mean()
        return np.asarray((contrast if contrast.any() else np.ones_like(contrast)) @ self._directions)
