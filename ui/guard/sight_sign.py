"""How well a camera sees, as a shape: a word stands beside it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.guard.skin import Skin
from watchlist.post.values import Sight

RING = QRectF(0.14, 0.14, 0.72, 0.72)
SQUARE = QRectF(0.16, 0.16, 0.68, 0.68)
LINES: dict[Sight, tuple[tuple[tuple[float, float], ...], ...]] = {
    Sight.LOST: (((0.2, 0.2), (0.8, 0.8)), ((0.8, 0.2), (0.2, 0.8))),
    Sight.FROZEN: (((0.34, 0.18), (0.34, 0.82)), ((0.66, 0.18), (0.66, 0.82))),
    Sight.ENDED: (((0.12, 0.55), (0.4, 0.82), (0.88, 0.22)),),
    Sight.COVERED: (((0.26, 0.74), (0.74, 0.26)),),
    Sight.UNKNOWN: (((0.3, 0.34), (0.4, 0.2), (0.62, 0.2), (0.7, 0.36), (0.5, 0.54), (0.5, 0.66)), ((0.5, 0.86),) * 2),
}
RINGED = {Sight.STARTING, Sight.COVERED}


class SightSign(QWidget):
    def __init__(self, skin: Skin, size_px: float = 18) -> None:
        super().__init__()
        self._sight = Sight.UNKNOWN
        self._ink = skin.colour("text")
        self.setFixedSize(skin.px(size_px), skin.px(size_px))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_sight(self, sight: Sight, ink: QColor) -> None:
        self._sight, self._ink = sight, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width(), self.height())
        painter.setPen(QPen(self._ink, 0.13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if self._sight is Sight.LIVE:
            painter.setBrush(self._ink)
            painter.drawEllipse(RING)
        elif self._sight is Sight.BLACK:
            painter.fillRect(SQUARE, self._ink)
        elif self._sight in RINGED:
            painter.drawEllipse(RING)
        for line in LINES.get(self._sight, ()):
            painter.drawPolyline([QPointF(x, y) for x, y in line])
