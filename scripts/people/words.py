"""What the quality gate says of a photograph, in words for whoever brought it."""

from collections.abc import Callable

from camera.quality import FaceMeasures, QualityLimits, Refusal
from camera.types import Face

_Hint = Callable[[Face, FaceMeasures, QualityLimits], str]


def quality_hint(reason: Refusal, face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    """What to do about it, with what was measured and what is needed."""
    return _HINTS[reason](face, measured, limits)


def _small(_face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    # Rounded down: "48 px, 48 needed" would puzzle.
    return f"take it from nearer: the face is {int(measured.size_px)} px wide, {limits.min_face_px:.0f} needed"


def _turned(face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    most, pose = limits.of(face.landmarks.layout), measured.pose
    parts = (
        ("to the side", pose.yaw_deg, most.max_yaw_deg),
        ("up or down", pose.pitch_deg, most.max_pitch_deg),
        ("tilted", pose.roll_deg, most.max_roll_deg),
    )
    told = [f"{abs(turn):.0f} degrees {way}, at most {limit:.0f}" for way, turn, limit in parts if abs(turn) > limit]
    return f"the face must look into the camera: it is turned {' and '.join(told)}"


def _blurred(_face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    return (
        f"hold the camera still and focus on the face: sharpness {measured.sharpness:.3f}, "
        f"{limits.min_sharpness:.3f} needed"
    )


def _dark(_face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    return f"more light from the front: brightness {measured.brightness:.0f}, {limits.min_brightness:.0f} needed"


def _overexposed(_face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    return (
        f"less light, no flash: brightness {measured.brightness:.0f} (at most {limits.max_brightness:.0f}), "
        f"{measured.saturated:.0%} of the face is plain white (at most {limits.max_saturated:.0%})"
    )


def _flat(_face: Face, measured: FaceMeasures, limits: QualityLimits) -> str:
    return f"haze or a bad print: contrast {measured.contrast:.0f}, {limits.min_contrast:.0f} needed"


_HINTS: dict[Refusal, _Hint] = {
    Refusal.CUT_OFF: lambda *_: "the face touches the edge of the picture: take one with the whole head in it",
    Refusal.PRINTED: lambda *_: "this looks like a face on clothing: take a photograph of the person's own face",
    Refusal.SMALL: _small,
    Refusal.UNSURE: lambda *_: "it can hardly be told whether this is a face: take a clearer photograph",
    Refusal.TURNED: _turned,
    Refusal.COVERED: lambda *_: "mouth and nose must be seen: no mask, no hand, no scarf",
    Refusal.BLURRED: _blurred,
    Refusal.DARK: _dark,
    Refusal.OVEREXPOSED: _overexposed,
    Refusal.FLAT: _flat,
}
