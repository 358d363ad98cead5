"""Which faces are good enough to compare? Every rule, and every limit with its origin, is in this file.

A refusal never names a person and never counts as "not this person": it means "cannot compare".
Pure: measurements come in, reasons go out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from camera.pose import Pose
from camera.types import Face, LandmarkLayout


class Refusal(StrEnum):
    CUT_OFF = "cut off"
    PRINTED = "printed"
    SMALL = "small"
    UNSURE = "unsure"
    TURNED = "turned"
    COVERED = "covered"
    BLURRED = "blurred"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """`size_px` root of the box's area; `margin` distance of the box from the picture's edge, in sizes.

    `sharpness` and `mouth` as in camera.measures; `brightness` and `contrast` mean and standard deviation of the grey
    values (0 to 255), `saturated` the share of them above 245.
    """

    size_px: float
    margin: float
    pose: Pose
    sharpness: float
    brightness: float
    contrast: float
    saturated: float
    mouth: float


@dataclass(frozen=True, slots=True)
class DetectorLimits:
    """Limits that depend on who found the face and which points it gives.

    Below `sure` a find is refused; below `certain` it is refused when it also lies where clothing would show a print.
    """

    sure: float
    certain: float
    max_yaw_deg: float
    max_pitch_deg: float
    max_roll_deg: float
    min_mouth: float

    def __post_init__(self) -> None:
        if not self.sure < self.certain:
            raise ValueError(f"certain must be above sure, got {self.certain} and {self.sure}")
        if min(self.max_yaw_deg, self.max_pitch_deg, self.max_roll_deg) <= 0:
            raise ValueError("angles must be above 0 degrees")


# From here on a face does not get better: the size embedders take in, and half of the press photographs' sharpness.
_LARGE_PX, _SHARP = 112, 0.15

# YuNet: 854 press photographs have 0.86 or more, 99.5 % of them 0.89; faces of 36 px 0.87; hands, a skull on a
# pullover and reflections were seen up to 0.81. Pitch and yaw: the worst 1 % of those photographs lies beyond
# 41 and 15 degrees. Mouth: see camera.measures; seven clips of bare mouths have 0.17 and more.
_FIVE_POINTS = DetectorLimits(
    sure=0.85, certain=0.88, max_yaw_deg=40, max_pitch_deg=30, max_roll_deg=35, min_mouth=0.15
)
# HOG: the same photographs have 0.25 or more in 95 %; false finds in the clips were seen up to 0.05. It finds frontal
# faces only, its pitch is weak (correlation 0.4 with the five-point one), so that limit is wide. Mouth: bare mouths in
# the clips have 0.22 and more, a hand before one 0.15 and less.
_EYE_CORNERS = DetectorLimits(
    sure=0.20, certain=0.60, max_yaw_deg=35, max_pitch_deg=50, max_roll_deg=35, min_mouth=0.18
)


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """The gate of live pictures; `for_enrolment` is the gate of photographs.

    min_face_px: faceid's field reports use 48, SmartFace 35. At 43 px MobileFaceNet misses 2.5 % of pairs where it
    misses 1.1 % at 108 px (one wrong pair in 1,000); much below that crops are mostly invented.
    min_margin: a box this close to the picture's edge (in face sizes) may have lost a part of the face.
    min_sharpness: sharp press photographs have 0.096 or more in 99 %, blurred with a Gaussian of 3 px on faces of
    106 px 0.043 or less in 95 %; a webcam's own softness 0.054 and more.
    Light: the press photographs lie between 73 and 186 in mean and above 17 in deviation (99 %); a dim corridor filmed
    from afar has a deviation of 8.5 and is still comparable.
    """

    min_face_px: float = 40
    min_margin: float = 0.02
    min_sharpness: float = 0.035
    min_brightness: float = 40
    max_brightness: float = 220
    min_contrast: float = 7
    max_saturated: float = 0.3
    five_points: DetectorLimits = field(default=_FIVE_POINTS)
    eye_corners: DetectorLimits = field(default=_EYE_CORNERS)

    def __post_init__(self) -> None:
        if self.min_face_px <= 0 or not self.min_brightness < self.max_brightness:
            raise ValueError("min_face_px must be above 0 and min_brightness below max_brightness")

    @classmethod
    def for_enrolment(cls) -> "QualityLimits":
        """Photographs are compared for months, so they are larger, sharper and in better light.

        A still of a webcam across a desk (52 px and more) is taken. The detectors' confidence counts less: somebody
        chose the picture for the face in it.
        """
        return cls(
            min_face_px=48,
            min_sharpness=0.05,
            min_brightness=50,
            min_contrast=12,
            max_saturated=0.2,
            five_points=replace(_FIVE_POINTS, sure=0.80),
            eye_corners=replace(_EYE_CORNERS, sure=0.0),
        )

    def of(self, layout: LandmarkLayout) -> DetectorLimits:
        return self.five_points if layout == "five-points" else self.eye_corners


def refusals(
    face: Face, measured: FaceMeasures, limits: QualityLimits, others: Sequence[Face] = ()
) -> tuple[Refusal, ...]:
    """Every reason against this face, the weightiest first; empty when it may be compared.

    `others` are the faces seen together with it.
    """
    detector = limits.of(face.landmarks.layout)
    broken = {
        Refusal.CUT_OFF: measured.margin < limits.min_margin,
        Refusal.PRINTED: face.confidence < detector.certain and any(_on_clothing(face, one) for one in others),
        Refusal.SMALL: measured.size_px < limits.min_face_px,
        Refusal.UNSURE: face.confidence < detector.sure,
        Refusal.TURNED: _is_turned(measured.pose, detector),
        Refusal.COVERED: measured.mouth < detector.min_mouth,
        Refusal.BLURRED: measured.sharpness < limits.min_sharpness,
        Refusal.DARK: measured.brightness < limits.min_brightness,
        Refusal.OVEREXPOSED: measured.brightness > limits.max_brightness or measured.saturated > limits.max_saturated,
        Refusal.FLAT: measured.contrast < limits.min_contrast,
    }
    return tuple(reason for reason, is_broken in broken.items() if is_broken)


def _is_turned(seen: Pose, limits: DetectorLimits) -> bool:
    return (
        abs(seen.yaw_deg) > limits.max_yaw_deg
        or abs(seen.pitch_deg) > limits.max_pitch_deg
        or abs(seen.roll_deg) > limits.max_roll_deg
    )


def _on_clothing(face: Face, wearer: Face) -> bool:
    """Does `face` lie on the chest of `wearer`: below the chin, within the shoulders, about a torso long?

    A child before its parent lies there too, which is why this refuses only finds the detector is not certain of. The
    price: a print that looks like a photograph passes, as it would for anybody who sees no more than two boxes.
    """
    if wearer is face or wearer.confidence <= face.confidence:
        return False
    (x, y), (wearer_x, _) = face.box.centre, wearer.box.centre
    similar = 0.3 <= face.box.width / wearer.box.width <= 3.0
    within_shoulders = abs(x - wearer_x) <= 1.2 * wearer.box.width
    return similar and within_shoulders and 0 < y - wearer.box.bottom <= 3.5 * wearer.box.height


def worth(face: Face, measured: FaceMeasures, limits: QualityLimits) -> float:
    """How good an accepted face is, 0 to 1, for choosing the best shots: large, frontal, sharp, clearly found."""
    detector = limits.of(face.landmarks.layout)
    frontal = 1 - 0.6 * min(abs(measured.pose.yaw_deg) / detector.max_yaw_deg, 1)
    frontal *= 1 - 0.3 * min(abs(measured.pose.pitch_deg) / detector.max_pitch_deg, 1)
    size = min(measured.size_px / _LARGE_PX, 1)
    sharp = min(measured.sharpness / _SHARP, 1)
    found = min(max((face.confidence - detector.sure) / (2 * (detector.certain - detector.sure)), 0), 1)
    return frontal * (0.4 + 0.6 * size) * (0.5 + 0.5 * sharp) * (0.7 + 0.3 * found)
