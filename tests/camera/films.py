"""Small video files and network cameras' pictures, made by the tests themselves."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from camera.types import Image

SIZE = (320, 240)


def picture(number: int, size: tuple[int, int] = SIZE) -> Image:
    """Grey by number, with a white corner at the top left and some grain that keeps encoders busy."""
    width, height = size
    image = np.full((height, width, 3), number * 4 % 200, np.uint8)
    grain = np.random.default_rng(number).integers(0, 255, (height // 4, width // 4, 3), dtype=np.uint8)
    image[height // 2 : height // 2 + height // 4, width // 2 : width // 2 + width // 4] = grain
    image[: height // 4, : width // 4] = 255
    return image


def film(
    path: Path,
    frames: int = 50,
    codec: str = "libx264",
    size: tuple[int, int] = SIZE,
    rotation_deg: int = 0,
    stamps: list[int] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """25 frames a second; `stamps` are presentation times in 1/25 s for each frame."""
    with av.open(str(path), "w", options=options or {}) as container:
        stream: Any = container.add_stream(codec, rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "rgb8" if codec == "gif" else "yuv420p"
        if rotation_deg:
            stream.set_display_rotation(rotation_deg)
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(number, size), format="bgr24")
            frame.pts, frame.time_base = (stamps[number] if stamps else number), Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def sound(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def encoded(image: Image, suffix: str = ".jpg") -> bytes:
    return cv2.imencode(suffix, image)[1].tobytes()


def h264_units(frames: int, size: tuple[int, int] = SIZE) -> list[list[bytes]]:
    """For each frame its H.264 NAL units, parameter sets with the key frames."""
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height = size
    encoder.pix_fmt, encoder.time_base, encoder.thread_count = "yuv420p", Fraction(1, 25), 1
    encoder.options = {"tune": "zerolatency", "g": "10", "x264-params": "sliced-threads=0"}
    packets = []
    for number in range(frames):
        packets += encoder.encode(av.VideoFrame.from_ndarray(picture(number, size), format="bgr24"))
    packets += encoder.encode(None)
    return [[unit.strip(b"\0") for unit in bytes(packet).split(b"\0\0\1") if unit.strip(b"\0")] for packet in packets]
