"""Any ArcFace-layout network as an ONNX file: 112x112 in, one vector out, fed as its manifest says."""

import hashlib
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.embedders.alignment import arcface_crop
from camera.embedders.manifest import Alignment, EmbedderManifest, layout_of
from camera.embedders.rows import BROKEN_HINT, unit_rows
from camera.embedders.session import ORT_ERRORS, one_thread_session
from camera.errors import ModelError
from camera.types import Image, Landmarks

TOO_ALIKE = 0.999
"""Cosine of two different noise pictures above which a network counts as broken: one badly quantised to 8 bits gives
0.9999 for any two faces."""

_BATCH = 16


class ArcFaceEmbedder:
    """An ArcFace-layout embedder from the bytes of its ONNX file.

    Raises ModelError when the bytes are not those the manifest names, when ONNX Runtime cannot load them, when input
    or output do not fit the manifest, or when the network does not tell two pictures apart.
    """

    def __init__(self, model: bytes, manifest: EmbedderManifest, alignment: Alignment = "five-points") -> None:
        if alignment not in manifest.alignments:
            raise ModelError(
                f"{manifest.name} has no threshold for the alignment {alignment!r}",
                f"Add it to the manifest's [thresholds], or use a detector for: {', '.join(manifest.alignments)}.",
            )
        if hashlib.sha256(model).hexdigest() != manifest.sha256:
            raise ModelError(f"{manifest.name}: the file is not the one its manifest names", BROKEN_HINT)
        self.model_id = manifest.model_id(alignment)
        self.dimension = manifest.dimension
        self.threshold = manifest.thresholds[alignment]
        self.margin = manifest.margin
        self.one_in = manifest.one_in.get(alignment)
        self.listed = manifest.listed if self.one_in else None
        self.same_from = manifest.same_from
        self.layout = layout_of(alignment)
        self._manifest = manifest
        self._session = one_thread_session(model, manifest.name)
        self._input, self._output, self._batch = self._ends()
        self._self_test()

    def crop(self, image: Image, landmarks: Landmarks) -> Image:
        return arcface_crop(image, landmarks)

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        return unit_rows(self.raw(crops), self.model_id)

    def raw(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """The network's own output, float32 (n, dimension), of BGR crops (112, 112, 3)."""
        rows = [self._run(crops[start : start + self._batch]) for start in range(0, len(crops), self._batch)]
        return np.concatenate([np.empty((0, self.dimension), np.float32), *rows])

    def _run(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        swap = self._manifest.channels == "rgb"
        blob = np.asarray(cv2.dnn.blobFromImages(list(crops), swapRB=swap), np.float32)
        mean, std = (np.array(each, np.float32)[:, None, None] for each in (self._manifest.mean, self._manifest.std))
        try:
            answer = self._session.run([self._output], {self._input: (blob - mean) / std})[0]
        except ORT_ERRORS as error:
            raise ModelError(f"{self.model_id} cannot be computed: {error}", BROKEN_HINT) from error
        rows = np.asarray(answer, np.float32).reshape(len(crops), -1)
        if rows.shape[1] != self.dimension:
            raise ModelError(
                f"{self.model_id} gives vectors of {rows.shape[1]}, its manifest says {self.dimension}", BROKEN_HINT
            )
        return rows

    def _ends(self) -> tuple[str, str, int]:
        """The names of input and output, and how many crops fit in one run."""
        source = self._end("input", self._session.get_inputs(), self._manifest.input)
        result = self._end("output", self._session.get_outputs(), self._manifest.output)
        side = self._manifest.input_px
        batch, *sizes = source.shape
        fixed = [(n, wanted) for n, wanted in zip(sizes, (3, side, side), strict=False) if isinstance(n, int)]
        if len(sizes) != 3 or any(n != wanted for n, wanted in fixed):
            raise ModelError(f"{self.model_id} takes {source.shape}, not pictures of 3x{side}x{side}", BROKEN_HINT)
        return source.name, result.name, batch if isinstance(batch, int) and batch > 0 else _BATCH

    def _end(self, kind: str, there: Sequence[Any], name: str | None) -> Any:
        found = [end for end in there if name in (None, end.name)]
        if len(found) != 1:
            known = ", ".join(end.name for end in there)
            raise ModelError(
                f"{self.model_id}: {kind} {name or 'not named'}, the file has {known}",
                f'Say {kind} = "NAME" in the manifest, with one of: {known}.',
            )
        return found[0]

    def _self_test(self) -> None:
        """Refuse a network that answers NaN, the wrong length, or the same for everything."""
        side = self._manifest.input_px
        draw = np.random.default_rng(11)
        grains = [draw.integers(0, 256, (size, size, 3), np.uint8) for size in (side, side // 16)]
        noise, blots = (np.asarray(cv2.resize(grain, (side, side)), np.uint8) for grain in grains)
        likeness = float(np.prod(self.embed([noise, blots]), axis=0).sum())
        if likeness > TOO_ALIKE:
            raise ModelError(
                f"{self.model_id} answers the same for different pictures (cosine {likeness:.4f})", BROKEN_HINT
            )
