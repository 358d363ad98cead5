"""Whom does this face resemble most? Exact, vectorised, no index to build.

One float32 matrix holds every template, the templates of a person side by side, so one matrix product and one
`maximum.reduceat` give every person's best cosine. A gallery never changes: a changed list is a new gallery, and
whoever is searching the old one finishes with it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.types import Embedding
from watchlist.errors import ForeignEmbedding
from watchlist.types import NOBODY, Candidate, Match, PersonId, Template

LENGTH_TOLERANCE = 1e-3


class Gallery:
    """The templates of one model, searched by cosine.

    The float32 product only finds who can be nearest; their scores are then computed again in float64, pair by pair.
    So the answer is that of a naive loop to the last bit, whatever order the product's sums were taken in, and equal
    scores are equal: between them the smaller person id comes first.
    """

    __slots__ = ("_matrix", "_people", "_starts", "dimension", "model_id")

    def __init__(self, model_id: str, dimension: int) -> None:
        """An empty gallery: whoever is looked for, it answers nobody."""
        self.model_id = model_id
        self.dimension = dimension
        self._people: tuple[PersonId, ...] = ()
        self._starts: NDArray[np.intp] = np.zeros(1, np.intp)
        self._matrix: NDArray[np.float32] = np.zeros((0, dimension), np.float32)

    @classmethod
    def of(cls, templates: Iterable[Template], model_id: str, dimension: int) -> "Gallery":
        """Raises ForeignEmbedding for a template that is not a float32 row of length 1 made by `model_id`."""
        gallery = cls(model_id, dimension)
        ordered = sorted(templates, key=lambda template: template.person_id)
        if not ordered:
            return gallery
        for template in ordered:
            owner = f"photo {template.photo_id!r} of {template.person_id!r}"
            gallery._check(template.vector, template.model_id, owner)
        people, starts = np.unique([template.person_id for template in ordered], return_index=True)
        gallery._people = tuple(PersonId(str(person)) for person in people)
        gallery._starts = np.append(starts, len(ordered))
        gallery._matrix = _normalised(np.stack([template.vector for template in ordered]))
        gallery._matrix.flags.writeable = False
        return gallery

    @property
    def people(self) -> int:
        return len(self._people)

    @property
    def templates(self) -> int:
        return len(self._matrix)

    def search(self, embeddings: Sequence[Embedding]) -> list[Match]:
        """For every embedding the nearest and the second nearest person, by the best of each person's templates.

        Raises ForeignEmbedding when one is not a float32 row of length 1 made by this gallery's model.
        """
        for place, embedding in enumerate(embeddings):
            self._check(embedding.vector, embedding.model_id, f"probe {place}")
        if not embeddings or not self._people:
            return [NOBODY] * len(embeddings)
        probes = _normalised(np.stack([embedding.vector for embedding in embeddings]))
        best = np.maximum.reduceat(self._matrix @ probes.T, self._starts[:-1], axis=0)
        return [self._match(probe, scores) for probe, scores in zip(probes, best.T, strict=True)]

    def _match(self, probe: NDArray[np.float32], rough: NDArray[np.float32]) -> Match:
        # |computed - true| <= d * eps for unit vectors of d numbers (Higham, Accuracy and Stability, section 3.1).
        # Whoever lies four such bounds behind the second is truly behind both: one of them rounded down, the other up,
        # and the same again because float32 rows have length 1 only nearly.
        slack = 4 * self.dimension * float(np.finfo(np.float32).eps)
        second = np.partition(rough, -2)[-2] if len(rough) > 1 else rough[0]
        near = [self._candidate(person, probe) for person in np.flatnonzero(rough >= second - slack)]
        near.sort(key=lambda candidate: (-candidate.score, candidate.person_id))
        return Match(near[0], near[1] if len(near) > 1 else None)

    def _candidate(self, person: np.signedinteger[Any], probe: NDArray[np.float32]) -> Candidate:
        rows = self._matrix[self._starts[person] : self._starts[person + 1]]
        return Candidate(self._people[int(person)], float(cosines(rows, probe).max()))

    def _check(self, vector: NDArray[Any], model_id: str, owner: str) -> None:
        if model_id != self.model_id:
            raise ForeignEmbedding(f"{owner} was made by model {model_id!r}, the gallery holds {self.model_id!r}")
        if vector.dtype != np.float32 or vector.shape != (self.dimension,):
            raise ForeignEmbedding(
                f"{owner} is {vector.dtype} {vector.shape}, the gallery holds float32 ({self.dimension},)"
            )
        length = float(np.linalg.norm(vector.astype(np.float64)))
        # Written so that NaN fails it too.
        if not abs(length - 1) <= LENGTH_TOLERANCE:
            raise ForeignEmbedding(f"{owner} has length {length:g} instead of 1")


def cosines(rows: NDArray[np.float32], probe: NDArray[np.float32]) -> NDArray[np.float64]:
    """The cosines of unit rows (n, d) with a unit probe (d,): summed in float64 and always in the same order."""
    sums: NDArray[np.float64] = (rows.astype(np.float64) * probe).sum(axis=1)
    return np.clip(sums, -1.0, 1.0)


def _normalised(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    return np.ascontiguousarray((rows / lengths).astype(np.float32))
