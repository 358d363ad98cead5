"""The drawn signs beside a headline: where the card goes, what to take, where to walk. Painted by code, no files."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.visit.screen import Drawing
from ui.visitor.skin import Skin

LEAST_PX = 96
SIDE = 200.0
"""The drawings are made on a square of this side and scaled to their place."""


class DrawingView(QWidget):
    """One drawing in the middle of its place, as large as the place is high."""

    yields_as = 0

    def __init__(self, skin: Skin, drawing: Drawing, height_px: int) -> None:
        super().__init__()
        self.skin = skin
        self._drawing = drawing
        self._height_px = height_px
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def heightForWidth(self, _width: int) -> int:
        return self._height_px

    def yield_px(self, short_px: int, width: int) -> int:
        """A drawing that nobody could make out goes altogether."""
        left = self._height_px - short_px
        before, self._height_px = self._height_px, left if left >= self.skin.metrics.px(LEAST_PX) else 0
        return before - self._height_px

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.scale(side / SIDE, side / SIDE)
        DRAWN[self._drawing](Pen(painter, self.skin))


class Pen:
    """What the drawings are made with: lines in the text's ink, what matters in the accent."""

    def __init__(self, painter: QPainter, skin: Skin) -> None:
        self.painter = painter
        self.ink = skin.colour("text")
        self.accent = skin.colour("accent")
        self.paper = skin.colour("surface")
        self.caution = skin.colour("amber_ink")
        self.caution_ground = skin.colour("amber")

    def box(self, x: float, y: float, width: float, height: float, ground: QColor | None = None, r: float = 8) -> None:
        self._use(self.ink, ground or self.paper)
        self.painter.drawRoundedRect(QRectF(x, y, width, height), r, r)

    def block(self, x: float, y: float, width: float, height: float, colour: QColor) -> None:
        self.painter.fillRect(QRectF(x, y, width, height), colour)

    def line(self, *points: tuple[float, float], width: float = 5, colour: QColor | None = None) -> None:
        self._use(colour or self.ink, None, width)
        self.painter.drawPolyline([QPointF(x, y) for x, y in points])

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Straight, upwards, downwards or sideways, in the accent."""
        self.line(start, end, width=10, colour=self.accent)
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = max(abs(dx), abs(dy))
        ux, uy = dx / length * 16, dy / length * 16
        tip = (end[0] + ux, end[1] + uy)
        wings = ((end[0] - uy * 1.2, end[1] + ux * 1.2), (end[0] + uy * 1.2, end[1] - ux * 1.2))
        self._use(self.accent, self.accent, 2)
        self.painter.drawPolygon(QPolygonF([QPointF(*point) for point in (tip, *wings)]))

    def disc(self, x: float, y: float, radius: float, ground: QColor | None = None) -> None:
        self._use(self.ink, ground or self.paper)
        self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def arc(self, x: float, y: float, width: float, height: float, from_deg: int, span_deg: int) -> None:
        self._use(self.ink, None)
        self.painter.drawArc(QRectF(x, y, width, height), from_deg * 16, span_deg * 16)

    def triangle(self, *points: tuple[float, float]) -> None:
        self._use(self.caution, self.caution_ground, 7)
        self.painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))

    def _use(self, colour: QColor, ground: QColor | None, width: float = 5) -> None:
        join = Qt.PenJoinStyle.RoundJoin
        self.painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
        self.painter.setBrush(ground if ground is not None else cast(QColor, Qt.BrushStyle.NoBrush))


def _card(pen: Pen, x: float, y: float) -> None:
    pen.box(x, y, 84, 54)
    pen.block(x + 3, y + 10, 78, 10, pen.accent)
    pen.line((x + 12, y + 36), (x + 40, y + 36), width=4)


def _reader(pen: Pen) -> None:
    """A slanted desk reader with a field for the card."""
    pen.box(22, 126, 156, 54, r=12)
    pen.line((48, 150), (152, 150), width=8)


def _place_card(pen: Pen) -> None:
    _reader(pen)
    _card(pen, 58, 6)
    pen.arrow((100, 76), (100, 104))


def _take_card(pen: Pen) -> None:
    _reader(pen)
    _card(pen, 58, 66)
    pen.arrow((100, 52), (100, 24))


def _take_slip(pen: Pen) -> None:
    pen.box(22, 14, 156, 54, r=12)
    pen.line((52, 46), (148, 46), width=8)
    pen.box(62, 50, 76, 90, r=2)
    for y, right in ((72, 122), (90, 108), (108, 122)):
        pen.line((78, y), (right, y), width=4)
    pen.arrow((100, 154), (100, 178))


def _counter(pen: Pen) -> None:
    pen.disc(100, 46, 22)
    pen.arc(58, 76, 84, 90, 0, 180)
    pen.box(22, 118, 156, 18, pen.accent, r=6)
    pen.box(34, 136, 132, 46, r=4)


def _wait(pen: Pen) -> None:
    """Three still dots: somebody is at work."""
    pen.box(20, 62, 160, 76, r=38)
    for x in (62, 100, 138):
        pen.disc(x, 100, 9, pen.accent)


def _caution(pen: Pen) -> None:
    pen.triangle((100, 22), (184, 168), (16, 168))
    pen.line((100, 78), (100, 118), width=14, colour=pen.caution)
    pen.line((100, 142), (100, 143), width=15, colour=pen.caution)


def _nothing(_pen: Pen) -> None:
    pass


DRAWN: dict[Drawing, Callable[[Pen], None]] = {
    Drawing.NONE: _nothing,
    Drawing.PLACE_CARD: _place_card,
    Drawing.TAKE_CARD: _take_card,
    Drawing.TAKE_SLIP: _take_slip,
    Drawing.COUNTER: _counter,
    Drawing.WAIT: _wait,
    Drawing.CAUTION: _caution,
}
