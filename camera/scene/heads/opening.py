"""The address `fake:patient?portrait=...` turned into a camera."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np

from camera.errors import CameraError, CameraPackageError
from camera.scene.cast import PORTRAIT_FACE
from camera.scene.heads.patient import DrawnPatient, PatientCamera, PatientOptions
from camera.scene.heads.texture import EYES_APART, MOUTH_BELOW_EYES, NOSE_BELOW_EYES, head_texture
from camera.scene.portraits import packaged_people
from camera.sources.pictures import read_picture
from camera.types import Box, Face, Image, Landmarks, Seconds

OPTIONS = ("portrait", "who", "cycles", "live")
HINT = (
    "Understood are fake:patient and, behind a '?' and joined by '&': portrait=FILE (a frontal photograph; else "
    "portrait=packaged), who=1 (the second of the packaged people), cycles=0 (moves only when asked), live=0 (a "
    "recording of a minute)."
)


def patient_camera(query: str, name: str, clock: Callable[[], Seconds]) -> PatientCamera:
    """`query` is what follows '?'. Raises CameraError for what is not understood, CameraPackageError: no portrait."""
    try:
        options = _options(query)
    except ValueError as error:
        raise CameraError(name, f"fake:patient?{query} is not understood: {error}", HINT) from error
    return PatientCamera(DrawnPatient(texture_of(options), cycles=options.cycles), name, clock, live=options.live)


def texture_of(options: PatientOptions) -> Image:
    """The photograph on its head. Raises CameraPackageError: no such file, not a picture, nobody of that number."""
    if options.portrait != "packaged":
        photograph = read_picture(Path(options.portrait))
        return head_texture(photograph, _found(photograph) or _supposed(photograph))
    people = packaged_people()
    if options.who >= len(people):
        raise CameraPackageError(f"there are {len(people)} packaged people, not {options.who + 1}", HINT)
    person = people[options.who]
    return head_texture(person.portrait, _found(person.portrait, person.face) or _within(person.face))


def _found(photograph: Image, where: Box | None = None) -> Landmarks | None:
    """By dlib where it runs; the largest face, or the one in this box."""
    try:
        from camera.embedders.dlib_probe import require_dlib

        require_dlib()
        from camera.detectors.hog import HogDetector  # imports dlib

        faces = HogDetector().detect(photograph, max(40, min(photograph.shape[:2]) // 6))
    except CameraPackageError:
        return None
    if where is not None:
        faces = [face for face in faces if face.box.overlap(where) > 0.3]
    return max(faces, key=_size).landmarks if faces else None


def _size(face: Face) -> int:
    return face.box.area


def _supposed(photograph: Image) -> Landmarks:
    """Where a plain portrait has its face."""
    height, width = photograph.shape[:2]
    left, top, right, bottom = PORTRAIT_FACE
    return _within(Box(round(left * width), round(top * height), round(right * width), round(bottom * height)))


def _within(face: Box) -> Landmarks:
    """Five points of ordinary measure in a face box."""
    (x, _), width, eyes_y = face.centre, face.width, face.top + 0.36 * face.height
    half_eyes, half_mouth = 0.5 * EYES_APART * width, 0.17 * width
    nose_y, mouth_y = eyes_y + NOSE_BELOW_EYES * width, eyes_y + MOUTH_BELOW_EYES * width
    points = [(x - half_eyes, eyes_y), (x + half_eyes, eyes_y), (x, nose_y), (x - half_mouth, mouth_y)]
    return Landmarks(np.array([*points, (x + half_mouth, mouth_y)], np.float32), "five-points")


def _options(query: str) -> PatientOptions:
    given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}
    for key in given:
        if key not in OPTIONS:
            close = get_close_matches(key, OPTIONS, 1)
            raise ValueError(f"unknown {key!r}{f' (did you mean {close[0]!r}?)' if close else ''}")
    return PatientOptions(
        portrait=given.get("portrait", "packaged"),
        who=int(given.get("who", "0")),
        cycles=_flag(given.get("cycles", "1")),
        live=_flag(given.get("live", "1")),
    )


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"0 or 1 is wanted, not {text!r}")
    return text == "1"
