"""From a photograph's file to the one face in it, or to the reason why not."""

import dataclasses
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from camera.engine import Engine
from camera.errors import NotAPicture
from camera.measures import measure
from camera.quality import FaceMeasures, QualityLimits, refusals
from camera.sources.pictures import MOST_BYTES, decode_picture
from camera.types import Face, Image
from scripts.people.words import quality_hint
from watchlist.enrolment import EnrolmentLimits, FaceFacts, Reason, Refusal, main_face

# Beyond this one eye is all but hidden, and what an embedder makes of it resembles other profiles.
WEAK_YAW_DEG = 65.0


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """A file with one face that may be compared: its aligned crop, and how many bystanders were passed over.

    `weak` says why it is only taken when the person has no better one; None for a good photograph.
    """

    path: Path
    data: bytes
    crop: Image
    passed_over: int
    turned_deg: float
    weak: Refusal | None


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """The face that is meant, among all of its picture."""

    image: Image
    face: Face
    measured: FaceMeasures
    others: Sequence[Face]


def read_file(path: Path) -> bytes | Refusal:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe or a device: reading it may never end
            return Refusal(Reason.UNREADABLE, "it is no file: give a JPEG or PNG file")
        if about.st_size > MOST_BYTES:
            return Refusal(Reason.NOT_A_PICTURE, "the file is too large for a photograph: save it smaller")
        return path.read_bytes()
    except OSError as error:
        return Refusal(Reason.UNREADABLE, f"{error.strerror or error}: check that the file is there and may be read")


class Examiner:
    """Looks at photographs one by one with the engine's detector and the quality gate of enrolment."""

    def __init__(self, engine: Engine, limits: EnrolmentLimits, quality: QualityLimits | None = None) -> None:
        self._engine = engine
        self._limits = limits
        self._quality = quality or QualityLimits.for_enrolment()
        self._weak_quality = dataclasses.replace(
            self._quality,
            five_points=dataclasses.replace(self._quality.five_points, max_yaw_deg=WEAK_YAW_DEG),
            eye_corners=dataclasses.replace(self._quality.eye_corners, max_yaw_deg=WEAK_YAW_DEG),
        )

    def examine(self, path: Path, data: bytes) -> Photograph | Refusal:
        """The photograph's face when it is good enough to be compared for months."""
        chosen = self._choose(data, path.name)
        if isinstance(chosen, Refusal):
            return chosen
        good = _refusal(chosen, self._quality)
        if good is not None and _refusal(chosen, self._weak_quality) is not None:
            return good
        turned = abs(chosen.measured.pose.yaw_deg)
        return Photograph(path, data, self._crop(chosen), len(chosen.others) - 1, turned, good)

    def face_again(self, data: bytes) -> Image | None:
        """The aligned face of a photograph that was taken before, perhaps with another detector; None when it is not
        to be found or there are several now."""
        chosen = self._choose(data, "an enrolled photograph")
        return None if isinstance(chosen, Refusal) else self._crop(chosen)

    def _choose(self, data: bytes, name: str) -> _Chosen | Refusal:
        try:
            image = decode_picture(data, name)
        except NotAPicture as error:
            return Refusal(Reason.NOT_A_PICTURE, f"{error}. {error.hint}")
        # Down to half the size needed: so a face that is too small is told as such, and bystanders are seen.
        faces = self._engine.faces(image, round(self._quality.min_face_px / 2))
        measured = [measure(image, face) for face in faces]
        facts = [self._facts(face, one, faces) for face, one in zip(faces, measured, strict=True)]
        main = main_face(facts, self._limits)
        if isinstance(main, Refusal):
            return main
        return _Chosen(image, faces[main.place], measured[main.place], faces)

    def _facts(self, face: Face, measured: FaceMeasures, others: Sequence[Face]) -> FaceFacts:
        faults = refusals(face, measured, self._quality, others)
        return FaceFacts(measured.size_px, measured.sharpness, tuple(str(fault) for fault in faults))

    def _crop(self, chosen: _Chosen) -> Image:
        return self._engine.crops(chosen.image, [chosen.face])[0]


def _refusal(chosen: _Chosen, limits: QualityLimits) -> Refusal | None:
    """The weightiest reason of the quality gate against the face, None when it passes."""
    for reason in refusals(chosen.face, chosen.measured, limits, chosen.others):
        return Refusal(reason.replace(" ", "-"), quality_hint(reason, chosen.face, chosen.measured, limits))
    return None
