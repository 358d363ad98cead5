"""What can be pressed: a rounded field with words in it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.visitor.skin import Skin

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)


@dataclass(frozen=True, slots=True)
class Dress:
    """Which tokens a field is drawn with."""

    ground: str
    ink: str
    quiet_ink: str
    border: str
    down: str
    border_px: int = 2
    is_dashed: bool = False


PLAIN = Dress("surface", "text", "muted", "border", "soft")
PRIMARY = Dress("accent", "on_accent", "on_accent", "accent", "accent_down")
CHOSEN = Dress("soft", "on_soft", "on_soft", "accent", "soft", border_px=5)
FULL = Dress("disabled", "on_disabled", "on_disabled", "border", "disabled", is_dashed=True)


def dress_of(is_primary: bool, is_chosen: bool, is_enabled: bool) -> Dress:
    if not is_enabled:
        return FULL
    if is_chosen:
        return CHOSEN
    return PRIMARY if is_primary else PLAIN


class Touch(QAbstractButton):
    """A button without contents; those who inherit put words into it.

    Its object name is `action:value`. The ring of the focus is shown to those who came by keyboard, not to a finger.
    """

    def __init__(self, skin: Skin, dress: Dress, spoken: str, name: str = "") -> None:
        super().__init__()
        self.skin = skin
        self.dress = dress
        self._ring = False
        self.setAccessibleName(spoken)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def shows_focus(self) -> bool:
        return self._ring

    def sizeHint(self) -> QSize:
        return QSize(self.skin.metrics.touch_px, self.skin.metrics.touch_px)

    def heightForWidth(self, _width: int) -> int:
        return self.skin.metrics.touch_px

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_field(painter)
        if self._ring:
            self._paint_ring(painter)
        self.paint_more(painter)

    def paint_more(self, painter: QPainter) -> None:
        """For those who draw a sign into the field."""

    def _paint_field(self, painter: QPainter) -> None:
        border_px = self.skin.metrics.px(self.dress.border_px)
        pen = QPen(self.skin.colour(self.dress.border), border_px)
        if self.dress.is_dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self.skin.colour(self.dress.down if self.isDown() else self.dress.ground))
        corner = self.skin.metrics.corner_px
        inset = border_px / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)

    def _paint_ring(self, painter: QPainter) -> None:
        width = self.skin.metrics.px(5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = self.skin.metrics.corner_px
        for token, inset in (("surface", width * 2.2), ("focus", width * 1.4)):
            painter.setPen(QPen(self.skin.colour(token), width))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)
