"""One stream: decoded alone, watched by a worker process, and decoded alone again. Each has the computer to itself."""

import multiprocessing
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, Stop, WorkerSpec
from camera.sources.opening import open_source
from camera.types import Seconds
from scripts.errors import CommandError
from scripts.watch.workers import OwnWorker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WARM_UP_S = 4.0
"""At first: models are loaded, the detector prepares itself, memory is got."""

STARTS_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class Share:
    """What a process used of a core between two moments."""

    wall_s: Seconds
    cpu_s: Seconds

    @property
    def of_a_core(self) -> float:
        return self.cpu_s / self.wall_s


@dataclass(frozen=True, slots=True)
class Cost:
    worker: Share
    decoding: Share
    last: Heartbeat

    @property
    def over_decoding(self) -> float:
        return round(self.worker.of_a_core / self.decoding.of_a_core, 2)

    @property
    def cameras_per_core(self) -> float:
        return round(1 / self.worker.of_a_core, 2)

    def counted(self) -> dict[str, Any]:
        counts = self.last.counts
        return {
            "decoding_ms_per_s": round(self.decoding.of_a_core * 1000, 1),
            "worker_ms_per_s": round(self.worker.of_a_core * 1000, 1),
            "frames": counts.frames,
            "frames_analysed": counts.frames_analysed,
            "frames_dropped": self.last.frames_dropped,
            "faces": counts.faces,
            "tracks": counts.tracks,
            "embedded": counts.embedded,
        }


def measured(spec: WorkerSpec, length_s: Seconds) -> Cost:
    """Raises CommandError when the worker does not come to look at the stream."""
    before = _decoding_alone(spec.url, length_s / 2)
    worker = OwnWorker(spec)
    try:
        _until_live(worker)
        beats = _beats(worker, length_s)
    finally:
        _stop(worker)
    after = _decoding_alone(spec.url, length_s / 2)
    if len(beats) < 2:
        raise CommandError("the worker was not heard of often enough", "Measure for longer: --seconds 30.")
    watching = Share(beats[-1].at - beats[0].at, beats[-1].cpu_s - beats[0].cpu_s)
    return Cost(watching, Share(before.wall_s + after.wall_s, before.cpu_s + after.cpu_s), beats[-1])


def _until_live(worker: OwnWorker) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    why = f"no picture within {STARTS_WITHIN_S:g} s"
    while worker.line.poll(max(deadline - time.monotonic(), 0.0)):
        message: FromWorker = worker.line.recv()
        if isinstance(message, CameraState):
            if message.condition is CameraCondition.LIVE:
                return
            why = message.why
    raise CommandError(f"the worker does not see the stream: {why}", "Run 'gatehouse doctor'.")


def _beats(worker: OwnWorker, length_s: Seconds) -> list[Heartbeat]:
    """Those after the worker has warmed up."""
    started = time.monotonic()
    beats: list[Heartbeat] = []
    while (left_s := started + WARM_UP_S + length_s - time.monotonic()) > 0:
        if worker.line.poll(left_s):
            message = worker.line.recv()
            if isinstance(message, Heartbeat) and message.at >= started + WARM_UP_S:
                beats.append(message)
    return beats


def _stop(worker: OwnWorker) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        worker.line.send(Stop())
    worker.end()


def _decoding_alone(url: str, length_s: Seconds) -> Share:
    """In a process that reads the stream and looks at nothing."""
    context = multiprocessing.get_context("spawn")
    line, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_decode, args=(url, length_s, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not line.poll(STARTS_WITHIN_S + length_s):
            raise CommandError("the process that decodes alone did not answer")
        share: Share = line.recv()
    except EOFError:
        raise CommandError("the process that decodes alone has died") from None
    finally:
        line.close()
        process.kill()
        process.join()
    return share


def _decode(url: str, length_s: Seconds, answer: "Connection[Share, Share]") -> None:
    begun: tuple[Seconds, Seconds] | None = None
    with closing(open_source(url, "bench")) as source:
        opened_at = time.monotonic()
        for _ in source:
            now = time.monotonic()
            if begun is None and now - opened_at >= WARM_UP_S / 2:
                begun = now, time.process_time()
            if begun is not None and now - begun[0] >= length_s:
                answer.send(Share(now - begun[0], time.process_time() - begun[1]))
                return
