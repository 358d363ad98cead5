"""What bench compares with: the `face_recognition` package, used as its own examples use it."""

import contextlib
import io
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from camera.embedders.dlib_probe import require_dlib
from camera.errors import CameraPackageError
from camera.types import Box, Image

Place = tuple[int, int, int, int]
"""The package's own order: top, right, bottom, left."""

Vector = NDArray[np.float64]


class BenchRefused(CameraPackageError):
    """There is nothing to compare, or nothing to compare with."""

    hint = "Run 'uv sync --group bench' in the program's folder."


class Peer(Protocol):
    """The calls a user would write. Pictures are RGB, vectors dlib's own (128,), not brought to length 1."""

    name: str
    encoder_name: str

    def locate(self, rgb: Image) -> list[Place]: ...
    def encode(self, rgb: Image, places: Sequence[Place]) -> list[Vector]: ...
    def distances(self, known: Vector, probe: Vector) -> Vector: ...
    def describe(self, chip: Image) -> Vector:
        """The vector of one RGB chip of 150x150."""


class FaceRecognition:
    """The package itself; `api` is its module."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self.name = f"face_recognition {version('face_recognition')}"
        blas = "with BLAS" if api.dlib.DLIB_USE_BLAS else "prebuilt, without BLAS"
        self.encoder_name = f"dlib {api.dlib.__version__} ({blas}), compute_face_descriptor"

    def locate(self, rgb: Image) -> list[Place]:
        places: list[Place] = self._api.face_locations(rgb)
        return places

    def encode(self, rgb: Image, places: Sequence[Place]) -> list[Vector]:
        vectors: list[Vector] = self._api.face_encodings(rgb, places)
        return vectors

    def distances(self, known: Vector, probe: Vector) -> Vector:
        return np.asarray(self._api.face_distance(known, probe), np.float64)

    def describe(self, chip: Image) -> Vector:
        return np.array(self._api.face_encoder.compute_face_descriptor(chip), np.float64)


def is_installed(module: str) -> bool:
    return find_spec(module) is not None


def load_peer(installed: Callable[[str], bool] = is_installed) -> Peer:
    """Raises BenchRefused when the package is missing or cannot be imported, ModelError where dlib does not run."""
    if not installed("face_recognition"):
        raise BenchRefused("the package face_recognition, which bench compares with, is not installed")
    if not installed("pkg_resources"):
        raise BenchRefused("face_recognition needs pkg_resources, which setuptools has no longer since version 82")
    require_dlib()
    return FaceRecognition(_imported())


def _imported() -> Any:
    """The package warns about pkg_resources, and when something is missing prints advice and ends the program."""
    told = io.StringIO()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(told):
            warnings.simplefilter("ignore")
            from face_recognition import api
    except (ImportError, SystemExit) as error:
        raise BenchRefused(f"face_recognition cannot be imported: {told.getvalue().strip() or error}") from error
    return api


def rgb_of(image: Image) -> Image:
    return np.ascontiguousarray(image[:, :, ::-1])


def located(peer: Peer, image: Image) -> list[Box]:
    """The peer's faces in a BGR picture."""
    return [box_of(place) for place in peer.locate(rgb_of(image))]


def box_of(place: Place) -> Box:
    """The package's edges are inclusive."""
    top, right, bottom, left = place
    return Box(left, top, right + 1, bottom + 1)


def unit(vector: Vector) -> Vector:
    return np.asarray(vector / np.linalg.norm(vector), np.float64)
