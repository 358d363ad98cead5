"""What recordings and streams share of FFmpeg: one thread, and pictures as the rest of the program wants them."""

from functools import partial

import av.video.frame
import av.video.stream
import numpy as np

from camera.types import Frame, Image, Luma, Seconds


def in_one_thread(stream: av.video.stream.VideoStream) -> bool:
    """Decode this stream in the thread that reads it: with more, frames come later. False: no decoder knows it."""
    codec: object = stream.codec_context  # None for an unknown codec, which PyAV's own types leave out
    if codec is None:
        return False
    stream.thread_type = "NONE"
    stream.codec_context.thread_count = 1
    return True


_LUMA_FIRST = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "nv21", "gray"})
"""Pixel formats whose first plane is the brightness, one byte a pixel."""


def frame_of(picture: av.video.frame.VideoFrame, at: Seconds, number: int) -> Frame:
    """The decoder's picture; nothing is converted before somebody asks for it."""
    luma = partial(_luma, picture) if picture.format.name in _LUMA_FIRST else None
    return Frame(partial(upright_bgr, picture), at, number, luma)


def _luma(picture: av.video.frame.VideoFrame) -> Luma:
    """A view of the decoder's own copy, as it lies there: not turned."""
    plane = picture.planes[0]
    rows: Luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    return rows[: picture.height, : picture.width]


def upright_bgr(picture: av.video.frame.VideoFrame) -> Image:
    """Height x width x 3 BGR uint8, turned as the recording's display matrix says (phones film sideways).

    The matrix gives degrees counter-clockwise; players and np.rot90 turn the same way. Only quarter turns occur.
    """
    image = np.asarray(picture.to_ndarray(format="bgr24"), dtype=np.uint8)
    quarter_turns = round(picture.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(image, quarter_turns)) if quarter_turns else image
