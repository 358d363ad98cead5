"""Size and completeness of JPEG and PNG files, from their structure, with nothing decoded. PURE.

JPEG: ITU-T T.81 annex B (markers and segments). PNG: W3C PNG specification, chunk layout.
"""

import zlib
from dataclasses import dataclass
from struct import unpack_from

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01, _SOI}
_PNG_SIGNATURE_BYTES = 8


class Broken(Exception):
    """The file ends too early or contradicts itself; the text says where."""


@dataclass(frozen=True, slots=True)
class Size:
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise Broken(f"its size is {self.width_px} x {self.height_px}")


def jpeg_size(data: bytes) -> Size:
    """The size of a complete JPEG; bytes after its end marker are allowed. Raises Broken."""
    size: Size | None = None
    place = 2
    while True:
        marker, place = _next_marker(data, place)
        if marker == _EOI:
            if size is None:
                raise Broken("it has no picture in it")
            return size
        if marker in _ALONE:
            continue
        length = _length(data, place)
        if marker in _FRAME_HEADERS:
            _must_be_first(size)
            size = _frame_size(data, place)
        place += length


def _must_be_first(size: Size | None) -> None:
    """Else the size that is told is not the one that is decoded."""
    if size is not None:
        raise Broken("it tells its size twice")


def _next_marker(data: bytes, place: int) -> tuple[int, int]:
    """The next marker at or after `place` and where its segment begins; coded picture data is passed over."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise Broken("it is cut off before its end")
        code = data[place + 1]
        if code not in (0x00, 0xFF):
            return code, place + 2
        place += 1 if code == 0xFF else 2


def _length(data: bytes, place: int) -> int:
    if place + 2 > len(data):
        raise Broken("it is cut off before its end")
    (length,) = unpack_from(">H", data, place)
    if length < 2:
        raise Broken("it has a segment of no length")
    return int(length)


def _frame_size(data: bytes, place: int) -> Size:
    if place + 7 > len(data):
        raise Broken("it is cut off before its end")
    height_px, width_px = unpack_from(">HH", data, place + 3)
    return Size(width_px, height_px)


def png_size(data: bytes) -> Size:
    """The size of a complete PNG whose chunks all keep their checksums. Raises Broken."""
    size: Size | None = None
    place = _PNG_SIGNATURE_BYTES
    while True:
        if place + 12 > len(data):
            raise Broken("it is cut off before its end")
        (length,) = unpack_from(">I", data, place)
        end = place + 12 + length
        if end > len(data):
            raise Broken("it is cut off before its end")
        body = memoryview(data)[place + 4 : end - 4]
        if zlib.crc32(body) != unpack_from(">I", data, end - 4)[0]:
            raise Broken(f"the part at byte {place} does not keep its checksum")
        kind = bytes(body[:4])
        if kind == b"IHDR" and length >= 8:
            _must_be_first(size)
            size = Size(*unpack_from(">II", body, 4))
        if kind == b"IEND":
            if size is None:
                raise Broken("it has no picture in it")
            return size
        place = end
