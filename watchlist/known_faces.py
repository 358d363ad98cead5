"""The faces a newcomer is compared with before anything is written."""

import numpy as np
from numpy.typing import NDArray

from watchlist.types import Candidate, PersonId

Vectors = NDArray[np.float32]


class KnownFaces:
    """The templates of everybody on the list, whatever their state, growing while an import goes on."""

    def __init__(self, dimension: int) -> None:
        self._rows: Vectors = np.zeros((64, dimension), np.float32)
        self._owners: list[PersonId] = []

    def add(self, person: PersonId, vectors: Vectors) -> None:
        wanted = len(self._owners) + len(vectors)
        if wanted > len(self._rows):
            grown = np.zeros((max(wanted, 2 * len(self._rows)), self._rows.shape[1]), np.float32)
            grown[: len(self._owners)] = self._rows[: len(self._owners)]
            self._rows = grown
        self._rows[len(self._owners) : wanted] = vectors
        self._owners += [person] * len(vectors)

    def of(self, person: PersonId) -> Vectors:
        mine = [place for place, owner in enumerate(self._owners) if owner == person]
        return self._rows[mine]

    def nearest_other(self, vectors: Vectors, person: PersonId | None) -> list[Candidate | None]:
        """For each vector whom it resembles most, apart from `person`; None while nobody else is known."""
        others = [place for place, owner in enumerate(self._owners) if owner != person]
        if not others:
            return [None] * len(vectors)
        scores = vectors.astype(np.float64) @ self._rows[others].astype(np.float64).T
        best = scores.argmax(axis=1)
        return [
            Candidate(self._owners[others[column]], float(min(scores[row, column], 1.0)))
            for row, column in enumerate(best)
        ]
