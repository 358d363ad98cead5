"""The one door between threads and the screen."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """`publish` may be called from any thread; what is connected runs on the screen's thread, in order, later.

    Signals: told: a frozen value.
    """

    told = Signal(object)

    def connect_view(self, view: Callable[[Any], None]) -> None:
        """Call it on the screen's thread."""
        self.told.connect(view, Qt.ConnectionType.QueuedConnection)

    def publish(self, value: object) -> None:
        self.told.emit(value)
