"""The one thing to tell the person now, from what was measured; and why nothing could be compared. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from camera.facecheck.limits import CheckLimits
from camera.leases.messages import Advice, NoComparison
from camera.quality import FaceMeasures, Refusal, refusals
from camera.types import Face

_ADVICE = {
    Refusal.CUT_OFF: Advice.TO_THE_MIDDLE,
    Refusal.SMALL: Advice.COME_CLOSER,
    Refusal.COVERED: Advice.UNCOVER_FACE,
    Refusal.TURNED: Advice.LOOK_HERE,
    Refusal.UNSURE: Advice.LOOK_HERE,
    Refusal.PRINTED: Advice.LOOK_HERE,
    Refusal.BLURRED: Advice.HOLD_STILL,
    # The one piece of advice about light: a glaring lamp behind the head is as bad as none.
    Refusal.DARK: Advice.TOO_DARK,
    Refusal.FLAT: Advice.TOO_DARK,
    Refusal.OVEREXPOSED: Advice.TOO_DARK,
}

_OBSTACLES = {
    Advice.SEVERAL: NoComparison.SEVERAL_FACES,
    Advice.TOO_DARK: NoComparison.TOO_DARK,
    Advice.UNCOVER_FACE: NoComparison.COVERED,
    Advice.HOLD_STILL: NoComparison.NOT_SHARP,
}
HINDRANCES = frozenset({Advice.NOBODY, Advice.SEVERAL, Advice.TOO_DARK, Advice.UNCOVER_FACE})
"""What somebody who could do something about it would have done within some seconds."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    width_px: int
    height_px: int

    @property
    def shorter_px(self) -> int:
        return min(self.width_px, self.height_px)


def chosen(faces: Sequence[Face], picture: PictureSize) -> Face | None:
    """THE face: large, and near the middle."""
    return max(faces, key=lambda face: _claim(face, picture), default=None)


def _claim(face: Face, picture: PictureSize) -> float:
    away = abs(face.box.centre[0] / picture.width_px - 0.5)
    return float(face.box.area**0.5) * (1 - away)


def comparable(face: Face, others: Sequence[Face], limits: CheckLimits) -> bool:
    """Is somebody else before the kiosk as well? Doubtful finds do not count."""
    sure = limits.quality.of(face.landmarks.layout).sure
    wanted = limits.comparable * face.box.area**0.5
    return any(other.box.area**0.5 >= wanted and other.confidence >= sure for other in others)


def advice(face: Face, measured: FaceMeasures, picture: PictureSize, limits: CheckLimits) -> Advice | None:
    """None: this is a shot. Place and size first, because the rest cannot be judged before."""
    if measured.size_px < limits.nearest_face * picture.shorter_px:
        return Advice.COME_CLOSER
    if measured.size_px > limits.largest_face * picture.shorter_px:
        return Advice.STEP_BACK
    x, y = face.box.centre
    if max(abs(x / picture.width_px - 0.5), abs(y / picture.height_px - 0.5)) > limits.off_middle:
        return Advice.TO_THE_MIDDLE
    broken = refusals(face, measured, limits.quality)
    if broken[:1] == (Refusal.UNSURE,) and Refusal.COVERED in broken:  # a mask also makes the detector doubt
        return Advice.UNCOVER_FACE
    return _ADVICE[broken[0]] if broken else None


def obstacle(told: dict[Advice, float]) -> NoComparison:
    """What stood in the way for longest; `told` are seconds."""
    longest = max(told, key=lambda one: told[one], default=Advice.NOBODY)
    return _OBSTACLES.get(longest, NoComparison.NO_FACE)
