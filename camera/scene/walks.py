"""Where a walker is at any time. PURE.

The hall in perspective: everything that stands on the floor at the distance where a face is `face_px` wide has that
face at HORIZON_Y + FACE_DROP * face_px and its feet FEET_BELOW_FACE face widths lower. The camera hangs above heads.
"""

from dataclasses import dataclass
from math import pi, sin

from camera.types import Box, Seconds

WIDTH_PX, HEIGHT_PX = 1280, 720
HORIZON_Y = 100
FACE_DROP = 1.5
FEET_BELOW_FACE = 8.6
FAR_PX, NEAR_PX = 44.0, 132.0
"""Width of a face at the doors and where the walkers leave the picture."""

STEPS_PER_S = 1.9


@dataclass(frozen=True, slots=True)
class Pose:
    """A walker at one moment. `x`, `y` is the middle of the face in pixels, `stride` -1 to 1 the swing of the legs."""

    x: float
    y: float
    face_px: float
    tilt_deg: float
    stride: float
    light: float
    blur_px: float

    @property
    def face(self) -> Box:
        """A face is drawn 1.25 times as high as wide."""
        half_w, half_h = self.face_px / 2, self.face_px * 0.625
        return Box(round(self.x - half_w), round(self.y - half_h), round(self.x + half_w), round(self.y + half_h))


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through the hall, from the doors to the camera, or back when `away`.

    `path_x` are the places the walker passes, in pixels, equally far apart in time.
    `phase` (0 to 1) sets steps, tilt and light apart from those of other walkers.
    """

    starts_s: Seconds
    lasts_s: Seconds
    path_x: tuple[float, ...]
    phase: float
    tilt_deg: float = 4.0
    away: bool = False

    def __post_init__(self) -> None:
        if self.lasts_s <= 0 or len(self.path_x) < 2:
            raise ValueError(f"a walk takes time and goes somewhere: {self}")

    def pose(self, at_s: Seconds) -> Pose | None:
        """None before and after the walk."""
        done = (at_s - self.starts_s) / self.lasts_s
        if not 0 <= done <= 1:
            return None
        near = 1 - done if self.away else done
        face_px = 1 / (1 / FAR_PX + (1 / NEAR_PX - 1 / FAR_PX) * near)  # an even pace in depth
        turn = 2 * pi * (STEPS_PER_S * at_s / 2 + self.phase)
        return Pose(
            x=_between(self.path_x, done) + 0.06 * face_px * sin(turn),
            y=HORIZON_Y + FACE_DROP * face_px + 0.05 * face_px * sin(2 * turn),
            face_px=face_px,
            tilt_deg=self.tilt_deg * sin(0.7 * turn + 1),
            stride=sin(turn),
            light=0.92 + 0.14 * sin(3.1 * done + 6 * self.phase),
            blur_px=max(0.0, 0.012 * face_px * sin(0.31 * turn + 4 * self.phase)),
        )


def _between(places: tuple[float, ...], done: float) -> float:
    """The place at the share `done` of the way, slowing down softly at each of the places."""
    legs = len(places) - 1
    leg = min(int(done * legs), legs - 1)
    part = done * legs - leg
    soft = part * part * (3 - 2 * part) * 0.5 + part * 0.5
    return places[leg] + (places[leg + 1] - places[leg]) * soft
