"""dlib's face embedder, run by ONNX Runtime: the same vectors, more than ten times faster on one thread.

Converted once for a computer, checked against dlib itself, and from then on used without importing dlib.
Vectors are brought to length 1: their dot product is the cosine of dlib's raw vectors. dlib's own 0.6 is a Euclidean
distance between raw vectors and means nothing here.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.embedders.dlib_cache import DlibCache
from camera.embedders.dlib_chip import dlib_chip
from camera.embedders.dlib_files import RESNET, packaged
from camera.embedders.dlib_probe import require_dlib
from camera.embedders.dlib_weights import DAMAGED_HINT, read_weights
from camera.embedders.manifest import EmbedderManifest
from camera.embedders.rows import unit_rows
from camera.embedders.session import machine, one_thread_session
from camera.embedders.shipped import DLIB, shipped_manifest
from camera.errors import ModelError
from camera.types import Image, LandmarkLayout, Landmarks

CONVERSION = 1
"""Counts up when the conversion computes anything differently, so that older results are not used."""

_BATCH = 16


class DlibEmbedder:
    """dlib's ResNet with dlib's own alignment; `cache` is the folder of the conversion, `weights` dlib's .dat file.

    Raises ModelError when the weights are damaged, dlib is needed and does not run, or the two do not agree.
    """

    layout: LandmarkLayout = "eye-corners"

    def __init__(self, cache: Path, weights: Path | None = None) -> None:
        self._manifest = shipped_manifest(DLIB)
        self._weights = weights
        self.model_id = self._manifest.model_id("dlib-chip")
        self.dimension = self._manifest.dimension
        self.threshold = self._manifest.thresholds["dlib-chip"]
        self.margin = self._manifest.margin
        self.one_in = self._manifest.one_in.get("dlib-chip")
        self.listed = self._manifest.listed if self.one_in else None
        self.same_from = self._manifest.same_from
        store = DlibCache(cache, f"{DLIB}-{self._manifest.sha256[:8]}-{CONVERSION}")
        model = store.model(lambda: convert(self._weights_file(), self._manifest))
        self._session = one_thread_session(model, "the converted dlib network")
        self._self_test(store, hashlib.sha256(model).hexdigest())

    def crop(self, image: Image, landmarks: Landmarks) -> Image:
        return dlib_chip(image, landmarks)

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        return unit_rows(self.raw(crops), self.model_id)

    def raw(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """dlib's own vectors, float32 (n, 128), not unit length, of BGR chips (150, 150, 3)."""
        parts = [np.stack(crops[start : start + _BATCH]) for start in range(0, len(crops), _BATCH)]
        rows = [self._session.run(["vectors"], {"pixels": part})[0] for part in parts]
        return np.concatenate([np.empty((0, self.dimension), np.float32), *rows])

    def _weights_file(self) -> Path:
        return self._weights or packaged(RESNET)

    def _self_test(self, store: DlibCache, model_sha256: str) -> None:
        trial = f"model {model_sha256}\non {machine()}\n"
        if store.has_passed(trial):
            return
        require_dlib()
        from camera.embedders.dlib_selftest import compare_with_dlib  # dlib, only where it is needed

        compare_with_dlib(self.raw, self._weights_file(), self._manifest.input_px)
        store.note_passed(trial)


def convert(weights: Path, manifest: EmbedderManifest) -> bytes:
    """The ONNX form of dlib's .dat file. Raises ModelError when the file is not the one the manifest pins."""
    from camera.embedders.dlib_graph import build_graph  # onnx is slow to import and needed once

    try:
        content = weights.read_bytes()
    except OSError as error:
        raise ModelError(f"dlib's face network cannot be read: {error}", DAMAGED_HINT) from error
    parts = read_weights(content)
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise ModelError(f"{weights.name} is not the file its manifest names: the SHA-256 differs", DAMAGED_HINT)
    return build_graph(parts, manifest)
