"""One process a camera: opens it, runs the pipeline, sends what it sees, opens it again when it is lost or stays dead.

It never holds a list and never writes a file. It ends when it is told to, when a recording ends, or when the
program that started it is gone.
"""

import dataclasses
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Protocol

from camera.backoff import Backoff
from camera.errors import CameraError, CameraLost, CameraPackageError, CameraRefused
from camera.messages import (
    CameraCondition,
    CameraState,
    FromWorker,
    Heartbeat,
    Report,
    ShowPictures,
    Stop,
    Thumbnail,
    WorkerSpec,
)
from camera.picture_watch import WORDS, PictureWatch
from camera.pipeline import FacePipeline
from camera.sources.newest import LiveReader
from camera.sources.protocol import FrameSource
from camera.thumbnails import Thumbnails
from camera.types import Frame, PipelineCounts, Seconds, Sighting, TrackEnded

HEARTBEAT_EVERY_S = 2.0
NO_FRAME_IS_LOST_AFTER_S = 10.0
REFUSED_WAIT_S = 60.0
"""At least so long until a refused password is tried again: after a few wrong ones many cameras lock everybody out."""

TAKE_WAIT_S = 0.5
LATE_IS_DROPPED_S = 1.0
STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")


class Channel(Protocol):
    """The worker's end of the line: multiprocessing's Connection, or a fake."""

    def send(self, message: FromWorker, /) -> None: ...
    def recv(self) -> object: ...
    def poll(self, timeout: float = 0.0, /) -> bool: ...


class Recognition(Protocol):
    """What looks at the frames: camera.pipeline.FacePipeline, or one that works for several readers."""

    @property
    def counts(self) -> PipelineCounts: ...
    def feed(self, frame: Frame) -> Iterable[Sighting | TrackEnded]: ...
    def finish(self, at: Seconds) -> Iterable[Sighting | TrackEnded]: ...


class Stopped(Exception):
    """The supervisor said stop, or is gone."""


