"""Recordings: any video file FFmpeg reads, every frame in order, one at a time."""

from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

import av
import av.container
import av.error
import av.stream
import av.video.frame
import av.video.stream

from camera.errors import NotAVideo
from camera.sources.decoding import frame_of, in_one_thread
from camera.sources.guard import ReadGuard
from camera.sources.kinds import HEAD_BYTES, PICTURES, kind_of
from camera.sources.progress import Progress
from camera.sources.timeline import Timeline
from camera.types import Frame

if TYPE_CHECKING:  # subscripted in annotations, which the compiled class does not allow
    from av.packet import Packet
    from av.stream import Stream

CONTAINERS = (
    "matroska,webm",
    "mov,mp4,m4a,3gp,3g2,mj2",
    *("avi", "gif", "mpegts", "mpeg", "flv", "asf", "ogg", "mxf", "dhav", "ivf", "nut"),
    *("h264", "hevc", "mpegvideo", "m4v", "mjpeg", "mpjpeg"),
)
"""What may be opened. Playlists and session descriptions are not among them: they would open further addresses."""

_OPTIONS = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
_COPY_AGAIN = "Copy the recording again from where it came from."
_CONVERT = "Let the recorder export it as H.264 in an .mp4 file."
_FALLBACK_RATE = 25.0


class VideoFile:
    """One recording. `Frame.at` is the presentation time in seconds; pixels are converted only when asked for.

    Raises NotAVideo when opened (missing, a folder, empty, a picture, text, sound only, unknown), and at the end of
    the iteration when the file broke on the way: the frames that could be had come first.
    """

    live = False

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        refuse_at_sight(path, name)
        self._container = _opened(path, name)
        self._guard = ReadGuard(self._container.close)
        self._stream = self._chosen_stream()
        self._progress = Progress(self._container, self._stream)
        rate = float(self._stream.average_rate or self._stream.guessed_rate or _FALLBACK_RATE)
        self._timeline = Timeline(1 / rate, (self._container.start_time or 0) / av.time_base)

    def __iter__(self) -> Iterator[Frame]:
        with self._guard:
            for picture in self._pictures():
                at_s = self._timeline.at(None if picture.pts is None else picture.time)
                self._progress.frames += 1
                self._progress.last_at_s = at_s
                yield frame_of(picture, at_s, self._progress.frames - 1)
            if not self._guard.closed:
                self._complain()

    def close(self) -> None:
        self._guard.close()

    def _pictures(self) -> Iterator[av.video.frame.VideoFrame]:
        """Every whole picture; what is damaged is noted in `_progress`, and reading goes on behind it."""
        packets = self._container.demux()
        while not self._guard.closed:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError as error:
                self._progress.note_damage(str(error.strerror))
                yield from self._decoded(None)
                return
            self._progress.note_packet(packet)
            if packet.stream_index == self._stream.index:
                yield from self._decoded(packet)

    def _decoded(self, packet: "Packet[Stream] | None") -> Iterator[av.video.frame.VideoFrame]:
        try:
            pictures = self._stream.decode(packet)
        except av.error.EOFError:
            return
        except av.error.FFmpegError as error:
            self._progress.note_damage(str(error.strerror))
            return
        for picture in pictures:
            if self._guard.closed:
                return
            if picture.is_corrupt:
                self._progress.note_damage("a picture is incomplete")
            else:
                yield picture

    def _chosen_stream(self) -> av.video.stream.VideoStream:
        why, hint = "has no moving pictures in it (sound only?)", NotAVideo.hint
        for stream in self._container.streams.video:
            if stream.disposition & av.stream.Disposition.attached_pic:
                continue
            if in_one_thread(stream):
                return stream
            why, hint = "is compressed in a way nobody here can decode", _CONVERT
        self._container.close()
        raise NotAVideo(self.name, f"{self._path} {why}", hint)

    def _complain(self) -> None:
        damage = self._progress.damage()
        if damage is None and self._container.format.name == "gif" and not _has_gif_trailer(self._path):
            damage = f"broken after {self._progress.frames} frames (it is cut off before its end)"
        if damage is not None:
            raise NotAVideo(self.name, f"{self._path} is {damage}", _COPY_AGAIN)
        if self._progress.frames == 0:
            raise NotAVideo(self.name, f"{self._path} has no frame in it")


def refuse_at_sight(path: Path, name: str) -> None:
    """Raises NotAVideo for what needs no decoder to be seen as wrong."""
    try:
        if path.is_dir():
            raise NotAVideo(name, f"{path} is a folder, not a video file")
        if path.exists() and not path.is_file():  # a pipe or a device: opening it may never end
            raise NotAVideo(name, f"{path} is no file")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise NotAVideo(name, f"no such file: {path}", "Check the spelling of the path.") from error
    except OSError as error:
        raise NotAVideo(name, f"{path} cannot be read: {error.strerror}", "Check who may read the file.") from error
    if not head:
        raise NotAVideo(name, f"{path} is empty (0 bytes)", _COPY_AGAIN)
    kind = kind_of(head)
    if kind in PICTURES:
        raise NotAVideo(name, f"{path} is a {kind} picture, not a video", "Give the folder the pictures are in.")
    if kind in ("text", "PDF", "ZIP"):
        raise NotAVideo(name, f"{path} is not a video (it looks like {kind})")


def _has_gif_trailer(path: Path) -> bool:
    """GIF89a specification, section 27: the one sign of a whole GIF, which does not say how long it is."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, HEAD_BYTES), SEEK_END)
        return file.read().rstrip(b"\0").endswith(b";")


def _opened(path: Path, name: str) -> av.container.InputContainer:
    try:
        # An absolute path, so that a name like "http:x.mp4" is a file and not an address.
        return av.open(str(path.absolute()), "r", container_options=_OPTIONS)
    except av.error.FFmpegError as error:
        why = f"{path} is not a video that can be read: {error.strerror} (wrong type, or cut off before its index)"
        raise NotAVideo(name, why) from error
