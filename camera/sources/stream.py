"""A network camera: RTSP over TCP, or HTTP(S) (MJPEG and whatever FFmpeg reads)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import av
import av.container
import av.error
import av.video.frame

from camera.errors import CameraError, CameraLost, CameraRefused
from camera.sources.bounded import StillRunning, within
from camera.sources.decoding import frame_of, in_one_thread
from camera.sources.guard import ReadGuard
from camera.sources.masking import masked
from camera.types import Frame, Seconds

if TYPE_CHECKING:  # subscripted in annotations, which the compiled class does not allow
    from av.packet import Packet

DAMAGED_IN_A_ROW = 100
"""Packets that cannot be decoded one after the other before the camera counts as lost."""

_OPTIONS = {
    "rtsp_transport": "tcp",
    "analyzeduration": "500000",  # microseconds; FFmpeg's own 5 s delay the first frame by more than a second
    "probesize": "500000",
    # No "file": what a camera sends may not make this program open files.
    "protocol_whitelist": "rtsp,rtsps,rtp,tcp,udp,tls,http,https,httpproxy,crypto",
}
_PATH_HINT = "Check the part of the address behind the host; the camera's manual or its web page tells it."
_HOST_HINT = "Check the host name in the address, the network, and the cable and power of the camera."
_VIDEO_HINT = "Check in an ordinary player that the address plays video."


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How long to wait for a connection, and for the next piece of a stream."""

    open_s: Seconds = 5.0
    read_s: Seconds = 3.0

    def __post_init__(self) -> None:
        if not (self.open_s > 0 and self.read_s > 0):
            raise ValueError(f"time limits must be above 0, not {self}")


STREAM_LIMITS = StreamLimits()


class StreamCamera:
    """`Frame.at` is the time `clock` told when the frame was decoded.

    Raises CameraRefused for a wrong password, else CameraLost: nobody listens, no answer within `limits.open_s`,
    no such stream, not a video, nothing new within `limits.read_s`, ended. No error shows the password.
    """

    live = True

    def __init__(self, url: str, name: str, clock: Callable[[], Seconds], limits: StreamLimits = STREAM_LIMITS) -> None:
        self.name = name
        self._clock = clock
        self._limits = limits
        self._shown = masked(url)
        self._container = self._opened(url)
        self._guard = ReadGuard(self._container.close)

    def __iter__(self) -> Iterator[Frame]:
        with self._guard:
            for number, picture in enumerate(self._pictures()):
                yield frame_of(picture, self._clock(), number)
                if self._guard.closed:
                    return
            if not self._guard.closed:
                raise CameraLost(self.name, f"the stream of {self._shown} ended")

    def close(self) -> None:
        self._guard.close()

    def _pictures(self) -> Iterator[av.video.frame.VideoFrame]:
        stream = self._container.streams.video[0]
        packets = self._container.demux(stream)
        damaged = 0
        while damaged < DAMAGED_IN_A_ROW and not self._guard.closed:
            packet = self._next_packet(packets)
            if packet is None:
                return
            try:
                pictures = packet.decode()
            except av.error.FFmpegError:
                damaged += 1  # after a lost packet everything up to the next key frame is damaged
                continue
            damaged = 0
            for picture in pictures:
                if isinstance(picture, av.video.frame.VideoFrame):
                    yield picture

    def _next_packet(self, packets: "Iterator[Packet[Any]]") -> "Packet[Any] | None":
        failure: CameraError | None = None
        try:
            return next(packets, None)
        except av.error.ExitError:
            failure = CameraLost(self.name, f"{self._shown} sent nothing for {self._limits.read_s:g} s")
        except av.error.FFmpegError as error:
            failure = CameraLost(self.name, f"the stream of {self._shown} broke: {error.strerror}")
        raise failure

    def _opened(self, url: str) -> av.container.InputContainer:
        """Raised outside of the `except` blocks: FFmpeg's own error, which holds the password, must not be chained."""
        failure: CameraError
        try:
            # FFmpeg's time limit does not reach into the look-up of a host name; the thread's does.
            most_s = 2 * self._limits.open_s + 1
            container = within(most_s, partial(self._dial, url), _hang_up, av.error.FFmpegError, "open-stream")
        except StillRunning as error:
            failure = CameraLost(self.name, f"{self._shown}: {error}")
        except av.error.FFmpegError as error:
            failure = self._explained(error)
        else:
            if container.streams.video and in_one_thread(container.streams.video[0]):
                return container
            container.close()
            failure = CameraLost(self.name, f"{self._shown} sends no video that can be decoded", _VIDEO_HINT)
        raise failure

    def _dial(self, url: str) -> av.container.InputContainer:
        limits = (self._limits.open_s, self._limits.read_s)
        started_s = time.monotonic()
        try:
            return av.open(url, "r", container_options=_OPTIONS, timeout=limits)
        except av.error.InvalidDataError:
            # What RTSP says when its time is up; nothing else tells it from nonsense.
            if time.monotonic() - started_s < 0.9 * min(limits):
                raise
        raise av.error.ExitError(0, "time is up")

    def _explained(self, error: av.error.FFmpegError) -> CameraError:
        shown = self._shown
        if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
            return CameraRefused(self.name, f"{shown} refuses the user name or the password")
        if isinstance(error, av.error.ExitError):
            return CameraLost(self.name, f"{shown} does not answer within {self._limits.open_s:g} s")
        if isinstance(error, av.error.ConnectionRefusedError):
            return CameraLost(self.name, f"nobody listens at {shown}")
        if isinstance(error, av.error.HTTPNotFoundError):
            return CameraLost(self.name, f"the camera answers, but has no stream at {shown}", _PATH_HINT)
        if isinstance(error, av.error.InvalidDataError):
            return CameraLost(self.name, f"{shown} answers, but not with a video", _VIDEO_HINT)
        return CameraLost(self.name, f"{shown} cannot be opened: {error.strerror}", _HOST_HINT)


def _hang_up(container: av.container.InputContainer) -> None:
    container.close()
