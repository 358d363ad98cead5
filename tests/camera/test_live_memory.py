"""A camera that drops its connection all the time: nothing is left behind by any of its openings."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.messages import CameraCondition, CameraState, FromWorker, Stop
from camera.picture_watch import PictureWatch
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.sources.stream import StreamCamera
from camera.types import Frame, PipelineCounts, Seconds
from camera.worker import CameraWorker
from tests.camera.live_pictures import of_a_day

WARM_UP = 10
OPENINGS = 30
GROWTH_KB = 20_000
"""The allocator fills its pools for up to a hundred openings and is level then; one leaked decoder takes 2 MB."""


class Impatient:
    """Channel and recognition in one: cuts the connection at the third picture; the waits in between take no time."""

    def __init__(self, camera: RtspCamera) -> None:
        self._camera = camera
        self._seen = 0
        self.counts = PipelineCounts()
        self.lost = 0
        self.used: list[tuple[int, int, int]] = []

    def feed(self, frame: Frame) -> Iterator[FromWorker]:
        self._seen += 1
        if self._seen == 3:
            _ = frame.image
            self._camera.cut()
        return iter(())

    def finish(self, at: Seconds) -> Iterator[FromWorker]:
        return iter(())

    def send(self, message: FromWorker, /) -> None:
        if isinstance(message, CameraState) and message.condition is CameraCondition.LOST:
            self.lost, self._seen = self.lost + 1, 0
            self.used.append(in_use())

    def poll(self, timeout: float = 0.0, /) -> bool:
        return self.lost >= OPENINGS

    def recv(self) -> object:
        return Stop()


def in_use() -> tuple[int, int, int]:
    """Resident memory in kB, threads, open files."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    resident = next(line for line in status if line.startswith("VmRSS"))
    return int(resident.split()[1]), threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="missing part: /proc")
def test_reopening_again_and_again_leaves_nothing_behind() -> None:
    with RtspCamera(of_a_day(pictures=25), "guard", "right") as camera:
        both = Impatient(camera)

        def opened() -> StreamCamera:
            return StreamCamera(camera.url, "door", time.monotonic)

        CameraWorker("door", both, lambda _: both, opened, pictures=PictureWatch()).run()  # type: ignore[arg-type, return-value]
        assert camera.openings == OPENINGS
    first, last = both.used[WARM_UP], both.used[-1]
    assert last[0] - first[0] < GROWTH_KB
    assert max(used[1] for used in both.used[WARM_UP:]) <= first[1] + 2
    assert max(used[2] for used in both.used[WARM_UP:]) <= first[2] + 2