class CameraWorker:
    """Runs one camera until it is stopped.

    `make_pipeline(live)` is asked once, when the camera first opened. `clock` is monotonic and the same for all
    workers of a PC. Without `pictures` a live camera is well as long as it sends any.
    """

    def __init__(
        self,
        camera: str,
        channel: Channel,
        make_pipeline: Callable[[bool], Recognition],
        open_camera: Callable[[], FrameSource],
        clock: Callable[[], Seconds] = time.monotonic,
        pictures: PictureWatch | None = None,
        refused_wait_s: Seconds = REFUSED_WAIT_S,
    ) -> None:
        self._camera = camera
        self._channel = channel
        self._make_pipeline = make_pipeline
        self._pipeline: Recognition | None = None
        self._open = open_camera
        self._clock = clock
        self._pictures = pictures
        self._refused_wait_s = refused_wait_s
        self._backoff = Backoff()
        self._thumbnails = Thumbnails()
        self._told: CameraCondition | None = None
        self._dropped = 0
        self._beat_at = float("-inf")

    def run(self) -> None:
        try:
            while not self._one_opening():
                pass
        except (Stopped, EOFError, BrokenPipeError, ConnectionResetError):
            pass
        finally:
            self._last_words()

    def _one_opening(self) -> bool:
        """Open and read until the camera is lost or to be opened anew; True when a recording has ended."""
        try:
            with closing(self._open()) as source:
                self._pipeline = self._pipeline or self._make_pipeline(source.live)
                if source.live:
                    self._read_live(source, self._pipeline)
                    return False
                self._say(CameraCondition.LIVE)
                self._read_recording(source, self._pipeline)
        except CameraError as error:
            wait_s = self._backoff.failed(self._clock())
            self._say(CameraCondition.LOST, error.why, error.hint)
            self._wait(max(wait_s, self._refused_wait_s) if isinstance(error, CameraRefused) else wait_s)
            return False
        self._say(CameraCondition.ENDED)
        return True

    def _read_live(self, source: FrameSource, pipeline: Recognition) -> None:
        """Returns when the camera should be opened anew."""
        self._backoff.started(self._clock())
        dropped_before = self._dropped
        last_frame_at = self._clock()
        with LiveReader(source) as reader:
            while True:
                frame = reader.take(TAKE_WAIT_S)
                self._dropped = dropped_before + reader.dropped
                if frame is not None:
                    last_frame_at = self._clock()
                    self._judge(frame)
                    self._send_all(pipeline.feed(frame), 0.0)
                    self._show(frame)
                    if self._pictures is not None and self._pictures.must_reopen(last_frame_at):
                        return
                elif self._clock() - last_frame_at > NO_FRAME_IS_LOST_AFTER_S:
                    raise CameraLost(self._camera, f"no picture for {NO_FRAME_IS_LOST_AFTER_S:.0f} s")
                self._attend()

    def _judge(self, frame: Frame) -> None:
        """Tell when the camera's condition has become another one."""
        fault = self._pictures.see(frame) if self._pictures is not None else None
        condition, why, hint = (CameraCondition.LIVE, "", "") if fault is None else WORDS[fault]
        if condition is not self._told:
            self._say(condition, why, hint)

    def _read_recording(self, source: FrameSource, pipeline: Recognition) -> None:
        """At its own pace, like a camera: the quiet time and the hour of an alarm mean nothing in fast motion."""
        offset_s = self._clock()
        end_s = 0.0
        try:
            for frame in source:
                end_s = frame.at
                early_s = offset_s + frame.at - self._clock()
                if early_s < -LATE_IS_DROPPED_S:
                    self._dropped += 1
                    continue
                self._wait(max(early_s, 0.0))
                self._send_all(pipeline.feed(frame), offset_s)
                self._show(frame)
                self._attend()
        finally:
            self._send_all(pipeline.finish(end_s), offset_s)

    def _send_all(self, seen: Iterable[Sighting | TrackEnded], offset_s: Seconds) -> None:
        for one in seen:
            self._send(_on_the_common_clock(one, offset_s))

    def _show(self, frame: Frame) -> None:
        now = self._clock()
        jpeg = self._thumbnails.due(frame, now)
        if jpeg is not None:
            self._send(Thumbnail(self._camera, now, jpeg))

    def _attend(self) -> None:
        """Beat the heart, and hear whether to stop."""
        now = self._clock()
        if now - self._beat_at >= HEARTBEAT_EVERY_S:
            self._beat_at = now
            self._beat(now)
        self._wait(0.0)

    def _beat(self, now: Seconds) -> None:
        so_far = self._pipeline.counts if self._pipeline else PipelineCounts()
        counts = dataclasses.replace(so_far, refused=dict(so_far.refused))
        self._send(Heartbeat(self._camera, now, counts, self._dropped, time.process_time()))

    def _wait(self, wait_s: Seconds) -> None:
        if not self._channel.poll(wait_s):
            return
        told = self._channel.recv()
        if isinstance(told, Stop):
            raise Stopped
        if isinstance(told, Report):
            self._beat(self._clock())
        elif isinstance(told, ShowPictures):
            self._thumbnails.wanted_until = told.until

    def _say(self, condition: CameraCondition, why: str = "", hint: str = "") -> None:
        self._told = condition
        self._send(CameraState(self._camera, condition, self._clock(), why, hint))

    def _send(self, message: FromWorker) -> None:
        self._channel.send(message)

    def _last_words(self) -> None:
        try:
            self._beat(self._clock())
        except (BrokenPipeError, ConnectionResetError):
            return


def _on_the_common_clock(seen: Sighting | TrackEnded, offset_s: Seconds) -> Sighting | TrackEnded:
    if isinstance(seen, TrackEnded):
        return dataclasses.replace(seen, at=seen.at + offset_s)
    return dataclasses.replace(seen, at=seen.at + offset_s, first_at=seen.first_at + offset_s)


def main(spec: WorkerSpec, channel: Channel) -> None:
    """The worker process. Ctrl-C and a service manager's SIGTERM go to the whole group of processes: only the
    supervisor acts on them, and tells the workers, whose last words would be lost otherwise."""
    from camera.assembly import build_pipeline
    from camera.engine import build_engine
    from camera.sources.opening import open_source

    for name in STOP_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    try:
        engine = build_engine(spec.models_dir, spec.detector, spec.embedder)
    except CameraPackageError as error:
        channel.send(CameraState(spec.camera, CameraCondition.LOST, time.monotonic(), str(error), error.hint))
        return

    def make_pipeline(live: bool) -> FacePipeline:
        return build_pipeline(engine, spec.camera, spec.min_face_px, time.thread_time if live else None)

    CameraWorker(
        spec.camera, channel, make_pipeline, lambda: open_source(spec.url, spec.camera), pictures=PictureWatch()
    ).run()
