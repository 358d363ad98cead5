"""The best shots of a track, and their one embedding.

Fusing frames that differ is worth more than any single frame: with three photographs enrolled, two fused frames took
the misses of both embedders to none in the design's measurements. Shots closer together than `apart_s` hardly differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from camera.types import Box, Embedding, Image, Seconds


@dataclass(frozen=True, slots=True)
class ShotLimits:
    """`keep` shots at most, at least `apart_s` apart. Once full, a face is embedded again only when it is `better_by`
    times better than the worst shot kept, or `renew_after_s` after the last one.

    `same_from` is the cosine from which a new shot and the fused ones may be one person; below it the track has
    changed hands. It belongs to the embedder: strangers lie near 0 for ArcFace-type networks and at 0.6 to 0.8 for
    dlib's. -1 never doubts.
    """

    keep: int = 5
    apart_s: Seconds = 0.15
    better_by: float = 1.15
    renew_after_s: Seconds = 2.0
    same_from: float = -1.0

    def __post_init__(self) -> None:
        if self.keep < 1 or self.apart_s < 0 or self.better_by < 1 or self.renew_after_s <= 0:
            raise ValueError("keep and better_by must be at least 1, apart_s at least 0, renew_after_s above 0")
        if not -1 <= self.same_from < 1:
            raise ValueError("same_from is a cosine: -1 or more and below 1")


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One embedded face. `worth` 0 to 1; `portrait` the face and its surroundings (BGR)."""

    at: Seconds
    worth: float
    embedding: Embedding
    box: Box
    portrait: Image


class BestShots:
    """Of one track. `wants` spares the embedder; `add` takes what it made."""

    def __init__(self, limits: ShotLimits) -> None:
        self._limits = limits
        self._shots: list[Shot] = []
        self._first_at: Seconds | None = None
        self._last_at: Seconds | None = None

    def wants(self, at: Seconds, worth: float) -> bool:
        """Would a face of this worth add anything now?"""
        limits = self._limits
        if self._last_at is None:
            return True
        if at - self._last_at < limits.apart_s - 1e-6:
            return False
        if len(self._shots) < limits.keep or at - self._last_at >= limits.renew_after_s:
            return True
        return worth >= limits.better_by * min(shot.worth for shot in self._shots)

    def is_other(self, embedding: Embedding) -> bool:
        """Does this embedding disagree so strongly that it is another person's?"""
        if not self._shots:
            return False
        return float(self.fused().vector @ embedding.vector) < self._limits.same_from

    def add(self, shot: Shot) -> None:
        """The worst of the earlier shots leaves when there are too many: the newest always counts for once."""
        self._first_at = shot.at if self._first_at is None else self._first_at
        self._last_at = shot.at
        if len(self._shots) == self._limits.keep:
            self._shots.remove(min(self._shots, key=lambda one: one.worth))
        self._shots.append(shot)

    def __len__(self) -> int:
        return len(self._shots)

    @property
    def first_at(self) -> Seconds:
        """Time of the first shot ever, also when better ones have replaced it."""
        if self._first_at is None:
            raise ValueError("no shot yet")
        return self._first_at

    @property
    def best(self) -> Shot:
        return max(self._shots, key=lambda one: (one.worth, -one.at))

    def fused(self) -> Embedding:
        return fused(self._shots)


def fused(shots: Sequence[Shot]) -> Embedding:
    """The direction between the shots' embeddings, better shots pulling harder. All of one model, at least one.

    Should they cancel out (opposite vectors), the best one stands alone.
    """
    models = {shot.embedding.model_id for shot in shots}
    if len(models) != 1:
        raise ValueError(f"shots of exactly one model wanted, got {sorted(models)}")
    # The floor keeps a poor shot's vote: it is another view of the face.
    weights = np.array([0.25 + shot.worth for shot in shots], np.float64)
    total = weights @ np.array([shot.embedding.vector for shot in shots], np.float64)
    length = float(np.linalg.norm(total))
    if length < 1e-6:
        return max(shots, key=lambda one: one.worth).embedding
    return Embedding((total / length).astype(np.float32), models.pop())
