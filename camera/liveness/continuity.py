"""Is the face of this moment the one of the last? Positions, sizes and angles in; pure.

Who it is belongs elsewhere: the face before and after a challenge are also compared by their embeddings.
"""

import math
from dataclasses import dataclass

from camera.types import Seconds, TrackId


@dataclass(frozen=True, slots=True)
class Observation:
    """The face in one frame. `others`: another face of comparable size is in the picture."""

    at: Seconds
    track: TrackId
    yaw_deg: float
    pitch_deg: float
    x_px: float
    y_px: float
    width_px: float
    others: bool = False


@dataclass(frozen=True, slots=True)
class ContinuityLimits:
    """A face may be unseen for `hidden_s`. From one observation to the next it may change by a fixed part, which is the
    error of measuring, and by so much a second, counted for `counted_s` at most.

    Heads turn at up to about 200 degrees a second in a hurry; a photograph exchanged for another one needs no time.
    Moves are in face widths, sizes as a logarithm.
    """

    hidden_s: Seconds = 1.0
    turn_deg: float = 14.0
    turn_deg_per_s: float = 160.0
    move: float = 0.35
    move_per_s: float = 3.0
    size: float = 0.22
    size_per_s: float = 1.0
    counted_s: Seconds = 0.25

    def __post_init__(self) -> None:
        if min(self.hidden_s, self.turn_deg, self.move, self.size, self.counted_s) <= 0:
            raise ValueError("limits of continuity must be above 0")


def is_broken(before: Observation, now: Observation, limits: ContinuityLimits) -> bool:
    """Can this not be one face that went on? Pitch is left out: it is measured too roughly.

    Written so that NaN goes on from nothing.
    """
    passed_s = min(max(now.at - before.at, 0.0), limits.counted_s)
    moved = math.hypot(now.x_px - before.x_px, now.y_px - before.y_px) / (0.5 * (now.width_px + before.width_px))
    goes_on = (
        now.track == before.track
        and abs(now.yaw_deg - before.yaw_deg) <= limits.turn_deg + limits.turn_deg_per_s * passed_s
        and moved <= limits.move + limits.move_per_s * passed_s
        and abs(math.log(now.width_px) - math.log(before.width_px)) <= limits.size + limits.size_per_s * passed_s
    )
    return not goes_on
