"""How a drawn head, or a picture in somebody's hands, moves when it is asked to. PURE."""

import math
from dataclasses import dataclass, replace

from camera.liveness.turns import Turn
from camera.scene.heads.render import HeadPose
from camera.types import Seconds


@dataclass(frozen=True, slots=True)
class Manner:
    """How far and how fast: degrees to a side and down, growth when coming closer, seconds until it starts, on the way,
    and at the far end. `sway` scales the small movements nobody is without."""

    side_deg: float = 28.0
    nod_deg: float = 24.0
    closer: float = 1.36
    reacts_s: Seconds = 0.6
    goes_s: Seconds = 0.55
    stays_s: Seconds = 0.45
    sway: float = 1.0

    @property
    def lasts_s(self) -> Seconds:
        """From being asked to standing straight again."""
        return self.reacts_s + 2 * self.goes_s + self.stays_s


def swaying(rest: HeadPose, at: Seconds, sway: float = 1.0) -> HeadPose:
    """Somebody who stands still as well as people do."""
    phase = 2 * math.pi * at
    return replace(
        rest,
        x_px=rest.x_px + sway * 0.02 * rest.face_px * math.sin(0.31 * phase),
        y_px=rest.y_px + sway * 0.01 * rest.face_px * math.sin(0.43 * phase + 1),
        yaw_deg=rest.yaw_deg + sway * 1.2 * math.sin(0.37 * phase + 2),
        pitch_deg=rest.pitch_deg + sway * 0.8 * math.sin(0.29 * phase),
        roll_deg=rest.roll_deg + sway * 1.0 * math.sin(0.23 * phase + 1),
    )


def turning(rest: HeadPose, turn: Turn | None, since_s: Seconds, manner: Manner) -> HeadPose:
    """The pose so long after `turn` was asked for."""
    if turn is None:
        return rest
    share = _share(since_s, manner)
    match turn:
        case Turn.LEFT:
            return replace(rest, yaw_deg=rest.yaw_deg + share * manner.side_deg)
        case Turn.RIGHT:
            return replace(rest, yaw_deg=rest.yaw_deg - share * manner.side_deg)
        case Turn.NOD:
            return replace(rest, pitch_deg=rest.pitch_deg + share * manner.nod_deg)
        case Turn.CLOSER:
            return replace(rest, face_px=rest.face_px * (1 + share * (manner.closer - 1)))


def _share(since_s: Seconds, manner: Manner) -> float:
    """0 at rest, 1 at the far end, softly between."""
    on_the_way = since_s - manner.reacts_s
    if on_the_way > manner.goes_s + manner.stays_s:
        on_the_way = manner.lasts_s - since_s
    part = min(max(on_the_way / manner.goes_s, 0.0), 1.0)
    return part * part * (3 - 2 * part)
