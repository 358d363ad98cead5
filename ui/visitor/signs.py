"""Small drawn signs beside words: simple strokes, never the only carrier of a meaning."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen


class Sign(Enum):
    NONE = auto()
    BACK = auto()
    EARLIER = auto()
    MORE = auto()
    TICK = auto()
    ERASE = auto()
    COUNTER = auto()
    LARGE_PRINT = auto()
    CONTRAST = auto()
    LOWER = auto()
    READ_ALOUD = auto()
    CAUTION = auto()


def paint_sign(painter: QPainter, sign: Sign, place: QRectF, pen: QPen) -> None:
    """Strokes in a square; coordinates below are shares of its side."""
    if sign is Sign.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width(), place.height())
    stroke = QPen(pen.color(), pen.widthF() / place.width(), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign in LINES:
        for line in LINES[sign]:
            painter.drawPolyline([QPointF(x, y) for x, y in line])
    else:
        CURVED[sign](painter)
    painter.restore()


LINES: dict[Sign, tuple[tuple[tuple[float, float], ...], ...]] = {
    Sign.BACK: (((0.95, 0.5), (0.08, 0.5)), ((0.45, 0.12), (0.08, 0.5), (0.45, 0.88))),
    Sign.EARLIER: (((0.12, 0.68), (0.5, 0.3), (0.88, 0.68)),),
    Sign.MORE: (((0.12, 0.32), (0.5, 0.7), (0.88, 0.32)),),
    Sign.TICK: (((0.08, 0.52), (0.38, 0.82), (0.94, 0.2)),),
    Sign.ERASE: (
        ((0.34, 0.18), (0.96, 0.18), (0.96, 0.82), (0.34, 0.82), (0.04, 0.5), (0.34, 0.18)),
        *(((0.48, 0.36), (0.76, 0.64)), ((0.76, 0.36), (0.48, 0.64))),
    ),
    Sign.LARGE_PRINT: (
        *(((0.02, 0.9), (0.36, 0.1), (0.7, 0.9)), ((0.14, 0.62), (0.58, 0.62))),
        *(((0.84, 0.16), (0.84, 0.5)), ((0.67, 0.33), (1.0, 0.33))),
    ),
    Sign.LOWER: (
        ((0.5, 0.05), (0.5, 0.66)),
        ((0.26, 0.42), (0.5, 0.66), (0.74, 0.42)),
        ((0.08, 0.94), (0.92, 0.94)),
    ),
    Sign.CAUTION: (
        ((0.5, 0.06), (0.98, 0.92), (0.02, 0.92), (0.5, 0.06)),
        *(((0.5, 0.36), (0.5, 0.62)), ((0.5, 0.77), (0.5, 0.78))),
    ),
}


def _counter(painter: QPainter) -> None:
    """A person behind a desk."""
    painter.drawEllipse(QRectF(0.36, 0.04, 0.28, 0.28))
    painter.drawArc(QRectF(0.2, 0.4, 0.6, 0.6), 0, 180 * 16)
    painter.drawLine(QPointF(0.02, 0.74), QPointF(0.98, 0.74))
    painter.drawLine(QPointF(0.1, 0.74), QPointF(0.1, 0.96))
    painter.drawLine(QPointF(0.9, 0.74), QPointF(0.9, 0.96))


def _contrast(painter: QPainter) -> None:
    disc = QRectF(0.06, 0.06, 0.88, 0.88)
    painter.drawEllipse(disc)
    painter.setBrush(painter.pen().color())
    painter.drawPie(disc, 90 * 16, 180 * 16)


def _read_aloud(painter: QPainter) -> None:
    painter.drawPolyline([QPointF(*p) for p in ((0.04, 0.36), (0.22, 0.36), (0.48, 0.12), (0.48, 0.88))])
    painter.drawPolyline([QPointF(*p) for p in ((0.48, 0.88), (0.22, 0.64), (0.04, 0.64), (0.04, 0.36))])
    painter.drawArc(QRectF(0.42, 0.3, 0.34, 0.4), -60 * 16, 120 * 16)
    painter.drawArc(QRectF(0.36, 0.12, 0.6, 0.76), -60 * 16, 120 * 16)


CURVED: dict[Sign, Callable[[QPainter], None]] = {
    Sign.COUNTER: _counter,
    Sign.CONTRAST: _contrast,
    Sign.READ_ALOUD: _read_aloud,
}
