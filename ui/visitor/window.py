"""The patient's window: it draws a Screen and reports touches; it decides nothing and keeps nothing of anybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from itertools import pairwise
from time import monotonic

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QStyle, QWidget

from kiosk.visit.screen import Look, Screen
from ui.shared import theme
from ui.shared.metrics import Metrics
from ui.shared.texts import Texts
from ui.visitor.bar import Bar
from ui.visitor.layouts.mirror import MirrorPage
from ui.visitor.layouts.page import PageView
from ui.visitor.layouts.table import PAGES
from ui.visitor.mirror_view import Picture
from ui.visitor.skin import Skin
from ui.visitor.time_line import HEIGHT_PX, TimeLine
from ui.visitor.touch import Touch
from ui.visitor.wording import Wording

SETTLE_S = 0.3


def motion_allowed() -> bool:
    """Not where the computer's user asked for less of it."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


class VisitorWindow(QWidget):
    """`settle_s`: so long after a page opened nothing is taken for a press; it was meant for the page before.

    Signals: intent: a kiosk.visit.events.Pressed.
    """

    intent = Signal(object)

    def __init__(
        self,
        texts: Texts,
        zone: tzinfo,
        motion: bool = True,
        settle_s: float = SETTLE_S,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self._texts = texts
        self._zone = zone
        self._motion = motion
        self._settle_s = settle_s
        self._clock = clock
        self._opened_at_s = float("-inf")
        self._screen: Screen | None = None
        self._look = Look()
        self._page: PageView | None = None
        self._bar: Bar | None = None
        self._line: TimeLine | None = None
        self._skin = self._skinned(self._look)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWindowTitle(texts.sentence(texts.languages[0], "ui.window"))

    @property
    def page(self) -> PageView | None:
        return self._page

    @property
    def remaining(self) -> float | None:
        """What the time line shows."""
        return self._line.remaining if self._line else None

    def touch_named(self, name: str) -> Touch | None:
        """What is pressed as `action:value`; on the page before the fixed places."""
        parts = [part for part in (self._page, self._bar) if part is not None]
        found = [part.findChild(Touch, name) for part in parts]
        return next((touch for touch in found if touch is not None), None)

    def show_screen(self, screen: Screen, look: Look) -> None:
        """Draw it. Only what differs is built anew: a moving guide or the time line moves what is there."""
        before, self._screen = self._screen, screen
        is_same_look = look == self._look and self._bar is not None
        self._look = look
        if not is_same_look:
            self._dress()
        if before is None or not is_same_look or _still(before) != _still(screen):
            self._open(screen, is_new=before is None or before.page is not screen.page)
        elif self._page is not None:
            self._page.show_changed(screen)
        self._show_line()

    def show_frame(self, picture: Picture) -> None:
        """The camera's newest picture (BGR), where a mirror is shown; dropped on every other page."""
        if isinstance(self._page, MirrorPage):
            self._page.mirror.show_picture(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dress()
        if self._screen is not None:
            self._open(self._screen, is_new=False)
            self._show_line()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._skin.colour("page"))

    def _skinned(self, look: Look) -> Skin:
        metrics = Metrics.of(self.width(), self.height(), look.large_print, look.lowered)
        colours = theme.HIGH_CONTRAST if look.high_contrast else theme.LIGHT
        return Skin(colours, metrics, Wording(self._texts, look.language, self._zone))

    def _dress(self) -> None:
        """Everything that depends on the look and the size of the window, but the page."""
        self._skin = self._skinned(self._look)
        for part in (self._bar, self._line):
            _discard(part)
        self._bar = Bar(self._skin, self._look)
        self._bar.intent.connect(self._tell)
        self._line = TimeLine(self._skin)
        line_px = self._skin.metrics.px(HEIGHT_PX)
        bar_px = Bar.height_px(self._skin)
        self._place(self._bar, self.height() - line_px - bar_px, bar_px)
        self._place(self._line, self.height() - line_px, line_px)

    def _open(self, screen: Screen, is_new: bool) -> None:
        old, came_by = self._page, self._focused()
        self._page = PAGES[screen.layout](self._skin, screen)
        self._page.intent.connect(self._tell)
        bar_px = Bar.height_px(self._skin) + self._skin.metrics.px(HEIGHT_PX)
        self._place(self._page, 0, self.height() - bar_px)
        _discard(old)
        if self._bar is not None:
            self._bar.allow(screen.counter, screen.back)
        self._keep_focus(came_by, is_new)
        if is_new:
            self._opened_at_s = self._clock()
            self._fade_in(self._page)
        self.update()

    def _place(self, part: QWidget, top: int, height: int) -> None:
        part.setParent(self)
        part.setGeometry(0, top, self.width(), max(height, 1))
        part.show()

    def _show_line(self) -> None:
        if self._line is not None:
            self._line.show_remaining(self._screen.remaining if self._screen else None)

    def _tell(self, pressed: object) -> None:
        if self._clock() - self._opened_at_s >= self._settle_s:
            self.intent.emit(pressed)

    def _focused(self) -> str:
        """What a keyboard user stands on, so that it is found again when the page is built anew."""
        focused = self.focusWidget()
        return focused.objectName() if isinstance(focused, Touch) and focused.shows_focus else ""

    def _keep_focus(self, name: str, is_new: bool) -> None:
        """Page first, then the fixed places. A new page begins before its first button."""
        order: list[QWidget] = [self]
        for part in (self._page, self._bar):
            order.extend(part.findChildren(Touch) if part is not None else [])
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        kept = self.touch_named(name) if name and not is_new else None
        (kept or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fade_in(self, page: PageView) -> None:
        if not (self._motion and self.isVisible()):
            return
        effect = QGraphicsOpacityEffect(page)
        page.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", page)
        fade.setDuration(theme.FADE_MS)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        fade.finished.connect(effect.deleteLater)
        fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


def _still(screen: Screen) -> tuple[Screen, bool]:
    """What a page is built from, without what moves on it."""
    return replace(screen, guide=None, remaining=None), screen.guide is None


def _discard(part: QWidget | None) -> None:
    """Hidden now, gone with the next turn of the event loop: it may be the one that was just pressed."""
    if part is not None:
        part.hide()
        part.deleteLater()
