"""The drawn head that shows what to do: turn left or right as in a mirror, nod, come closer, or look straight."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.visit.screen import HeadDrawing
from ui.visitor.skin import Skin

SIDE = 200.0
FACE_SIZE = 1.2


@dataclass(frozen=True, slots=True)
class Pose:
    """`side`: -1 looks to the left, 1 to the right; `down`: how far the face has sunk; `arrow`: its way (x, y)."""

    side: int = 0
    down: float = 0.0
    arrow: tuple[int, int] = (0, 0)
    size: float = 1.0


POSES = {
    HeadDrawing.STRAIGHT: Pose(),
    HeadDrawing.LEFT: Pose(side=-1, arrow=(-1, 0)),
    HeadDrawing.RIGHT: Pose(side=1, arrow=(1, 0)),
    HeadDrawing.NOD: Pose(down=14, arrow=(0, 1), size=0.86),
    HeadDrawing.CLOSER: Pose(size=1.1),
}


@dataclass(frozen=True, slots=True)
class Features:
    """Eyes as (x, half width), the nose's line, the mouth as (left, width); the ear shows on a turned head only."""

    eyes: tuple[tuple[float, float], ...]
    nose: tuple[tuple[float, float], ...]
    mouth: tuple[float, float]
    ear: bool


STRAIGHT = Features(((-16, 3.5), (16, 3.5)), ((0, -6), (-3, 10), (4, 12)), (-17, 34), ear=False)
TURNED_LEFT = Features(((-29, 2), (-5, 3.5)), ((-22, -8), (-33, 10), (-22, 13)), (-32, 26), ear=True)


class HeadView(QWidget):
    def __init__(self, skin: Skin, head: HeadDrawing, height_px: int) -> None:
        super().__init__()
        self.skin = skin
        self._head = head
        self._height_px = height_px

    @property
    def head(self) -> HeadDrawing:
        return self._head

    def show_head(self, head: HeadDrawing) -> None:
        if head is not self._head:
            self._head = head
            self.update()

    def heightForWidth(self, _width: int) -> int:
        return self._height_px

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.scale(side / SIDE, side / SIDE)
        pose = POSES[self._head]
        self._face(painter, pose)
        if pose.arrow != (0, 0):
            self._arrow(painter, *pose.arrow)
        if self._head is HeadDrawing.CLOSER:
            self._corners(painter)

    def _face(self, painter: QPainter, pose: Pose) -> None:
        painter.save()
        painter.translate(100, 100 - (14 if pose.down else 0))
        size = pose.size * FACE_SIZE
        painter.scale(size * (-1 if pose.side > 0 else 1), size)
        painter.setPen(self._pen("text", 6))
        painter.setBrush(self.skin.colour("surface"))
        painter.drawEllipse(QRectF(-44, -58, 88, 116))
        if pose.side:
            self._features(painter, TURNED_LEFT)
        else:
            painter.translate(0, pose.down)
            self._features(painter, STRAIGHT)
        painter.restore()

    def _features(self, painter: QPainter, features: Features) -> None:
        painter.setBrush(self.skin.colour("text"))
        for x, width in features.eyes:
            painter.drawEllipse(QPointF(x, -10), width, 4.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([QPointF(x, y) for x, y in features.nose])
        left, width = features.mouth
        painter.drawArc(QRectF(left, 14, width, 22), 200 * 16, 140 * 16)
        if features.ear:
            painter.drawArc(QRectF(22, -14, 16, 30), -100 * 16, 220 * 16)

    def _arrow(self, painter: QPainter, x: int, y: int) -> None:
        """Beside the head, in the direction it turns."""
        painter.save()
        painter.translate(100 + x * 74, 100 + y * 78)
        painter.setPen(self._pen("accent", 4))
        painter.setBrush(self.skin.colour("accent"))
        tip = QPointF(x * 22, y * 20)
        wings = [QPointF(-x * 4 - y * 22, -y * 4 - x * 26), QPointF(-x * 4 + y * 22, -y * 4 + x * 26)]
        painter.drawPolygon(QPolygonF([tip, *wings]))
        painter.restore()

    def _corners(self, painter: QPainter) -> None:
        """A frame that is filled: come closer."""
        painter.setPen(self._pen("accent", 9))
        for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
            corner = [QPointF(100 + x * dx, 100 + y * dy) for dx, dy in ((56, 90), (90, 90), (90, 56))]
            painter.drawPolyline(corner)

    def _pen(self, token: str, width: float) -> QPen:
        pen = QPen(self.skin.colour(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen
