"""Pictures as a network camera sends them: H.264 without B frames, cut into RTP payloads."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

from camera.types import Image

FPS = 25
_MOST_BYTES = 1400
"""Of one payload; larger units are sent in pieces (RFC 6184, FU-A)."""

_PARAMETER_SETS = (7, 8)


@dataclass(frozen=True, slots=True)
class Film:
    """`pictures`: for each picture its RTP payloads. The first one is a key frame, so that the film may be repeated."""

    pictures: tuple[tuple[bytes, ...], ...]
    parameter_sets: tuple[bytes, ...]


def filmed(images: Iterable[Image], bit_rate: int | None = None, key_every: int = 50) -> Film:
    """BGR pictures of one size as a film, 25 a second. `bit_rate` in bits a second; None keeps one quality instead."""
    encoder: Any = None
    packets: list[bytes] = []
    for number, image in enumerate(images):
        encoder = encoder or _encoder(image, bit_rate, key_every)
        picture = av.VideoFrame.from_ndarray(image, format="bgr24")
        picture.pts = number
        packets += map(bytes, encoder.encode(picture))
    if encoder is None:
        raise ValueError("a film of no pictures")
    packets += map(bytes, encoder.encode(None))
    units = [_units(packet) for packet in packets]
    sets = tuple(unit for unit in units[0] if unit[0] & 31 in _PARAMETER_SETS)
    return Film(tuple(tuple(piece for unit in each for piece in _pieces(unit)) for each in units), sets)


def _encoder(image: Image, bit_rate: int | None, key_every: int) -> Any:
    """As door cameras do: no B frames, key frames at an even distance, no scene detection."""
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = image.shape[:2]
    encoder.pix_fmt, encoder.time_base, encoder.thread_count = "yuv420p", Fraction(1, FPS), 1
    encoder.options = {
        "preset": "veryfast",
        "tune": "zerolatency",
        "g": str(key_every),
        "x264-params": "sliced-threads=0:scenecut=0",
    }
    if bit_rate is not None:
        encoder.bit_rate = bit_rate
    return encoder


def _units(packet: bytes) -> list[bytes]:
    """The NAL units between the start codes."""
    return [unit for part in packet.split(b"\0\0\1") if (unit := part.rstrip(b"\0"))]


def _pieces(unit: bytes) -> list[bytes]:
    if len(unit) <= _MOST_BYTES:
        return [unit]
    indicator, kind, body = unit[0] & 0xE0 | 28, unit[0] & 31, unit[1:]
    starts = range(0, len(body), _MOST_BYTES)
    ends = {starts[0]: 0x80, starts[-1]: 0x40}
    return [bytes([indicator, ends.get(at, 0) | kind]) + body[at : at + _MOST_BYTES] for at in starts]
