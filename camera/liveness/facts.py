"""What a face check measured about life. Pure: it concludes nothing about who stands there."""

from dataclasses import dataclass
from enum import StrEnum


class ChallengeEnd(StrEnum):
    """NOT_ASKED: no challenge was wanted. LOST_FACE: the face went away or another came in the middle."""

    NOT_ASKED = "not-asked"
    PASSED = "passed"
    TIMED_OUT = "timed-out"
    LOST_FACE = "lost-face"


class Depth(StrEnum):
    """UNKNOWN: too few points, or too little movement, for the measured error to tell flat from solid."""

    SOLID = "solid"
    FLAT = "flat"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LivenessFacts:
    """`parallax`: the residual against one homography, in face widths; `live_score`: the passive model's, 0 to 1."""

    challenge: ChallengeEnd
    depth: Depth = Depth.UNKNOWN
    parallax: float | None = None
    live_score: float | None = None
