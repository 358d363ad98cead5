"""A camera's worker with a drawn camera and scripted recognition: all else in it is the real thing.

Its camera's address is a query: size=640x480, fps=25, lost_after=20 and bigger_after=20 (frames, in the first opening),
cover=FILE (its pictures are judged, and something lies before the lens while the file exists), look_s=0.5 (what
recognition takes for a frame), advices=3 (what a check asks before it ends), engine=0 (there is none), light=FILE
(exists while the camera is open).
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qsl

import numpy as np

from camera.engine import Engine
from camera.errors import CameraLost, ModelError
from camera.leases.check_protocol import Check
from camera.leases.messages import Advice, StartCheck
from camera.leases.scripted_check import ScriptedCheck
from camera.leases.serving import Parts
from camera.leases.shared_camera import SharedCamera
from camera.leases.shrinking import shrunk
from camera.picture_judge import JudgeLimits
from camera.picture_watch import PictureWatch
from camera.service import main
from camera.sources.protocol import FrameSource
from camera.types import Frame, Image, PipelineCounts, Seconds, Sighting, TrackEnded, TrackId
from camera.worker import Recognition

JUDGED_SOON = JudgeLimits(featureless_after_s=0.5, frozen_after_s=float("inf"), well_after_s=0.5)
COVER, DOOR = 60, 200
NOT_JUDGED = JudgeLimits(featureless_after_s=float("inf"), frozen_after_s=float("inf"))


class DrawnCamera:
    """Every picture is one colour, its number's last byte; one that is judged shows a door."""

    live = True
    openings = 0

    def __init__(self, name: str, query: dict[str, str]) -> None:
        DrawnCamera.openings += 1
        self.name = name
        self._query = query
        self._closed = Event()
        if "light" in query:
            Path(query["light"]).touch()

    def __iter__(self) -> Iterator[Frame]:
        width, height = map(int, self._query.get("size", "64x48").split("x"))
        first = DrawnCamera.openings == 1
        number = 0
        while not self._closed.wait(1 / float(self._query.get("fps", "25"))):
            if first and number == int(self._query.get("lost_after", "-1")):
                raise CameraLost(self.name, "its cable was pulled")
            if first and number == int(self._query.get("bigger_after", "-1")):
                width, height = width * 2, height * 2
            yield Frame.of(self._picture(width, height, number), time.monotonic(), number)
            number += 1

    def _picture(self, width: int, height: int, number: int) -> Image:
        picture = np.full((height, width, 3), number % 256, np.uint8)
        if "cover" in self._query:
            picture[:] = COVER
            if not Path(self._query["cover"]).exists():
                picture[height // 4 :, width // 4 : width // 2] = DOOR + number % 50
        return picture

    def close(self) -> None:
        self._closed.set()
        if "light" in self._query:
            Path(self._query["light"]).unlink(missing_ok=True)


class CountingRecognition:
    """Ends a track with every frame: something to tell without an engine."""

    def __init__(self, camera: str, look_s: float) -> None:
        self.counts = PipelineCounts()
        self._camera = camera
        self._look_s = look_s

    def feed(self, frame: Frame) -> list[Sighting | TrackEnded]:
        self.counts.frames += 1
        Event().wait(self._look_s)
        return [TrackEnded(self._camera, TrackId(self.counts.frames), frame.at)]

    def finish(self, at: Seconds) -> list[Sighting | TrackEnded]:
        return []


class SlowCheck(ScriptedCheck):
    """Takes its time for every frame, like a real one."""

    def __init__(self, order: StartCheck, at: Seconds, query: dict[str, str]) -> None:
        super().__init__(order, at, [Advice.HOLD_STILL] * int(query.get("advices", "3")))
        self._look_s = float(query.get("look_s", "0"))

    def feed(self, frame: Frame) -> Any:
        Event().wait(self._look_s)
        return super().feed(frame)


def parts(shared: SharedCamera) -> Parts:
    spec = shared.worker
    query = dict(parse_qsl(spec.url))

    def build_engine() -> Engine:
        if query.get("engine") == "0":
            raise ModelError("there is no engine", "Install one.")
        return cast("Engine", SimpleNamespace())

    def open_source() -> FrameSource:
        return DrawnCamera(spec.camera, query)

    def make_pipeline(_engine: Engine) -> Recognition:
        return CountingRecognition(spec.camera, float(query.get("look_s", "0")))

    def make_check(_engine: Engine, order: StartCheck, at: Seconds) -> Check:
        return SlowCheck(order, at, query)

    return Parts(
        open_source,
        build_engine,
        make_pipeline,
        make_check,
        partial(shrunk, most_width_px=shared.mirror_width_px),
        partial(PictureWatch, JUDGED_SOON if "cover" in query else NOT_JUDGED),
    )


if __name__ == "__main__":
    main(parts)
