"""Pictures into a video file."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import av.container
import av.error
import av.video.stream

from camera.errors import CameraPackageError
from camera.types import Image

_HINT = "Check that the folder exists, may be written to, and has room."


def write_video(path: Path, fps: float, size: tuple[int, int], frames: Iterable[Image]) -> int:
    """Encode BGR pictures of `size` (width, height; even numbers) and return how many; the suffix says the container.

    H.264 where this build of FFmpeg has an encoder for it, else MPEG-4. Raises CameraPackageError when the file
    cannot be written.
    """
    if not fps > 0 or any(side < 2 or side % 2 for side in size):
        raise ValueError(f"fps above 0 and an even width and height wanted, not {fps} and {size}")
    with _created(path) as container:
        try:
            return _encode(container, _stream(container, fps, size), frames)
        except av.error.FFmpegError as error:
            raise CameraPackageError(f"{path} cannot be written: {error.strerror}", _HINT) from error


def _created(path: Path) -> av.container.OutputContainer:
    try:
        return av.open(str(path.absolute()), "w")
    except av.error.FFmpegError as error:
        raise CameraPackageError(f"{path} cannot be written: {error.strerror}", _HINT) from error
    except ValueError as error:  # PyAV's word for a suffix it does not know
        raise CameraPackageError(f"{path} cannot be written: {error}", "Use the suffix .mp4 or .mkv.") from error


def _stream(container: av.container.OutputContainer, fps: float, size: tuple[int, int]) -> av.video.stream.VideoStream:
    codec: Literal["libx264", "mpeg4"] = "libx264" if "libx264" in av.codecs_available else "mpeg4"
    stream = container.add_stream(codec, rate=Fraction(fps).limit_denominator(1001))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.options = {"crf": "20", "preset": "veryfast"} if codec == "libx264" else {"qscale": "3"}
    return stream


def _encode(
    container: av.container.OutputContainer, stream: av.video.stream.VideoStream, frames: Iterable[Image]
) -> int:
    container.start_encoding()
    count = 0
    for image in frames:
        picture = av.VideoFrame.from_ndarray(image, format="bgr24")
        container.mux(stream.encode(picture))
        count += 1
    container.mux(stream.encode(None))
    return count
