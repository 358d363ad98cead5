"""What a file must show before it may become a model: who it is, that it is whole, and that it works."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from camera.embedders.manifest import EmbedderManifest, parse_manifest
from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, ModelKind, PinnedFile, pinned_by_hash
from camera.models.files import written_whole

MAX_BYTES = 600 << 20
COPY_HINT = "Copy or download the file again, and compare its size with the one at its origin."
MANIFEST_HINT = (
    "For an embedder of another make write a manifest (see the documentation) and give it with --manifest, "
    "or put it beside the file as FILE.toml."
)
_RESERVED = {"auto", "dlib", "dlib-resnet-v1", "hog", *(pin.name for pin in CATALOGUE)}
_ONNX_BEGINS = b"\x08"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A model that was taken in."""

    name: str
    kind: ModelKind
    file_name: str
    sha256: str
    licence: str
    origin: str
    note: str

    @classmethod
    def of(cls, pin: PinnedFile) -> "Arrival":
        return cls(pin.name, pin.kind, pin.file_name, pin.sha256, pin.licence, pin.origin, pin.note)


def examine(path: Path, manifest: Path | None) -> tuple[Arrival, dict[str, bytes]]:
    """Who this file is, and the files to keep, in order. Raises ModelError."""
    content = _read(path)
    sha256 = hashlib.sha256(content).hexdigest()
    pin = pinned_by_hash(sha256)
    if pin is None:
        return _own(path, content, sha256, manifest or _beside(path))
    if manifest is not None:
        raise ModelError(f"{path.name} is {pin.name}, whose manifest comes with Gatehouse", "Leave --manifest out.")
    return Arrival.of(pin), {pin.file_name: content}


def put(path: Path, content: bytes) -> None:
    """Write a file whole, unless it lies there already. Raises ModelError when the folder does not take it."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        with written_whole(path) as file:
            file.write(content)
    except OSError as error:
        hint = (
            "See that the folder can be written to, that the disk is not full, and that no program is using the file."
        )
        raise ModelError(f"{path} cannot be written: {error}", hint) from error


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: reading it may never end
            raise ModelError(f"{path} cannot be read: it is no file", "Check the path; give one file.")
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}", "Check the path; give one file.") from error
    if size > MAX_BYTES:
        raise ModelError(f"{path.name} is too large for a model ({size} bytes)", COPY_HINT)
    if not content:
        raise ModelError(f"{path.name} is empty", COPY_HINT)
    if content.startswith(b"version https://git-lfs"):
        raise ModelError(f"{path.name} is only a pointer to the file", "Download the file itself, not its LFS pointer.")
    if not content.startswith(_ONNX_BEGINS):
        raise ModelError(f"{path.name} is not an ONNX model", COPY_HINT)
    return content


def _beside(path: Path) -> Path | None:
    places = (path.with_name(path.name + ".toml"), path.with_suffix(".toml"))
    return next((place for place in places if place.is_file()), None)


def _own(path: Path, content: bytes, sha256: str, manifest: Path | None) -> tuple[Arrival, dict[str, bytes]]:
    if manifest is None:
        raise _unknown(path, sha256)
    try:
        text = manifest.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{manifest} cannot be read: {error}", "Give the manifest as a TOML file in UTF-8.") from error
    told = parse_manifest(text, manifest.name)
    _check_own(told, path, sha256)
    _try_out(content, told)
    file_name = f"{told.name}.onnx"
    arrival = Arrival(told.name, "embedder", file_name, sha256, told.licence, told.origin, told.note)
    return arrival, {file_name: content, f"{told.name}.toml": text.encode()}


def _unknown(path: Path, sha256: str) -> ModelError:
    for pin in CATALOGUE:
        if pin.file_name == path.name:
            return ModelError(
                f"{path.name} is not the file of that name that Gatehouse knows: its SHA-256 is {sha256}", COPY_HINT
            )
    return ModelError(f"{path.name} is not a model Gatehouse knows (SHA-256 {sha256})", MANIFEST_HINT)


def _check_own(told: EmbedderManifest, path: Path, sha256: str) -> None:
    if told.sha256 != sha256:
        hint = f'If this is the right file, write sha256 = "{sha256}" in the manifest.'
        raise ModelError(f"{path.name} is not the file its manifest names: the SHA-256 differs", hint)
    if told.name in _RESERVED:
        raise ModelError(f"the name {told.name!r} is taken by another model", "Give it another name in the manifest.")
    if told.family != "arcface":
        raise ModelError(f"an embedder of the family {told.family!r} cannot be imported", MANIFEST_HINT)


def _try_out(content: bytes, told: EmbedderManifest) -> None:
    from camera.embedders.arcface import ArcFaceEmbedder  # onnxruntime, only where it is needed

    for alignment in told.alignments:
        ArcFaceEmbedder(content, told, alignment)
