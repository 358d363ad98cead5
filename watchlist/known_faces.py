"""The faces that newcomers are compared with before anything is written. Only scores are answered, never a vector."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from watchlist.errors import ForeignEmbedding
from watchlist.types import Candidate, PersonId, PhotoId, Template

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Compared:
    """`nearest`: for each of the new ones whom of everybody else it resembles most, None while nobody is known.

    `scores`: the person's enrolled photographs and then the new ones, each with each, as cosines.
    """

    nearest: tuple[Candidate | None, ...]
    scores: tuple[tuple[float, ...], ...]

    @property
    def enrolled(self) -> int:
        return len(self.scores) - len(self.nearest)


def rounded(found: Compared, digits: int = 4) -> Compared:
    nearest = tuple(one and Candidate(one.person_id, round(one.score, digits)) for one in found.nearest)
    return Compared(nearest, tuple(tuple(round(score, digits) for score in row) for row in found.scores))


class Comparing(Protocol):
    """The faces of one list, made by one model."""

    def compare(self, vectors: Vectors, person: PersonId | None) -> Compared:
        """New photographs of `person`, or of somebody new, with all that is there now.

        Raises ForeignEmbedding for what this model cannot have made.
        """


class Templates(Protocol):
    """A store's, of everybody who is not erased, whether they ring or not."""

    def template_owners(self, model_id: str) -> Mapping[PhotoId, PersonId]: ...
    def templates_of(self, model_id: str, photos: Iterable[PhotoId]) -> Iterable[Template]: ...


class KnownFaces:
    """`Comparing` over a store. It keeps what it opened: for one run of a command, or one question to a hub."""

    def __init__(self, store: Templates, model_id: str) -> None:
        self._store = store
        self._model_id = model_id
        self._opened: dict[PhotoId, NDArray[np.float32]] = {}

    def compare(self, vectors: Vectors, person: PersonId | None) -> Compared:
        owners = self._store.template_owners(self._model_id)
        missing = [photo for photo in owners if photo not in self._opened]
        self._opened |= {one.photo_id: one.vector for one in self._store.templates_of(self._model_id, missing)}
        # What was opened a moment after its owners were asked for counts the next time.
        known = [(owners[photo], vector) for photo, vector in self._opened.items() if photo in owners]
        return compared(vectors, person, known)


def compared(vectors: Vectors, person: PersonId | None, known: Sequence[tuple[PersonId, Vectors]]) -> Compared:
    """Raises ForeignEmbedding for vectors of another dimension, or of another length than 1."""
    _check(vectors, known[0][1].shape[0] if known else vectors.shape[1])
    mine = [vector for owner, vector in known if owner == person]
    others = [(owner, vector) for owner, vector in known if owner != person]
    return Compared(_nearest(vectors, others), _cosines(np.stack([*mine, *vectors])))


def _nearest(vectors: Vectors, others: Sequence[tuple[PersonId, Vectors]]) -> tuple[Candidate | None, ...]:
    if not others:
        return (None,) * len(vectors)
    scores = vectors.astype(np.float64) @ np.stack([vector for _, vector in others]).astype(np.float64).T
    best = scores.argmax(axis=1)
    return tuple(Candidate(others[column][0], float(min(scores[row, column], 1.0))) for row, column in enumerate(best))


def _cosines(rows: Vectors) -> tuple[tuple[float, ...], ...]:
    wide = rows.astype(np.float64)
    return tuple(tuple(row) for row in np.clip(wide @ wide.T, -1.0, 1.0).tolist())


def _check(vectors: Vectors, dimension: int) -> None:
    if vectors.shape[1] != dimension:
        raise ForeignEmbedding(f"{vectors.shape[1]} numbers in a vector where this model's have {dimension}")
    # Not "abs(...) > 1e-3": a NaN must fail too.
    if not np.all(np.abs(np.linalg.norm(vectors, axis=1) - 1) <= 1e-3):
        raise ForeignEmbedding("a vector of a face has length 1 and no NaN")
