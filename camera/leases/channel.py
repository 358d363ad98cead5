"""The readers of a camera as its worker's channel: it speaks to all of them, and stops when none is left."""

import time
from collections.abc import Callable

from camera.leases.book import LeaseBook
from camera.leases.checks import CheckPost
from camera.messages import CameraCondition, CameraState, FromWorker
from camera.types import Seconds

SLICE_S = 0.2


class LeaseChannel:
    """A camera.worker.Channel. While the worker waits for its camera, a face check's time passes.

    Before a blind camera no check goes on or begins: it ends as with a lost one.
    """

    def __init__(self, book: LeaseBook, checks: CheckPost, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._book = book
        self._checks = checks
        self._clock = clock

    def send(self, message: FromWorker, /) -> None:
        self._book.tell(message)
        if isinstance(message, CameraState) and message.condition is not CameraCondition.LIVE:
            self._checks.camera_lost()

    def poll(self, timeout: float = 0.0, /) -> bool:
        until = self._clock() + timeout
        while True:
            now = self._clock()
            if self._book.is_blind:
                self._checks.camera_lost()
            self._checks.tick(now)
            if self._book.wait_for_word(min(max(until - now, 0.0), SLICE_S)):
                return True
            if now >= until:
                return False

    def recv(self) -> object:
        return self._book.word()
