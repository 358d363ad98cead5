"""What recordings and streams share of FFmpeg: one thread, and pictures as the rest of the program wants them."""

import av.video.frame
import av.video.stream
import numpy as np

from camera.types import Image


def in_one_thread(stream: av.video.stream.VideoStream) -> bool:
    """Decode this stream in the thread that reads it: with more, frames come later. False: no decoder knows it."""
    codec: object = stream.codec_context  # None for an unknown codec, which PyAV's own types leave out
    if codec is None:
        return False
    stream.thread_type = "NONE"
    stream.codec_context.thread_count = 1
    return True


def upright_bgr(picture: av.video.frame.VideoFrame) -> Image:
    """Height x width x 3 BGR uint8, turned as the recording's display matrix says (phones film sideways).

    The matrix gives degrees counter-clockwise; players and np.rot90 turn the same way. Only quarter turns occur.
    """
    image = np.asarray(picture.to_ndarray(format="bgr24"), dtype=np.uint8)
    quarter_turns = round(picture.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(image, quarter_turns)) if quarter_turns else image
