"""What one presentation came to. Pure."""

from dataclasses import dataclass

from camera.liveness.facts import ChallengeEnd, Depth
from camera.types import Seconds

SIMULATED = "drawn head (simulated)"
REAL_CLIPS = "real clips, unasked"


@dataclass(frozen=True, slots=True)
class Trial:
    """`species`: SIMULATED, REAL_CLIPS, or the value of an attack's Species."""

    species: str
    challenge: ChallengeEnd
    depth: Depth
    parallax: float | None
    live_score: float | None
    similarity: float | None = None
    obstacle: str | None = None
    lasted_s: Seconds = 0.0
    decided_in_s: Seconds = 0.0
