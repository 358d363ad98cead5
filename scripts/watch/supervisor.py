"""One worker a camera: started or borrowed, listened to, taken again when it dies, stopped together."""

import multiprocessing.connection
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from camera.backoff import Backoff
from camera.messages import CameraCondition, CameraState, FromWorker, ShowPictures, Stop, WorkerSpec
from camera.types import Seconds
from scripts.watch.workers import Begin, OwnWorker, Worker

STOP_WITHIN_S = 10.0


@dataclass(slots=True)
class Post:
    """A camera's place: its worker while it runs, else when to begin the next; `ended` when its recording is over.

    `told_lost`: the worker that runs has said itself that the camera is lost.
    """

    camera: str
    begin: Begin
    backoff: Backoff = field(default_factory=Backoff)
    running: Worker | None = None
    start_at: Seconds = float("-inf")
    ended: bool = False
    told_lost: bool = False


class Supervisor:
    """Owns the workers of `specs`; `borrowed` are other ways to begin one, by camera. One thread uses it."""

    def __init__(
        self,
        specs: Iterable[WorkerSpec],
        clock: Callable[[], Seconds] = time.monotonic,
        sleep: Callable[[Seconds], None] = time.sleep,
        borrowed: Iterable[tuple[str, Begin]] = (),
    ) -> None:
        self._posts = [Post(spec.camera, lambda spec=spec: OwnWorker(spec)) for spec in specs]  # type: ignore[misc]
        self._posts += [Post(camera, begin) for camera, begin in borrowed]
        self._clock = clock
        self._sleep = sleep

    @property
    def all_ended(self) -> bool:
        """Every camera was a recording, and all are over."""
        return all(post.ended for post in self._posts)

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each worker of our own that runs now."""
        return {post.camera: post.running.pid for post in self._posts if post.running and post.running.pid}

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

    def show_pictures(self, until: Seconds) -> None:
        """Let our own workers send thumbnails up to this moment; a borrowed camera's pictures are its owner's."""
        for post in self._posts:
            if post.running is not None and post.running.pid is not None:
                _tell(post.running, ShowPictures(until))

    def stop(self) -> list[FromWorker]:
        """Tell every worker to stop and wait for it; answers what they still had to say."""
        running = [post for post in self._posts if post.running is not None]
        for post in running:
            assert post.running is not None
            _tell(post.running, Stop())
        deadline = self._clock() + STOP_WITHIN_S
        heard = [message for post in running for message in self._hear_out(post, deadline)]
        for post in running:
            _end(post)
        return heard

    def _start(self, post: Post) -> None:
        post.running = post.begin()
        post.told_lost = False
        post.backoff.started(self._clock())

    def _hear(self, post: Post) -> Iterator[FromWorker]:
        """Everything that lies on the line; at its end the worker has died or finished."""
        assert post.running is not None
        try:
            while post.running.line.poll(0):
                message: FromWorker = post.running.line.recv()
                if isinstance(message, CameraState):
                    post.ended = post.ended or message.condition is CameraCondition.ENDED
                    post.told_lost = message.condition is CameraCondition.LOST
                yield message
        except (EOFError, ConnectionResetError, BrokenPipeError):
            yield from self._bury(post)

    def _bury(self, post: Post) -> Iterator[FromWorker]:
        why, hint, is_known = _end(post)
        if post.ended:
            return
        now = self._clock()
        wait_s = post.backoff.failed(now)
        post.start_at = now + wait_s
        if not (is_known and post.told_lost):
            why = f"{why}; started again in {wait_s:g} s"
            yield CameraState(post.camera, CameraCondition.LOST, now, why, hint)

    def _hear_out(self, post: Post, deadline: Seconds) -> Iterator[FromWorker]:
        assert post.running is not None
        try:
            while post.running.line.poll(max(deadline - self._clock(), 0.0)):
                yield post.running.line.recv()
        except (EOFError, ConnectionResetError, BrokenPipeError):
            return


def _tell(worker: Worker, word: Stop | ShowPictures) -> None:
    try:
        worker.line.send(word)
    except (BrokenPipeError, ConnectionResetError):
        return


def _end(post: Post) -> tuple[str, str, bool]:
    """Why it ended, what to do, and whether it may have said so itself."""
    worker, post.running = post.running, None
    assert worker is not None
    why = worker.end()
    return why, worker.hint, worker.pid is None
