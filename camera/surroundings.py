"""A face with what is around it: the picture that goes with a sighting. Other people's faces are painted over."""

from collections.abc import Iterable

from camera.detectors.scaling import fitted
from camera.types import Box, Image

_GROWN = 0.6
_MAX_HEIGHT_PX = 320
# Detectors draw their boxes tight: hair and chin lie outside.
_PAINTED_GROWN = 0.25
# A box that covers the face itself to this extent is a second find of the same face.
_SAME_FACE = 0.4


def surroundings(image: Image, box: Box, others: Iterable[Box] = ()) -> Image:
    """The face with its surroundings, at most 320 px high; a copy, so that it does not hold the whole frame.

    `others` are the faces of other people in the same picture: each becomes one even patch, except where it covers
    the face itself.
    """
    part = box.grown(_GROWN).clipped(image.shape[1], image.shape[0])
    if part is None:
        raise ValueError(f"{box} lies outside a picture of {image.shape[1]}x{image.shape[0]}")
    crop = image[part.top : part.bottom, part.left : part.right].copy()
    _paint_over(crop, box.moved(-part.left, -part.top), [one.moved(-part.left, -part.top) for one in others])
    if part.height <= _MAX_HEIGHT_PX:
        return crop
    width = max(round(part.width * _MAX_HEIGHT_PX / part.height), 1)
    return fitted(crop, (width, _MAX_HEIGHT_PX))


def _paint_over(crop: Image, face: Box, others: Iterable[Box]) -> None:
    height, width = crop.shape[:2]
    patches = [one.grown(_PAINTED_GROWN).clipped(width, height) for one in others if one.overlap(face) < _SAME_FACE]
    own = face.clipped(width, height)
    kept = crop[own.top : own.bottom, own.left : own.right].copy() if own and any(patches) else None
    for patch in patches:
        if patch is not None:
            pixels = crop[patch.top : patch.bottom, patch.left : patch.right]
            pixels[:] = pixels.mean(axis=(0, 1))
    if own is not None and kept is not None:
        crop[own.top : own.bottom, own.left : own.right] = kept
