"""Serves one camera to its readers: opened while somebody holds a lease, closed when nobody does."""

import os
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Listener
from threading import Event, Thread

from camera.engine import Engine
from camera.errors import CameraPackageError
from camera.leases.book import LeaseBook
from camera.leases.channel import LeaseChannel
from camera.leases.check_protocol import Check
from camera.leases.checks import CheckPost
from camera.leases.line import dial
from camera.leases.live import SharedSource
from camera.leases.memory import remove_leftovers
from camera.leases.messages import CheckFacts, CheckProgress, StartCheck
from camera.leases.mirror_feed import MirrorFeed
from camera.leases.outbox import Outbox
from camera.leases.reception import Reception
from camera.leases.recognition import LazyEngine, SharedRecognition, lost
from camera.leases.run_files import LeaseCard, RunFiles, settings_mark
from camera.leases.shared_camera import SharedCamera
from camera.picture_watch import PictureWatch
from camera.sources.protocol import FrameSource
from camera.types import Image, Seconds
from camera.worker import CameraWorker, Recognition

BACKLOG = 16
PAUSE_S = 0.05
FIRST_READER_WITHIN_S = 10.0
END_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a worker is put together from; each is asked for when it is needed first."""

    open_source: Callable[[], FrameSource]
    build_engine: Callable[[], Engine]
    make_pipeline: Callable[[Engine], Recognition]
    make_check: Callable[[Engine, StartCheck, Seconds], Check]
    reshape: Callable[[Image], Image]
    watch_pictures: Callable[[], PictureWatch]


class LeaseService:
    """The lock of `files` is held by whoever runs this."""

    def __init__(
        self, shared: SharedCamera, files: RunFiles, parts: Parts, clock: Callable[[], Seconds] = time.monotonic
    ) -> None:
        self._shared = shared
        self._files = files
        self._parts = parts
        self._clock = clock
        self._engine = LazyEngine(parts.build_engine)
        self._book = LeaseBook(self._open_feed)
        self._checks = CheckPost(self._make_check, self._tell_check, self._complain, clock)
        self._source: SharedSource | None = None
        self._memories = 0
        self._closing = Event()

    def run(self) -> None:
        """Until nobody has held a lease for a while."""
        remove_leftovers(self._files.memory_prefix)
        secret = secrets.token_bytes(32)
        listener = Listener(self._files.new_address(), backlog=BACKLOG)
        receiver = Thread(target=self._receive, args=(listener, secret), name="reception", daemon=True)
        receiver.start()
        address, mark = str(listener.address), settings_mark(self._shared.to_json(), secret)
        try:
            self._files.write(LeaseCard(address, secret, os.getpid(), mark))
            self._serve()
        finally:
            self._files.remove()
            self._closing.set()
            with suppress(OSError):  # somebody may have removed our folder meanwhile
                dial(address).close()  # wakes the receiver, which nothing else does
                receiver.join(END_WITHIN_S)
            with suppress(OSError):
                listener.close()

    def _serve(self) -> None:
        channel = LeaseChannel(self._book, self._checks, self._clock)
        wait_s = max(self._shared.linger_s, FIRST_READER_WITHIN_S)
        while self._book.wait_for_holder(wait_s):
            self._serve_holders(channel)
            wait_s = self._shared.linger_s

    def _serve_holders(self, channel: LeaseChannel) -> None:
        recognition = self._recognition()
        name, pictures = self._shared.worker.camera, self._parts.watch_pictures()
        CameraWorker(name, channel, lambda _live: recognition, self._open_camera, self._clock, pictures).run()
        self._book.forget_state()

    def _receive(self, listener: Listener, secret: bytes) -> None:
        reception = Reception(secret, self._book, self._checks)
        while True:
            try:
                line = listener.accept()
            except OSError:  # whoever knocked is gone again
                self._closing.wait(PAUSE_S)
                continue
            if self._closing.is_set():
                line.close()
                return
            Thread(target=reception.receive, args=(line,), name="reader", daemon=True).start()

    def _recognition(self) -> SharedRecognition:
        return SharedRecognition(
            self._book,
            self._checks,
            lambda: self._parts.make_pipeline(self._engine.get()),
            self._engine.get,
            lost(self._shared.worker.camera, self._clock),
        )

    def _open_camera(self) -> FrameSource:
        self._source = SharedSource(self._parts.open_source, self._book.show, self._clock)
        return self._source

    def _open_feed(self, outbox: Outbox) -> MirrorFeed:
        self._memories += 1
        name_of = partial(_memory_name, f"{self._files.memory_prefix}{os.getpid()}-{self._memories}")
        return MirrorFeed(outbox, name_of, self._parts.reshape)

    def _make_check(self, order: StartCheck, at: Seconds) -> Check:
        return self._parts.make_check(self._engine.get(), order, at)

    def _tell_check(self, told: CheckProgress | CheckFacts) -> None:
        if self._source is not None:
            self._source.ask(told.turn if isinstance(told, CheckProgress) else None)
        self._book.tell_mirror(told)

    def _complain(self, error: CameraPackageError) -> None:
        """A check that cannot be done is told to the reader as such; why is for the technician's log."""
        said = f"camera {self._shared.worker.camera!r}: no face check: {error}\nhint: {error.hint}"
        if sys.stderr is not None:  # Windows gives none to what a program without a console starts
            with suppress(OSError):  # and who started us may be gone
                sys.stderr.write(f"{said}\n")


def _memory_name(stem: str, number: int) -> str:
    return f"{stem}-{number}"
