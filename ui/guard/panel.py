"""Grounds that things stand on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.guard.skin import Skin
from watchlist.post.console.screen import Tone


class Panel(QWidget):
    """A rounded ground with a line of things on it."""

    def __init__(self, skin: Skin, ground: str = "surface", upright: bool = True, pad_px: float = 16) -> None:
        super().__init__()
        self.skin = skin
        self._ground = skin.colour(ground)
        self.line: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        pad = skin.px(pad_px)
        self.line.setContentsMargins(pad, pad, pad, pad)
        self.line.setSpacing(skin.px(8))

    def set_ground(self, ground: QColor) -> None:
        if ground != self._ground:
            self._ground = ground
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(QRectF(self.rect()), self.skin.px(12), self.skin.px(12))


class ToneSign(QWidget):
    """A tone as a shape: a triangle for an alarm, a square that stands on its corner for care, a tick when all is
    well, a disc for what is being worked on, a ring for the rest."""

    def __init__(self, skin: Skin, size_px: float = 20) -> None:
        super().__init__()
        self._skin = skin
        self._tone = Tone.PLAIN
        self._ink: QColor | None = None
        side = skin.px(size_px)
        self.setFixedSize(QSize(side, side))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_tone(self, tone: Tone, ink: QColor | None = None) -> None:
        self._tone, self._ink = tone, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tone(painter, self._tone, QRectF(self.rect()), self._ink or tone_ink(self._skin, self._tone))


INKS = {
    Tone.PLAIN: "muted",
    Tone.WELL: "accent",
    Tone.MINE: "accent",
    Tone.CARE: "amber_ink",
    Tone.ALARM: "alarm",
}


def tone_ink(skin: Skin, tone: Tone) -> QColor:
    return skin.colour(INKS[tone])


def paint_tone(painter: QPainter, tone: Tone, place: QRectF, ink: QColor) -> None:
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(place.width(), place.height())
    pen = QPen(ink, 0.13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(ink if tone in (Tone.ALARM, Tone.CARE, Tone.MINE) else Qt.BrushStyle.NoBrush)
    if tone is Tone.ALARM:
        painter.drawPolygon([QPointF(0.5, 0.12), QPointF(0.92, 0.88), QPointF(0.08, 0.88)])
    elif tone is Tone.CARE:
        painter.drawPolygon([QPointF(0.5, 0.1), QPointF(0.9, 0.5), QPointF(0.5, 0.9), QPointF(0.1, 0.5)])
    elif tone is Tone.WELL:
        painter.drawPolyline([QPointF(0.12, 0.55), QPointF(0.4, 0.82), QPointF(0.88, 0.22)])
    else:
        painter.drawEllipse(QRectF(0.15, 0.15, 0.7, 0.7))
    painter.restore()
