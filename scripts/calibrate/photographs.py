"""The people of a folder of photographs, and their faces as every engine sees them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from camera.engine import Engine, build_engine
from camera.errors import ModelError, NotAPicture
from camera.models.choice import DLIB, HOG
from camera.models.store import ModelStore
from camera.sources.pictures import read_picture
from camera.types import Embedding, Face, Image
from scripts.command import Context
from watchlist.calibration import Sample
from watchlist.trials import Faces

PICTURES = {".jpg", ".jpeg", ".png"}
MIN_FACE_PX = 40
LEAST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    group: str
    listable: bool
    photographs: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Album:
    people: tuple[Person, ...]

    @property
    def photographs(self) -> list[tuple[int, Path]]:
        """Every photograph with the number of its person."""
        return [(number, path) for number, person in enumerate(self.people) for path in person.photographs]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine made of the album. `refused` counts the photographs it could not use, by reason; `margin` is the
    one delivered with the embedder: it is not measured here."""

    detector: str
    embedder: str
    model_id: str
    sample: Sample
    photographs: int
    refused: Mapping[str, int]
    margin: float = 0.0


@dataclass(slots=True)
class _Rows:
    vectors: list[Embedding] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


def read_album(folder: Path, same: Mapping[str, str]) -> Album:
    """The groups in this folder: see `gatehouse calibrate --help`. `same` gives some names another one's.

    Raises NotAPicture when there are too few people to measure anything.
    """
    found: dict[tuple[str, str, bool], list[Path]] = {}
    for path in sorted(folder.glob("*/*")):
        group = path.parent.name
        if path.is_dir():
            found.setdefault((same.get(path.name, path.name), group, True), []).extend(_pictures(path))
        elif path.suffix.lower() in PICTURES:
            found.setdefault((path.stem, group, False), []).append(path)
    people = tuple(Person(*who, tuple(paths)) for who, paths in found.items() if paths)
    if len(people) < LEAST_PEOPLE:
        raise NotAPicture(
            f"{folder} holds photographs of {len(people)} people, at least {LEAST_PEOPLE} are wanted",
            "Lay it out as GROUP/PERSON/*.jpg, or GROUP/*.jpg with one photograph for each person.",
        )
    missing = sorted(set(same) - {path.name for path in folder.glob("*/*")})
    if missing:
        raise NotAPicture(f"--same names {', '.join(missing)}, who is not in {folder}", "Check the spelling.")
    return Album(people)


def chosen_engines(
    context: Context, detectors: Sequence[str], embedders: Sequence[str]
) -> dict[str, list[tuple[str, Engine]]]:
    """For every detector the engines with each embedder, by their names; all that are installed if none is named.

    Raises ModelError for one that is not there. What was not asked for by name and does not run is told and left out.
    """
    store = ModelStore(context.models_dir)
    found: dict[str, list[tuple[str, Engine]]] = {}
    for detector in detectors or [HOG, *(model.name for model in store.of_kind("detector"))]:
        for embedder in embedders or [DLIB, *(model.name for model in store.of_kind("embedder"))]:
            try:
                engine = build_engine(context.models_dir, detector, embedder)
            except ModelError as error:
                if detectors or embedders:
                    raise
                context.say(f"left out: {detector} with {embedder}: {error}")
                continue
            found.setdefault(detector, []).append((embedder, engine))
    return found


def embed_all(context: Context, album: Album, engines: Mapping[str, list[tuple[str, Engine]]]) -> Iterator[Measured]:
    """Every photograph through every engine; each detector looks at it once."""
    for detector, with_it in engines.items():
        rows = {name: _Rows() for name, _ in with_it}
        with context.progress(f"{detector} looks at", len(album.photographs)) as advance:
            _look(album, with_it, rows, advance)
        for name, engine in with_it:
            yield _measured(album, detector, name, engine, rows[name])


def _look(
    album: Album, engines: list[tuple[str, Engine]], rows: dict[str, _Rows], advance: Callable[[int], None]
) -> None:
    for person, path in album.photographs:
        advance(1)
        try:
            image = read_picture(path)
        except NotAPicture:
            for one in rows.values():
                one.refused["unreadable"] += 1
            continue
        face = middle_face(image, engines[0][1].faces(image, MIN_FACE_PX))
        for name, engine in engines:
            if face is None:
                rows[name].refused["no face found"] += 1
                continue
            rows[name].vectors += engine.embed(image, [face])
            rows[name].people.append(person)


def middle_face(image: Image, faces: Sequence[Face]) -> Face | None:
    """The face nearest the middle: press photographs show bystanders at their edges."""
    middle = np.array([image.shape[1] / 2, image.shape[0] / 2])
    return min(faces, key=lambda face: float(np.linalg.norm(face.box.centre - middle)), default=None)


def _measured(album: Album, detector: str, name: str, engine: Engine, rows: _Rows) -> Measured:
    """The sample of one engine, its people numbered anew: some have no photograph that it could use."""
    seen, numbers = np.unique(rows.people, return_inverse=True)
    people = [album.people[int(person)] for person in seen]
    if len(people) < LEAST_PEOPLE:
        raise NotAPicture(f"{detector} found a face of {len(people)} people only", "Take photographs of whole faces.")
    sample = Sample(
        Faces(np.stack([embedding.vector for embedding in rows.vectors]), numbers),
        tuple(person.name for person in people),
        tuple(person.group for person in people),
        np.array([person.listable for person in people]),
    )
    return Measured(
        detector,
        name,
        engine.embedder.model_id,
        sample,
        len(album.photographs),
        dict(rows.refused),
        engine.embedder.margin,
    )


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
