"""Photographs: read whole or not at all, turned upright, as BGR."""

from pathlib import Path

import cv2
import numpy as np

from camera.errors import NotAPicture
from camera.sources.headers import Broken, Size, jpeg_size, png_size
from camera.sources.kinds import kind_of
from camera.types import Image

MOST_PIXELS = 100_000_000
MOST_BYTES = 300_000_000

_MISSING = "Check the spelling of the path."
_COPY_AGAIN = "Copy the file again from where it came from, or take the photograph anew."
_CONVERT = "Open it in a picture viewer and save it as JPEG or PNG."
_SMALLER = "Save it smaller: a photograph of a face needs no more than 20 megapixels."


def read_picture(path: Path) -> Image:
    """A JPEG or PNG file as height x width x 3 BGR uint8, turned as its EXIF orientation says.

    Raises NotAPicture, always naming the file: missing, a folder, empty, cut off, damaged, not a JPEG or PNG,
    or larger than MOST_PIXELS (decided before anything is decoded).
    """
    try:
        if path.is_dir():
            raise NotAPicture(f"{path} is a folder, not a picture", "Name the pictures in it one by one.")
        if path.stat().st_size > MOST_BYTES:
            raise NotAPicture(f"{path} is larger than {MOST_BYTES // 1_000_000} MB", _SMALLER)
        data = np.fromfile(path, np.uint8).tobytes()
    except FileNotFoundError as error:
        raise NotAPicture(f"no such picture: {path}", _MISSING) from error
    except OSError as error:
        raise NotAPicture(f"{path} cannot be read: {error.strerror}", "Check who may read the file.") from error
    return decode_picture(data, str(path))


def decode_picture(data: bytes, name: str, most_pixels: int = MOST_PIXELS) -> Image:
    """The picture in these bytes, as read_picture gives it; `name` stands in the errors."""
    size = _checked_size(data, name)
    if size.width_px * size.height_px > most_pixels:
        raise NotAPicture(f"{name} has {size.width_px} x {size.height_px} pixels, too many", _SMALLER)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise NotAPicture(f"{name} cannot be decoded: {error.err}", _COPY_AGAIN) from error
    if image is None:
        raise NotAPicture(f"{name} is damaged: it cannot be decoded", _COPY_AGAIN)
    return image.astype(np.uint8, copy=False)


def _checked_size(data: bytes, name: str) -> Size:
    """OpenCV decodes a photograph cut off half-way, with grey below the cut: so completeness is checked here."""
    if not data:
        raise NotAPicture(f"{name} is empty (0 bytes)", _COPY_AGAIN)
    kind = kind_of(data[:512])
    try:
        if kind == "JPEG":
            return jpeg_size(data)
        if kind == "PNG":
            return png_size(data)
    except Broken as error:
        raise NotAPicture(f"{name} is damaged: {error}", _COPY_AGAIN) from error
    raise NotAPicture(f"{name} is not a JPEG or PNG picture (it looks like {kind or 'nothing known'})", _CONVERT)
