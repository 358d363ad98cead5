"""How far a face has turned, and when that counts. Pure.

Angles are camera.pose's, so they come from the landmarks of either layout: yaw from the nose's offset between the eyes
(five points) or between the eye corners, over how far a nose stands out; pitch from the nose's share of the way from
eyes to mouth, or from its distance below the eye corners. Everybody's own zero is measured first, because noses
differ: the challenge counts from the baseline of the frontal shots. With yaw positive to the picture's right, LEFT, the
person's own left, is a positive yaw; in the mirror it is the side they see as left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from camera.liveness.continuity import ContinuityLimits, Observation
from camera.liveness.turns import Turn


@dataclass(frozen=True, slots=True)
class ChallengeLimits:
    """When a turn counts, and what ends a challenge.

    On simulated heads turned by 20 degrees both detectors saw 13 to 31 degrees of yaw in eight of ten, and of a nod of
    24 degrees 6 to 18: hence `yaw_deg` and `nod_deg`. A turn counts when the mean of two observations in a row reaches
    it, when it was come to over a pose between, and when the face has gone back to within `back_share` of the limit. A
    pose between is one of at least `between_from` of the limit and at most `between_to` of the farthest.
    Faces straight ahead stayed within 5 degrees. No real person who was asked has been measured.

    `most_wrong`: so many clear turns to a side that was not asked for are forgiven in the whole challenge. Without such
    a limit a film of somebody who does one turn after the other passes every challenge.
    """

    yaw_deg: float = 17.0
    nod_deg: float = 6.0
    closer_by: float = 1.18
    between_from: float = 0.25
    between_to: float = 0.7
    back_share: float = 0.55
    most_wrong: int | None = 1
    continuity: ContinuityLimits = field(default_factory=ContinuityLimits)

    def __post_init__(self) -> None:
        if min(self.yaw_deg, self.nod_deg) <= 0 or self.closer_by <= 1:
            raise ValueError("angles must be above 0, closer_by above 1")
        if not 0 < self.between_from < self.back_share < 1 or not 0 < self.between_to < 1:
            raise ValueError("between_from must be below back_share, all shares between 0 and 1")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The frontal face a challenge starts from."""

    yaw_deg: float
    pitch_deg: float
    width_px: float

    def __post_init__(self) -> None:
        if not self.width_px > 0:
            raise ValueError(f"a face has a width, not {self.width_px}")


def turn_share(turn: Turn, seen: Observation, base: Baseline, limits: ChallengeLimits) -> float:
    """How far this turn has come: 0 at the baseline, 1 where it counts."""
    match turn:
        case Turn.LEFT:
            return (seen.yaw_deg - base.yaw_deg) / limits.yaw_deg
        case Turn.RIGHT:
            return (base.yaw_deg - seen.yaw_deg) / limits.yaw_deg
        case Turn.NOD:
            return (seen.pitch_deg - base.pitch_deg) / limits.nod_deg
        case Turn.CLOSER:
            return math.log(max(seen.width_px, 1) / base.width_px) / math.log(limits.closer_by)


def came_over(way: Sequence[float], limits: ChallengeLimits) -> bool:
    """Was there a pose between, on the way to the farthest one? Pictures that are exchanged show none."""
    farthest = max(range(len(way)), key=way.__getitem__)
    return any(limits.between_from <= share <= limits.between_to * way[farthest] for share in way[:farthest])
