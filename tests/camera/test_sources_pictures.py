import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from camera.errors import NotAPicture, NotAVideo
from camera.sources.headers import Broken, Size, jpeg_size, png_size
from camera.sources.image_folder import ImageFolder, natural_key
from camera.sources.pictures import decode_picture, read_picture
from tests.camera.films import encoded, picture

JPEG = encoded(picture(3))
PNG = encoded(picture(3), ".png")


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """EXIF with one entry, the orientation, put behind the start marker."""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def with_thumbnail(jpeg: bytes) -> bytes:
    """A whole small JPEG, end marker and all, inside an APP1 segment, as cameras write it."""
    small = encoded(picture(1, (32, 24)))
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(small) + 2) + small + jpeg[2:]


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises this size, complete but for the picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("name", ["张伟 正面.jpg", "照片.png"])
def test_a_picture_with_a_chinese_name_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(encoded(picture(3), path.suffix))
    image = read_picture(path)
    assert image.shape == (240, 320, 3)
    assert image.dtype == np.uint8


def test_a_photograph_of_a_phone_is_turned_upright() -> None:
    image = decode_picture(with_orientation(JPEG, 6), "phone.jpg")
    assert image.shape == (320, 240, 3)
    assert image[20, -20].min() > 200


@pytest.mark.parametrize(
    "stored",
    [
        picture(3).astype(np.uint16) * 257,
        cv2.cvtColor(picture(3), cv2.COLOR_BGR2GRAY),
        cv2.cvtColor(picture(3), cv2.COLOR_BGR2BGRA),
    ],
    ids=["16-bit", "grey", "alpha"],
)
def test_every_kind_of_png_comes_out_as_bgr_bytes(stored: NDArray[Any]) -> None:
    image = decode_picture(cv2.imencode(".png", stored)[1].tobytes(), "a.png")
    assert image.shape == (240, 320, 3)
    assert image.dtype == np.uint8
    assert abs(int(image[20, 20, 1]) - 255) < 2


@pytest.mark.parametrize("whole", [JPEG, PNG, with_thumbnail(JPEG)], ids=["jpeg", "png", "jpeg with thumbnail"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_picture_cut_off_is_refused_and_not_half_grey(whole: bytes, share: float) -> None:
    with pytest.raises(NotAPicture, match=r"a\.jpg is damaged") as caught:
        decode_picture(whole[: int(len(whole) * share)], "a.jpg")
    assert "Copy the file again" in caught.value.hint


def test_a_thumbnail_inside_is_not_taken_for_the_picture() -> None:
    assert jpeg_size(with_thumbnail(JPEG)) == jpeg_size(JPEG) == Size(320, 240)
    with pytest.raises(Broken):
        jpeg_size(with_thumbnail(JPEG)[:-2])


@pytest.mark.parametrize("whole", [JPEG, PNG, with_thumbnail(JPEG)])
def test_bytes_behind_the_end_do_no_harm(whole: bytes) -> None:
    assert decode_picture(whole + b"\0\0trailer", "a").shape == (240, 320, 3)


def test_a_png_with_a_flipped_bit_is_refused() -> None:
    damaged = bytearray(PNG)
    damaged[len(PNG) // 2] ^= 1
    with pytest.raises(NotAPicture, match="checksum"):
        decode_picture(bytes(damaged), "a.png")


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(NotAPicture, match="40000 x 30000") as caught:
        decode_picture(png_of_size(40_000, 30_000), "bomb.png")
    assert "smaller" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello\n", "text"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (bytes(50), "nothing known"),
    ],
)
def test_what_is_no_picture_is_named_for_what_it_is(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises(NotAPicture, match=words) as caught:
        read_picture(path)
    assert "a.jpg" in str(caught.value)


def test_a_missing_picture_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPicture, match="no such picture"):
        read_picture(tmp_path / "nowhere.jpg")
    with pytest.raises(NotAPicture, match="folder"):
        read_picture(tmp_path)


@given(st.binary(max_size=300))
def test_no_bytes_upset_the_header_readers(data: bytes) -> None:
    for read, start in ((jpeg_size, b"\xff\xd8\xff"), (png_size, b"\x89PNG\r\n\x1a\n")):
        try:
            size = read(start + data)
        except Broken:
            continue
        assert size.width_px >= 1


def test_a_folder_plays_in_natural_order_at_its_rate(tmp_path: Path) -> None:
    for number, name in enumerate(["2.jpg", "10.png", "1.JPG", "图片3.jpeg"]):
        (tmp_path / name).write_bytes(encoded(np.full((40, 40, 3), number * 60, np.uint8), ".png"))
    for ignored in ("readme.txt", "._1.jpg", "Thumbs.db"):
        (tmp_path / ignored).write_bytes(b"x")
    source = ImageFolder(tmp_path, "stills", pictures_per_s=4)
    frames = list(source)
    assert [int(frame.image[0, 0, 0]) for frame in frames] == [120, 0, 60, 180]
    assert [frame.at for frame in frames] == [0, 0.25, 0.5, 0.75]
    assert not source.live


def test_a_bad_picture_in_a_folder_is_named_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(JPEG)
    (tmp_path / "2.jpg").write_bytes(JPEG[:-500])
    frames = iter(ImageFolder(tmp_path, "stills"))
    assert next(frames).number == 0
    with pytest.raises(NotAVideo, match=r"2\.jpg is damaged"):
        next(frames)


def test_a_folder_without_pictures_and_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo, match=r"has no \.jpg"):
        ImageFolder(tmp_path, "stills")
    with pytest.raises(NotAVideo, match="no such folder"):
        ImageFolder(tmp_path / "nowhere", "stills")


@given(st.lists(st.text(max_size=8)))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    ordered = sorted(names, key=natural_key)
    assert [natural_key(name) for name in ordered] == sorted(map(natural_key, names))
