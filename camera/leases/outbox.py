"""What is still to be sent to one reader: nobody who puts something in ever waits for the reader."""

from collections import deque
from collections.abc import Callable
from threading import Condition

from camera.leases.line import GONE

MOST_WAITING = 512


class Outbox:
    """`put` from any thread, `pour` in a thread of its own. Of the `newest_only` kinds one message waits at a time.

    A reader who lets `most` others pile up is given up: nothing more is sent, and `ended` tells.
    """

    def __init__(self, newest_only: tuple[type, ...] = (), most: int = MOST_WAITING) -> None:
        self._newest_only = newest_only
        self._most = most
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._ending = False
        self._ended = False

    @property
    def ended(self) -> bool:
        """Nothing is sent any more."""
        return self._ended

    def put(self, message: object) -> None:
        with self._changed:
            if self._ending:
                return
            if isinstance(message, self._newest_only):
                self._remove(type(message))
            self._waiting.append(message)
            if len(self._waiting) > self._most:
                self._give_up()
            self._changed.notify()

    def withdraw(self, kind: type) -> None:
        """Messages of this kind that are not sent yet never will be."""
        with self._changed:
            self._remove(kind)

    def finish(self) -> None:
        """Send what waits, then end."""
        with self._changed:
            self._ending = True
            self._changed.notify()

    def cut(self) -> None:
        """End without sending what waits."""
        with self._changed:
            self._give_up()
            self._changed.notify()

    def pour(self, send: Callable[[object], None]) -> None:
        """Send until finished, given up, or nobody listens any more."""
        try:
            while self._pour_one(send):
                pass
        except GONE:
            return
        finally:
            self.cut()

    def _pour_one(self, send: Callable[[object], None]) -> bool:
        """In a frame of its own: a loop's variable would keep the last message, which may be a photograph."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ending)
            if not self._waiting:
                return False
            message = self._waiting.popleft()
        send(message)
        return True

    def _give_up(self) -> None:
        self._waiting.clear()
        self._ending = self._ended = True

    def _remove(self, kind: type) -> None:
        if any(isinstance(one, kind) for one in self._waiting):
            self._waiting = deque(one for one in self._waiting if not isinstance(one, kind))
