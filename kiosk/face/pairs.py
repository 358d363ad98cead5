"""How alike are two pictures of one person, how alike those of two: what a one-to-one threshold is chosen by. Pure.

FMR is the share of pairs of different people that reach the threshold, FNMR the share of pairs of one person that do
not (ISO/IEC 19795-1, one-to-one comparison).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """`mated` (m,) the cosines of one person's reference and pictures, `mated_of` (m,) whose; `others` (n,) the cosines
    of everybody's references with everybody else's pictures."""

    mated: Scores
    mated_of: NDArray[np.int64]
    others: Scores
    people: int

    @property
    def mated_people(self) -> int:
        return len(np.unique(self.mated_of))

    def fnmr(self, threshold: float) -> float:
        """Every person counts the same, however many pictures there are of them."""
        missed = self.mated < threshold
        return float(np.mean([missed[self.mated_of == person].mean() for person in np.unique(self.mated_of)]))

    def fmr(self, threshold: float) -> float:
        return float(np.mean(self.others >= threshold))

    def threshold_at(self, wanted_fmr: float) -> float:
        """The lowest threshold, in thousandths, that at most this share of different people's pairs reaches.

        Raises ValueError where there are too few pairs to see that share.
        """
        allowed = math.floor(wanted_fmr * len(self.others))
        if allowed < 1:
            raise ValueError(f"{len(self.others)} pairs cannot show a share of {wanted_fmr}")
        above = float(np.sort(self.others)[::-1][allowed])
        return math.floor(above * 1000 + 1) / 1000


def pairs_of(references: Vectors, pictures: Vectors, people: Sequence[int]) -> Pairs:
    """Row i of `references` and of `pictures` (n, d; unit length) is the same photograph of person `people[i]`, once as
    the card holds it and once as the camera sees it: a photograph is never paired with itself."""
    whose = np.asarray(people, np.int64)
    scores = (references @ pictures.T).astype(np.float64)
    same = whose[:, None] == whose[None, :]
    mated = same & ~np.eye(len(whose), dtype=bool)
    return Pairs(scores[mated], whose[np.nonzero(mated)[0]], scores[~same], len(set(people)))
