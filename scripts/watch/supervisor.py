"""One worker process a camera: started, listened to, started again when it dies, stopped together."""

import multiprocessing
import multiprocessing.connection
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess

from camera.backoff import Backoff
from camera.messages import CameraCondition, CameraState, FromWorker, Stop, WorkerSpec
from camera.types import Seconds
from camera.worker import main as worker_main

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Line
else:
    from multiprocessing.connection import Connection as Line

STOP_WITHIN_S = 10.0
KILL_WITHIN_S = 2.0


@dataclass(slots=True)
class Running:
    """A worker process and our end of its line."""

    process: SpawnProcess
    line: "Line[Stop, FromWorker]"


@dataclass(slots=True)
class Post:
    """A camera's place: its worker while it runs, else when to start the next; `ended` when its recording is over."""

    spec: WorkerSpec
    backoff: Backoff = field(default_factory=Backoff)
    running: Running | None = None
    start_at: Seconds = float("-inf")
    ended: bool = False


class Supervisor:
    """Owns the workers. One thread uses it; `clock` is monotonic."""

    def __init__(
        self,
        specs: Iterable[WorkerSpec],
        clock: Callable[[], Seconds] = time.monotonic,
        sleep: Callable[[Seconds], None] = time.sleep,
    ) -> None:
        self._posts = [Post(spec) for spec in specs]
        self._clock = clock
        self._sleep = sleep

    @property
    def all_ended(self) -> bool:
        """Every camera was a recording, and all are over."""
        return all(post.ended for post in self._posts)

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each camera's worker that runs now."""
        return {post.spec.camera: post.running.process.pid or 0 for post in self._posts if post.running}

    def poll(self, wait_s: Seconds) -> list[FromWorker]:
        """Start what is due, wait for the workers to say something, and answer all of it, oldest first per camera."""
        for post in self._posts:
            if post.running is None and not post.ended and self._clock() >= post.start_at:
                self._start(post)
        by_line = {post.running.line: post for post in self._posts if post.running is not None}
        if not by_line:
            self._sleep(wait_s)  # waiting for nothing returns at once on Windows
            return []
        heard: list[FromWorker] = []
        for line in multiprocessing.connection.wait(list(by_line), wait_s):
            post = next(post for known, post in by_line.items() if known is line)
            heard += self._hear(post)
        return heard

    def stop(self) -> list[FromWorker]:
        """Tell every worker to stop and wait for it; answers what they still had to say."""
        running = [post for post in self._posts if post.running is not None]
        for post in running:
            _tell_to_stop(post)
        deadline = self._clock() + STOP_WITHIN_S
        heard = [message for post in running for message in self._hear_out(post, deadline)]
        for post in running:
            _end(post)
        return heard

    def _start(self, post: Post) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(target=worker_main, args=(post.spec, theirs), name=f"camera {post.spec.camera}")
        with _out_of_reach_of_signals():
            process.start()
        theirs.close()
        post.running = Running(process, ours)
        post.backoff.started(self._clock())

    def _hear(self, post: Post) -> Iterator[FromWorker]:
        """Everything that lies on the line; at its end the worker has died or finished."""
        assert post.running is not None
        try:
            while post.running.line.poll(0):
                message: FromWorker = post.running.line.recv()
                post.ended = post.ended or _is_the_end(message)
                yield message
        except (EOFError, ConnectionResetError, BrokenPipeError):
            yield from self._bury(post)

    def _bury(self, post: Post) -> Iterator[FromWorker]:
        code = _end(post)
        if post.ended:
            return
        now = self._clock()
        wait_s = post.backoff.failed(now)
        post.start_at = now + wait_s
        why = f"its worker died (exit code {code}); started again in {wait_s:g} s"
        hint = "If this goes on, run 'gatehouse doctor' and send what it prints to the technical service."
        yield CameraState(post.spec.camera, CameraCondition.LOST, now, why, hint)

    def _hear_out(self, post: Post, deadline: Seconds) -> Iterator[FromWorker]:
        assert post.running is not None
        try:
            while post.running.line.poll(max(deadline - self._clock(), 0.0)):
                yield post.running.line.recv()
        except (EOFError, ConnectionResetError, BrokenPipeError):
            return


@contextmanager
def _out_of_reach_of_signals() -> Iterator[None]:
    """A process started in here never hears Ctrl-C or SIGTERM, not even while it loads; we hear ours afterwards."""
    if sys.platform == "win32":  # where no such thing is inherited, and the worker ignores it once it runs
        yield
        return
    # Else it is started with the first process, and that lets the signals in again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tell_to_stop(post: Post) -> None:
    assert post.running is not None
    try:
        post.running.line.send(Stop())
    except (BrokenPipeError, ConnectionResetError):
        return


def _is_the_end(message: FromWorker) -> bool:
    return isinstance(message, CameraState) and message.condition is CameraCondition.ENDED


def _end(post: Post) -> int | None:
    """Wait for the process, ending it if it will not; its exit code."""
    assert post.running is not None
    process, line = post.running.process, post.running.line
    post.running = None
    line.close()
    process.join(KILL_WITHIN_S)
    if process.is_alive():
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    return code
