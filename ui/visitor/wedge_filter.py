"""Key presses of the whole program, handed to whoever tells a scanner from a person."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class Keys(Protocol):
    """hardware.scanners.wedge.Wedge has this shape."""

    @property
    def is_scanning(self) -> bool: ...

    def key(self, char: str, at_s: float) -> str | None: ...


class WedgeFilter(QObject):
    """What a scanner types presses no button: its keys are kept from the widgets as soon as they are known for it.

    Signals: scanned: the text of one scan.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, keys: Keys, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(app)
        self._app = app
        self._keys = keys
        self._clock = clock
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Under X11 each key passes the window's own QWindow first: only what comes to a widget counts, once."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget)):
            return False
        if watched is not (self._app.focusWidget() or self._app.activeWindow()):
            return False  # a key nobody wanted is offered to the parents in turn
        text = self._keys.key(event.text(), self._clock())
        if text is not None:
            self.scanned.emit(text)
        return text is not None or self._keys.is_scanning

    def close(self) -> None:
        self._app.removeEventFilter(self)
