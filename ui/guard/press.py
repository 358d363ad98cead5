"""What can be pressed: a rounded field with words and its shortcut, and rows that are pressed as a whole."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Button

WORDED = ("Space", "Enter")
"""Keys whose names are words; the others are called alike everywhere."""


def name_of(button: Button) -> str:
    return f"{button.action}:{button.value}"


class Press(QAbstractButton):
    """Enter presses it; space is kept for taking an alarm and comes here only when there is nothing to take.

    Only the keyboard gives it the focus, so that a click leaves no trap for the next key.
    """

    def __init__(self, skin: Skin, button: Button) -> None:
        super().__init__()
        self.skin = skin
        self.shown = button
        self.setObjectName(name_of(button))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_button(button)

    def show_button(self, button: Button) -> None:
        self.shown = button
        spoken = self.skin.say(button.text)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(self.skin.wording.plain("a11y.shortcut", name=button.key) if button.key else "")
        self.setCheckable(button.is_on)
        self.setChecked(button.is_on)
        self.setEnabled(button.enabled)
        self.update()

    def nextCheckState(self) -> None:
        """What is on is what the console says, not what was pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_field(painter)
        if self.hasFocus():
            self._paint_ring(painter)

    def paint_field(self, painter: QPainter) -> None:
        """For those who draw otherwise."""

    def rounded(self, painter: QPainter, ground: str, border: str, border_px: float) -> None:
        width = self.skin.px(border_px)
        painter.setPen(QPen(self.skin.colour(border), width))
        painter.setBrush(self.skin.colour(ground))
        corner, inset = self.skin.px(8), width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)

    def _paint_ring(self, painter: QPainter) -> None:
        width = max(self.skin.px(3), 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = self.skin.px(8)
        for token, inset in (("surface", width * 1.6), ("focus", width * 0.6)):
            painter.setPen(QPen(self.skin.colour(token), width))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)


class WordButton(Press):
    """Words in the middle, the shortcut after them."""

    def __init__(self, skin: Skin, button: Button, role: Role = Role.BODY, high_px: float = 44) -> None:
        self._role = role
        self._high_px = high_px
        super().__init__(skin, button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_button(self, button: Button) -> None:
        super().show_button(button)
        self.updateGeometry()

    @property
    def _font(self) -> QFont:
        return self.skin.font(self._role, bold=True)

    @property
    def _key_font(self) -> QFont:
        return self.skin.font(Role.SMALL)

    def _key_width(self) -> int:
        if not self.shown.key:
            return 0
        return QFontMetrics(self._key_font).horizontalAdvance(self._key) + self.skin.px(12)

    @property
    def _key(self) -> str:
        name = self.shown.key
        return self.skin.wording.plain(f"key.{name}") if name in WORDED else name

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._font).horizontalAdvance(self.skin.say(self.shown.text))
        gap = self.skin.px(8) if self.shown.key else 0
        return QSize(words + gap + self._key_width() + self.skin.px(24), self.skin.px(self._high_px))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paint_field(self, painter: QPainter) -> None:
        ground, ink, border = self._dress()
        self.rounded(painter, ground, border, 2)
        words, font = self.skin.say(self.shown.text), self._font
        width, key_width = QFontMetrics(font).horizontalAdvance(words), self._key_width()
        gap = self.skin.px(8) if key_width else 0
        left = (self.width() - width - gap - key_width) / 2
        painter.setPen(self.skin.colour(ink))
        painter.setFont(font)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if key_width:
            self._paint_key(painter, left + width + gap, key_width, ink)

    def _paint_key(self, painter: QPainter, left: float, width: int, ink: str) -> None:
        high = QFontMetrics(self._key_font).height()
        place = QRectF(left, (self.height() - high) / 2, width, high)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.skin.colour(ink), max(self.skin.px(1), 1)))
        painter.drawRoundedRect(place, self.skin.px(4), self.skin.px(4))
        painter.setFont(self._key_font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)

    def _dress(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "disabled", "on_disabled", "disabled"
        if self.shown.is_primary:
            ground = "accent_down" if self.isDown() else "accent"
            return ground, "on_accent", ground
        if self.shown.is_on:
            return "soft", "on_soft", "accent"
        return ("soft", "on_soft", "border") if self.isDown() else ("surface", "text", "border")
