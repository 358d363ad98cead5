"""From the camera into the memory of the mirror's reader, in a thread of its own: recognition never holds it up."""

from collections.abc import Callable
from threading import Lock, Thread

from camera.leases.errors import NoRoomForPictures
from camera.leases.memory import PictureRing
from camera.leases.messages import MirrorClosed
from camera.leases.outbox import Outbox
from camera.sources.newest import NewestOnly
from camera.types import Frame, Image, Seconds

MOST_EVERY_S = 1 / 32
"""25 or 30 pictures a second all go through, however unevenly they come; of 60 every other one does."""

CLOCK_WAS_SET_S = 1.0

WAIT_S = 1.0
NEW_SIZE = "the camera's pictures changed their size"


class MirrorFeed:
    """Lives as long as one lease of the mirror. `name_of(n)` names the n-th memory it makes.

    `show` is called by the thread that reads the camera, `darken` and `close` by any.
    """

    def __init__(self, outbox: Outbox, name_of: Callable[[int], str], reshape: Callable[[Image], Image]) -> None:
        self._outbox = outbox
        self._name_of = name_of
        self._reshape = reshape
        self._slot: NewestOnly[Frame] = NewestOnly()
        self._lock = Lock()
        self._ring: PictureRing | None = None
        self._dark = False
        self._told_no_room = False
        self._due_at: Seconds = float("-inf")
        self._number = self._rings = 0
        self._thread = Thread(target=self._feed, name="mirror", daemon=True)
        self._thread.start()

    def show(self, frame: Frame) -> None:
        if 0 < self._due_at - frame.at < CLOCK_WAS_SET_S:
            return
        self._due_at = max(min(self._due_at, frame.at), frame.at - MOST_EVERY_S) + MOST_EVERY_S
        self._dark = False
        self._slot.put(frame)

    def darken(self, why: str, hint: str) -> None:
        """No frame comes for now, and what the reader has is no picture of this moment."""
        with self._lock:
            self._dark = True
            self._let_go()
            self._outbox.put(MirrorClosed(why, hint))

    def close(self) -> None:
        """Afterwards the memory is wiped and gone."""
        self._slot.close()
        self._thread.join()

    def _feed(self) -> None:
        try:
            while not self._slot.closed:
                self._write_next()
        finally:
            with self._lock:
                self._let_go()

    def _write_next(self) -> None:
        frame = self._slot.take(WAIT_S)
        if frame is None or self._slot.closed:
            return
        image = self._reshape(frame.image)
        with self._lock:
            ring = None if self._dark else self._ring_for(image)
            if ring is not None:
                self._outbox.put(ring.write(image, self._number, frame.at))
                self._number += 1

    def _ring_for(self, image: Image) -> PictureRing | None:
        height, width = image.shape[:2]
        ring = self._ring
        if ring is not None:
            if (ring.opened.width_px, ring.opened.height_px) == (width, height):
                return ring
            self._let_go()
            self._outbox.put(MirrorClosed(NEW_SIZE, ""))
        return self._open(width, height)

    def _open(self, width: int, height: int) -> PictureRing | None:
        try:
            ring = PictureRing(self._name_of(self._rings), width, height)
        except NoRoomForPictures as error:
            if not self._told_no_room:
                self._told_no_room = True
                self._outbox.put(MirrorClosed(str(error), error.hint))
            return None
        self._told_no_room = False
        self._rings += 1
        self._ring = ring
        self._outbox.put(ring.opened)
        return ring

    def _let_go(self) -> None:
        ring, self._ring = self._ring, None
        if ring is not None:
            ring.close()
