"""Pictures from whomever."""

import zlib
from struct import pack

import cv2
import numpy as np
import pytest

from camera.errors import NotAPicture
from camera.side_by_side import to_jpeg
from camera.sources.cleaning import LONGEST_SIDE_PX, cleaned_picture
from camera.sources.pictures import decode_picture


def test_nothing_is_left_but_what_the_picture_shows() -> None:
    picture = to_jpeg(np.full((60, 80, 3), 90, np.uint8))
    remark = b"\xff\xfe\x00\x09GPS 1,2"
    kept = cleaned_picture(picture[:2] + remark + picture[2:] + b"a film behind the picture", "it")
    assert kept.startswith(b"\xff\xd8")
    assert kept.endswith(b"\xff\xd9")
    assert b"GPS" not in kept
    assert b"film" not in kept
    assert decode_picture(kept, "it").shape == (60, 80, 3)


def test_a_large_one_is_made_smaller_and_a_huge_one_is_not_opened() -> None:
    large = cleaned_picture(to_jpeg(np.zeros((3000, 1500, 3), np.uint8)), "it")
    assert decode_picture(large, "it").shape[:2] == (LONGEST_SIDE_PX, LONGEST_SIDE_PX // 2)
    png = cv2.imencode(".png", np.zeros((5001, 5001, 1), np.uint8))[1].tobytes()
    with pytest.raises(NotAPicture, match="too many"):
        cleaned_picture(png, "it")


@pytest.mark.parametrize("data", [b"", b"rubbish", b"GIF89a", to_jpeg(np.zeros((9, 9, 3), np.uint8))[:60]])
def test_what_is_no_picture_is_refused_with_a_hint(data: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        cleaned_picture(data, "it")
    assert refused.value.hint


def small_jpeg_that_is_huge() -> bytes:
    """Its first frame header is what is decoded; a second one behind the picture says that it is small."""
    data = to_jpeg(np.zeros((9, 9, 3), np.uint8))
    place = data.index(b"\xff\xc0")
    header = data[place : place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")]
    huge = header[:5] + pack(">HH", 6000, 6000) + header[9:]
    return data[:-2].replace(header, huge) + header + data[-2:]


def small_png_that_is_huge() -> bytes:
    data = cv2.imencode(".png", np.zeros((9, 9, 1), np.uint8))[1].tobytes()
    small = data[8:33]
    body = b"IHDR" + pack(">II", 6000, 6000) + small[16:21]
    huge = small[:4] + body + pack(">I", zlib.crc32(body))
    return data[:8] + huge + data[33:-12] + small + data[-12:]


@pytest.mark.parametrize("data", [small_jpeg_that_is_huge(), small_png_that_is_huge()], ids=["jpeg", "png"])
def test_one_that_tells_two_sizes_is_not_opened(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[object] = []
    monkeypatch.setattr(cv2, "imdecode", lambda *asked: decoded.append(asked))
    with pytest.raises(NotAPicture):
        cleaned_picture(data, "it")
    assert decoded == []
