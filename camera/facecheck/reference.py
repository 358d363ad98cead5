"""The photograph somebody is compared with: from a card's chip or a hospital's record, small or large."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from camera.engine import Engine
from camera.errors import NotAPicture
from camera.quality import QualityLimits
from camera.sources.kinds import kind_of
from camera.sources.pictures import decode_picture
from camera.types import Embedding, Face, Image

_SMALLEST_FACE_PX = 36
_SHORTER_SIDE_PX = 240
_BESIDE = 0.35
_SECOND_FACE = 0.6
_SURE = QualityLimits.for_enrolment()
_MOST_BMP_PX = 4096


def reference_embedding(engine: Engine, photograph: bytes) -> Embedding | None:
    """None: no picture, no face in it, or two of about the same size. Raises ModelError as the engine does."""
    try:
        image = _decoded(photograph)
    except NotAPicture:
        return None
    for attempt, min_face_px in _attempts(image):
        faces = engine.faces(attempt, min_face_px)
        if faces:
            face = _only(faces)
            return None if face is None else engine.embed(attempt, [face])[0]
    return None


def _decoded(photograph: bytes) -> Image:
    """Card readers give BMP as well, which nothing else here takes."""
    if kind_of(photograph[:512]) != "BMP":
        return decode_picture(photograph, "the reference photograph")
    width, height = (int.from_bytes(photograph[at : at + 4], "little", signed=True) for at in (18, 22))
    if not (0 < width <= _MOST_BMP_PX and 0 < abs(height) <= _MOST_BMP_PX):
        raise NotAPicture("the reference photograph is a BMP of an impossible size")
    image = cv2.imdecode(np.frombuffer(photograph, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise NotAPicture("the reference photograph is a damaged BMP")
    return image.astype(np.uint8, copy=False)


def _attempts(image: Image) -> Iterator[tuple[Image, int]]:
    """As it is; then enlarged, with room around: chips hold 102x126 pixels, of which the face fills nearly all."""
    shorter = min(image.shape[:2])
    yield image, max(_SMALLEST_FACE_PX, shorter // 5)
    larger = max(_SHORTER_SIDE_PX / shorter, 1.0)
    grown = cv2.resize(image, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC)
    beside = round(_BESIDE * min(grown.shape[:2]))
    border = cv2.copyMakeBorder(grown, beside, beside, beside, beside, cv2.BORDER_REPLICATE)
    padded = np.asarray(border, np.uint8)
    yield padded, max(_SMALLEST_FACE_PX, min(grown.shape[:2]) // 5)
    yield padded, _SMALLEST_FACE_PX


def _only(faces: Sequence[Face]) -> Face | None:
    """The face, when no other that is surely one comes near it in size: somebody may stand far behind."""
    largest, *rest = sorted(faces, key=lambda face: -face.box.area)
    rest = [face for face in rest if face.confidence >= _SURE.of(face.landmarks.layout).sure]
    return None if any(face.box.area**0.5 > _SECOND_FACE * largest.box.area**0.5 for face in rest) else largest
