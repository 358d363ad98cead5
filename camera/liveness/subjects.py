"""Photographs to make attacks and drawn heads of: a folder for each person, or the packaged portraits."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from camera.engine import Engine
from camera.errors import NotAPicture
from camera.pose import pose
from camera.scene.heads.texture import head_texture
from camera.scene.portraits import packaged_portraits
from camera.sources.pictures import read_picture
from camera.types import Face, Image

_MOST_YAW_DEG = 12.0
_SUFFIXES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A photograph as a texture, a photograph to compare with, and somebody else's texture."""

    texture: Image
    reference: Image
    other: Image


def subjects_in(folder: Path | None, engine: Engine, most: int) -> list[Subject]:
    """People with a frontal photograph and another one; None: the packaged portraits. At least two people, or none.

    Raises CameraPackageError where the packaged portraits are missing.
    """
    pairs = []
    for texture, reference in _packaged(engine) if folder is None else _people(folder, engine):
        pairs.append((texture, reference))
        if len(pairs) == most:
            break
    others = [texture for texture, _ in pairs[1:] + pairs[:1]]
    return [Subject(*pair, other) for pair, other in zip(pairs, others, strict=True)] if len(pairs) > 1 else []


def _packaged(engine: Engine) -> Iterator[tuple[Image, Image]]:
    for photograph in packaged_portraits().values():
        face = _only_frontal(photograph, engine)
        if face is not None:
            yield head_texture(photograph, face.landmarks), photograph


def _people(folder: Path, engine: Engine) -> Iterator[tuple[Image, Image]]:
    for person in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(path for path in person.iterdir() if path.suffix.lower() in _SUFFIXES)
        pictures = [picture for path in files[:2] if (picture := _read(path)) is not None]
        faces = [_only_frontal(picture, engine) for picture in pictures]
        if len(faces) == 2 and faces[0] is not None and engine.faces(pictures[1], 40):
            yield head_texture(pictures[0], faces[0].landmarks), pictures[1]


def _read(path: Path) -> Image | None:
    try:
        return read_picture(path)
    except NotAPicture:
        return None


def _only_frontal(picture: Image, engine: Engine) -> Face | None:
    face = max(engine.faces(picture, 40), key=lambda one: one.box.area, default=None)
    return face if face is not None and abs(pose(face.landmarks).yaw_deg) <= _MOST_YAW_DEG else None
