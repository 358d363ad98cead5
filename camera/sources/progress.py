"""How far a recording was read, and whether it broke on the way."""

from typing import TYPE_CHECKING

import av
import av.container
import av.video.stream

from camera.types import Seconds

if TYPE_CHECKING:  # subscripted in annotations, which the compiled class does not allow
    from av.packet import Packet
    from av.stream import Stream

_DURATION_IN_HEADER = frozenset({"matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2"})
_FRAMES_IN_HEADER = frozenset({"avi"})
_TOLERANCE_S = 0.5
_TOLERANCE_SHARE = 0.02


class Progress:
    """Compares what came out of a file with what its header promises.

    A Matroska file cut in the middle just ends for the demuxer: only the promise shows it. Every stream counts for
    how far the file reaches, since sound may go on after the last picture.
    """

    def __init__(self, container: av.container.InputContainer, stream: av.video.stream.VideoStream) -> None:
        self.frames = 0
        self.last_at_s: Seconds = 0.0
        self._promised_s = _promised_s(container, stream)
        self._reached_s: Seconds = 0.0
        self._first_damage: str | None = None

    def note_packet(self, packet: "Packet[Stream]") -> None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is not None and packet.time_base is not None:
            end_s = float((stamp + (packet.duration or 0)) * packet.time_base)
            self._reached_s = max(self._reached_s, end_s)

    def note_damage(self, why: str) -> None:
        """Damage before the first picture is no news: a recording cut out of a stream begins in the middle."""
        if self._first_damage is None and self.frames > 0:
            self._first_damage = f"broken after {self.frames} frames at {self.last_at_s:.2f} s ({why})"

    def damage(self) -> str | None:
        """What is wrong with the file that was read to its end; None when nothing is."""
        if self._first_damage is not None:
            return f"{self._first_damage}; {self.frames} frames could be read"
        missing_s = self._promised_s - self._reached_s
        if self.frames and missing_s > max(_TOLERANCE_S, _TOLERANCE_SHARE * self._promised_s):
            where = f"broken after {self.frames} frames at {self.last_at_s:.2f} s"
            return f"{where} (the file ends there, its header promises {self._promised_s:.2f} s)"
        return None


def _promised_s(container: av.container.InputContainer, stream: av.video.stream.VideoStream) -> Seconds:
    """Where the file should end; 0 when its header does not say."""
    kind = container.format.name
    if kind in _DURATION_IN_HEADER and container.duration:
        return ((container.start_time or 0) + container.duration) / av.time_base
    if kind in _FRAMES_IN_HEADER and stream.frames and stream.average_rate:
        return stream.frames / float(stream.average_rate)
    return 0.0
