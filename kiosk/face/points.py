"""From which likeness on two pictures count as one person, one to one. Pure.

Apart from the watchlist's operating points: there one face meets thousands, here it meets one photograph.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FacePoint:
    """`threshold`: the least cosine for models whose id begins with `model`. `is_measured`: calibrated, not assumed."""

    model: str
    threshold: float
    is_measured: bool = False

    def __post_init__(self) -> None:
        if not self.model:
            raise ValueError("a face point without a model")
        if not -1 < self.threshold < 1:
            raise ValueError(f"a cosine of {self.threshold}")


DELIVERED = (
    FacePoint("dlib", 0.957, is_measured=True),
    FacePoint("mobilefacenet", 0.402, is_measured=True),
    FacePoint("sface", 0.55),
)
"""Where 1 in 1,000 pairs of different East Asian people are alike: THRESHOLDS.md beside this file. SFace's is set high
because nobody measured it here."""


def point_of(model_id: str, points: Iterable[FacePoint] = DELIVERED) -> FacePoint | None:
    """The point of the longest matching name; None for a model that nobody has a number for."""
    matching = [point for point in points if model_id.startswith(point.model)]
    return max(matching, key=lambda point: len(point.model), default=None)
