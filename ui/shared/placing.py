"""Puts a window on its screen, and lets time pass while it is there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.shared.metrics import ACROSS, UPRIGHT

SIZES = {"portrait": UPRIGHT, "landscape": ACROSS}
SCREEN_SHARE = 0.92
LEAST_REST = 0.45
TICK_MS = 250


def show_window(window: QWidget, layout: str) -> None:
    """In its design size, smaller where the screen is; it stays as wide as high."""
    width, height = SIZES[layout]
    room = window.screen().availableSize()
    scale = min(room.width() * SCREEN_SHARE / width, room.height() * SCREEN_SHARE / height, 1.0)
    window.resize(QSize(round(width * scale), round(height * scale)))
    window.show()


def show_everywhere(window: QWidget) -> None:
    """All of the screen."""
    window.showFullScreen()


def place_beside(window: QWidget, other: QWidget) -> None:
    """To the right of it, where the screen has room; else at the screen's right edge."""
    room = window.screen().availableGeometry()
    size = window.sizeHint()
    left = min(other.frameGeometry().right() + 1, room.right() - size.width())
    window.setGeometry(max(left, room.left()), room.top() + 40, size.width(), min(size.height(), room.height() - 60))
    window.show()


def place_in_rest(window: QWidget, other: QWidget) -> None:
    """What the other window leaves of the screen to its right, as wide as high; over it where that is too little."""
    room = window.screen().availableGeometry()
    width = max(room.right() - other.frameGeometry().right(), round(room.width() * LEAST_REST))
    height = min(width * ACROSS[1] // ACROSS[0], room.height() - 60)
    window.setGeometry(room.right() + 1 - width, room.top() + 40, width, height)
    window.show()


class Ticker(QObject):
    """Calls `tick` a few times a second while it lives."""

    def __init__(self, tick: Callable[[], None], every_ms: int = TICK_MS) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.timeout.connect(tick)
        self._timer.start(every_ms)

    def stop(self) -> None:
        self._timer.stop()


def quit_now() -> None:
    """End the program's event loop."""
    QApplication.quit()


class EndsWithWindow(QObject):
    """Whoever closes this window ends the program, whatever other windows are open."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close:
            self._app.quit()
        return False
