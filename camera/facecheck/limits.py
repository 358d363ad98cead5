"""What a face check wants of a face before a kiosk, and how long it waits. Pure; every limit with its origin."""

from dataclasses import dataclass, field, replace

from camera.liveness.depth_rule import DepthLimits
from camera.liveness.turn_limits import ChallengeLimits
from camera.quality import QualityLimits
from camera.shots import ShotLimits
from camera.types import Seconds

_ANYWHERE = QualityLimits()


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """Sizes are shares of the picture's shorter side, so that one number holds for every camera.

    nearest_face: 100 px in a picture 480 px high, which is a person at arm's length and a half from a webcam;
    searched_face: smaller faces than that are found, to be asked closer. comparable: a second face of this share of the
    first one's size is another person at the kiosk, not somebody in the queue behind.
    off_middle: how far the middle of the face may lie from the picture's, in shares of its sides.
    `quality` is stricter in pose than a door's: whoever stands before a kiosk can be asked to look at it. Pitch from
    eye corners is too rough to be strict about.
    hindered_s: whoever cannot take off the mask, or stands in the dark, is not kept waiting for the whole check.
    """

    nearest_face: float = 0.21
    searched_face: float = 0.125
    largest_face: float = 0.72
    comparable: float = 0.6
    off_middle: float = 0.24
    scan_every_s: Seconds = 0.5
    min_shots: int = 3
    moment_s: Seconds = 0.7
    silent_s: Seconds = 3.0
    hindered_s: Seconds = 10.0
    confirm_within_s: Seconds = 0.8
    shots: ShotLimits = field(default_factory=lambda: ShotLimits(keep=6, apart_s=0.2))
    challenge: ChallengeLimits = field(default_factory=ChallengeLimits)
    depth: DepthLimits = field(default_factory=DepthLimits)
    quality: QualityLimits = field(
        default_factory=lambda: replace(
            _ANYWHERE,
            five_points=replace(_ANYWHERE.five_points, max_yaw_deg=20, max_pitch_deg=25, max_roll_deg=25),
            eye_corners=replace(_ANYWHERE.eye_corners, max_yaw_deg=24, max_pitch_deg=45, max_roll_deg=25),
        )
    )

    def __post_init__(self) -> None:
        if not 0 < self.searched_face <= self.nearest_face < self.largest_face <= 1:
            raise ValueError("faces searched for must be the smallest, and the largest no larger than the picture")
        if self.min_shots < 1 or self.shots.keep <= self.min_shots:
            raise ValueError("more shots must be kept than are wanted, at least one")
        if min(self.moment_s, self.silent_s, self.hindered_s, self.confirm_within_s) <= 0:
            raise ValueError("times must be above 0")
