"""Searches whose right answer is known, made from photographs of known people, with no picture on both sides.

Every draw enrols some photographs of everybody and searches with others: one still, or two fused as the cameras fuse
theirs. Whoever is searched for as a stranger has their own rows taken out first (leave one person out), so everybody
can play both parts and no photograph is spent on one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from watchlist.accuracy import Flags, Scores

Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

MOST_GROUPS = 200
_BLOCK = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Embeddings of one model: float32 unit rows (n, d), and for each row the number of its person, from 0 on (n,)."""

    vectors: Vectors
    person: Numbers

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or self.person.shape != (len(self.vectors),):
            raise ValueError(f"{self.vectors.shape} vectors for {self.person.shape} people")
        if not np.allclose(np.linalg.norm(self.vectors, axis=1), 1, atol=1e-3):
            raise ValueError("an embedding has length 1 and no NaN")

    @property
    def people(self) -> int:
        return int(self.person.max(initial=-1)) + 1

    def counts(self) -> Numbers:
        """How many photographs there are of each person (people,)."""
        return np.bincount(self.person, minlength=self.people)


@dataclass(frozen=True, slots=True)
class Design:
    """`photos` are enrolled of everybody who has as many, else all there are; `stills` are fused into every probe."""

    photos: int
    stills: int

    def __post_init__(self) -> None:
        if self.photos < 1 or self.stills < 1:
            raise ValueError(f"at least one photograph and one still wanted, got {self}")


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """The outcomes of all draws, each array with one number a search.

    `mated` is the right person's score and `first` whether nobody else scored as much; `strangers` is the best score of
    anybody else on the list. `mated_person` and `stranger_person` say whose search it was.
    """

    mated: Scores
    first: Flags
    mated_person: Numbers
    strangers: Scores
    stranger_person: Numbers

    def of(self, chosen: Flags) -> "Trials":
        """The searches with the faces of the chosen people (people,) only."""
        mated, strangers = chosen[self.mated_person], chosen[self.stranger_person]
        return Trials(
            self.mated[mated],
            self.first[mated],
            self.mated_person[mated],
            self.strangers[strangers],
            self.stranger_person[strangers],
        )

    @property
    def mated_people(self) -> int:
        return len(np.unique(self.mated_person))

    @property
    def stranger_people(self) -> int:
        return len(np.unique(self.stranger_person))


def run_trials(faces: Faces, design: Design, draws: int, seed: int) -> Trials:
    """One search a draw for everybody who has photographs enough: as listed, and as a stranger.

    Listed needs photographs for both sides; a stranger needs only those of the probe.
    """
    rng = np.random.default_rng(seed)
    outcomes = [outcome for _ in range(draws) for outcome in _one_draw(faces, design, rng)]
    mated = [outcome for listed, outcome in outcomes if listed]
    strangers = [outcome for listed, outcome in outcomes if not listed]
    own = np.concatenate([found.own for found in mated])
    return Trials(
        mated=own,
        first=own > np.concatenate([found.others for found in mated]),
        mated_person=np.concatenate([found.person for found in mated]),
        strangers=np.concatenate([found.others for found in strangers]),
        stranger_person=np.concatenate([found.person for found in strangers]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """For each probe: whose it is, the best score of that person's rows, the best of everybody else's, and whose."""

    person: Numbers
    own: Scores
    others: Scores
    nearest_other: Numbers


def search_all(gallery: Faces, probes: Vectors, person: Numbers) -> Found:
    """Search every probe (m, d) of these people (m,) in the whole gallery; -1 where there is nobody to compare with."""
    order = np.argsort(gallery.person, kind="stable")
    listed, starts = np.unique(gallery.person[order], return_index=True)
    rows = gallery.vectors[order].T
    blocks = [np.maximum.reduceat(block @ rows, starts, axis=1) for block in _blocks(probes)]
    best = np.concatenate(blocks).astype(np.float64)
    mine = listed[None, :] == person[:, None]
    own = np.where(mine, best, -1.0).max(axis=1)
    others = np.where(mine, -1.0, best)
    return Found(person, own, others.max(axis=1), listed[others.argmax(axis=1)])


def leave_one_out(faces: Faces, enrolled: Flags, probed: Flags, stills: int = 1) -> Found:
    """All that strangers of these people (people,) can show against all photographs of the enrolled: see `others`.

    Every photograph of a probed person is searched, or every group of `stills` of them fused, MOST_GROUPS at most: one
    person with hundreds of photographs is not to be the measure of everybody.
    """
    listed = enrolled[faces.person]
    groups = [
        group
        for person in np.flatnonzero(probed)
        for group in islice(combinations(np.flatnonzero(faces.person == person), stills), MOST_GROUPS)
    ]
    rows = np.array(groups, np.intp).reshape(-1, stills)
    gallery = Faces(faces.vectors[listed], faces.person[listed])
    return search_all(gallery, fused(faces.vectors[rows]), faces.person[rows[:, 0]])


def fused(vectors: Vectors) -> Vectors:
    """The normalised means of groups of unit rows: (m, k, d) to (m, d)."""
    means = vectors.mean(axis=1, dtype=np.float64)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


def _blocks(probes: Vectors) -> list[Vectors]:
    """A few rows at a time: all scores at once of ten thousand photographs would fill the memory."""
    return [probes[start : start + _BLOCK] for start in range(0, max(1, len(probes)), _BLOCK)]


def _one_draw(faces: Faces, design: Design, rng: np.random.Generator) -> Iterator[tuple[bool, Found]]:
    order = np.lexsort((rng.random(len(faces.person)), faces.person))
    starts = np.searchsorted(faces.person[order], np.arange(faces.people))
    place = np.arange(len(order)) - starts[faces.person[order]]
    enrolled = order[place < design.photos]
    gallery = Faces(faces.vectors[enrolled], faces.person[enrolled])
    for listed, first in ((True, design.photos), (False, 0)):
        person = np.flatnonzero(faces.counts() >= first + design.stills)
        rows = order[starts[person][:, None] + first + np.arange(design.stills)]
        yield listed, search_all(gallery, fused(faces.vectors[rows]), person)
