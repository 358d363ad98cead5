"""The moment an alarm is really to be seen: its card with all of its pictures has been painted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.guard.picture_view import PictureView
from ui.guard.window import GuardWindow
from watchlist.post.console.screen import AlarmCard


class AlarmsPainted(QObject):
    """Tells the id of each alarm once, as soon as the window has been painted with all of its pictures."""

    def __init__(self, window: GuardWindow, tell: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._tell = tell
        self._told: set[str] = set()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, PictureView):
            self._painting(watched)
        return False

    def _painting(self, picture: QWidget) -> None:
        """What is painted together is painted before the event loop goes on: then it is to be seen."""
        card = self._card()
        if card is not None and picture.window() is self._window and card.alarm_id not in self._told:
            self._told.add(card.alarm_id)
            QTimer.singleShot(0, partial(self._tell, card.alarm_id))

    def _card(self) -> AlarmCard | None:
        """The alarm in front, when all of its pictures have come."""
        screen = self._window.screen_shown
        if screen is None or not isinstance(screen.main, AlarmCard):
            return None
        keys = [face.key for face in screen.main.faces]
        return screen.main if all(self._window.shelf.get(key) is not None for key in keys) else None
