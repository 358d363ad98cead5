"""The model files Gatehouse knows: each pinned by its SHA-256, with licence and origin."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from camera.errors import ModelError

ModelKind = Literal["detector", "embedder", "liveness"]

ZOO = "https://github.com/opencv/opencv_zoo/raw/main/models/"
"""The OpenCV model zoo. The addresses lead on to its store of large files."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file we know to the last bit. `address` is its place below the zoo, None when it is not ours to fetch."""

    name: str
    kind: ModelKind
    file_name: str
    sha256: str
    size_bytes: int
    licence: str
    origin: str
    address: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.sha256) != 64 or self.size_bytes < 1:
            raise ValueError(f"{self.name}: a SHA-256 and a size wanted")


YUNET = PinnedFile(
    name="yunet",
    kind="detector",
    file_name="face_detection_yunet_2023mar.onnx",
    sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    size_bytes=232589,
    licence="MIT",
    origin="OpenCV model zoo",
    address="face_detection_yunet/face_detection_yunet_2023mar.onnx",
)
YUNET_2026 = PinnedFile(
    name="yunet-2026may",
    kind="detector",
    file_name="face_detection_yunet_2026may.onnx",
    sha256="ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0",
    size_bytes=229738,
    licence="MIT",
    origin="said to be the OpenCV model zoo's, not verified",
    note="Used only where 'yunet' is not installed.",
)
SFACE = PinnedFile(
    name="sface",
    kind="embedder",
    file_name="face_recognition_sface_2021dec.onnx",
    sha256="0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
    size_bytes=38696353,
    licence="Apache-2.0",
    origin="OpenCV model zoo",
    address="face_recognition_sface/face_recognition_sface_2021dec.onnx",
)
MOBILEFACENET = PinnedFile(
    name="mobilefacenet-foamliu",
    kind="embedder",
    file_name="mobilefacenet_foamliu.onnx",
    sha256="b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507",
    size_bytes=3998070,
    licence="Apache-2.0",
    origin="github.com/foamliu/MobileFaceNet",
    note="Trained on MS-Celeb-1M, a set its publisher has withdrawn: whoever deploys it decides about that.",
)
MINIFASNET = PinnedFile(
    name="minifasnet-v2",
    kind="liveness",
    file_name="minifasnet_v2_2.7_80x80.onnx",
    sha256="f0616a1c7123d4978623910241b812943d2d5bba032eac26cc0416764517ef4a",
    size_bytes=1744126,
    licence="Apache-2.0",
    origin="github.com/minivision-ai/Silent-Face-Anti-Spoofing",
    note="A face check only says 'not sure' by it (camera/liveness/MEASURED.md).",
)

CATALOGUE = (YUNET, YUNET_2026, SFACE, MOBILEFACENET, MINIFASNET)
"""Within one kind, the order in which "auto" prefers them."""


def pinned(name: str) -> PinnedFile:
    """The file of this name. Raises ModelError with the nearest known name."""
    for file in CATALOGUE:
        if file.name == name:
            return file
    raise ModelError(f"no model is called {name!r}", did_you_mean(name, [file.name for file in CATALOGUE]))


def pinned_by_hash(sha256: str) -> PinnedFile | None:
    return next((file for file in CATALOGUE if file.sha256 == sha256), None)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A hint: the nearest of the known names, and all of them."""
    names = list(known)
    near = difflib.get_close_matches(given, names, n=1)
    return (f"Did you mean {near[0]!r}? " if near else "") + f"Known: {', '.join(names)}."


def how_to_install(file: PinnedFile) -> str:
    """A hint: the command that brings this file here."""
    by_hand = f"'gatehouse models import {file.file_name}'"
    return f"Run 'gatehouse models fetch {file.name}' or {by_hand}." if file.address else f"Run {by_hand}."
