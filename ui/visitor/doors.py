"""The doors between the kiosk's threads and its screen: events, the newest picture, a bug."""

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

from ui.visitor.mirror_view import Picture


class EventDoor(QObject):
    """`post` and `crash` may be called from any thread; what they bring is handled on the screen's, in its order.

    Signals: came: an event of the visit. crashed: a bug of another thread.
    """

    came = Signal(object)
    crashed = Signal(object)

    def __init__(self, handle: Callable[[object], None]) -> None:
        super().__init__()
        self._handle = handle
        self.came.connect(self._came, Qt.ConnectionType.QueuedConnection)
        self.crashed.connect(_raise, Qt.ConnectionType.QueuedConnection)

    def post(self, event: object) -> None:
        self.came.emit(event)

    def crash(self, error: BaseException) -> None:
        self.crashed.emit(error)

    def _came(self, event: object) -> None:
        self._handle(event)


def _raise(error: BaseException) -> None:
    """Into the event loop, where ui.shared.app takes every bug."""
    raise error


class PictureDoor(QObject):
    """The newest picture only: a screen that is slow for a moment misses some and is never behind.

    Signals: arrived: there is one.
    """

    arrived = Signal()

    def __init__(self, show: Callable[[Picture], None]) -> None:
        super().__init__()
        self._show = show
        self._lock = Lock()
        self._newest: Picture | None = None
        self.shown = 0
        self.arrived.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def take(self, picture: Picture, _number: int) -> None:
        """From any thread."""
        with self._lock:
            is_first = self._newest is None
            self._newest = picture
        if is_first:
            self.arrived.emit()

    def forget(self) -> None:
        with self._lock:
            self._newest = None

    def _arrived(self) -> None:
        with self._lock:
            picture, self._newest = self._newest, None
        if picture is not None:
            self.shown += 1
            self._show(picture)
