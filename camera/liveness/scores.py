"""The passive scores of one check as one number, and where that number gives a reason for doubt. Pure."""

from collections.abc import Sequence
from statistics import median

DOUBT_BELOW = 0.3
"""Below this a check is "not sure", nothing worse. Of 498 press photographs of real people 8 % score lower, of seven
webcam clips none; nearly all drawn prints score 0.05 and less, two in three drawn films on a screen less than this
(MEASURED.md); cut-outs score as people do.
The scores depend on the camera: a site looks at its own."""


def median_score(scores: Sequence[float]) -> float | None:
    """One bad frame decides nothing. None without any shot."""
    return float(median(scores)) if scores else None
