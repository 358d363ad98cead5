"""The site's plan with the way on it: numbered dots, the last one larger and filled, and a line from dot to dot."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap

from ui.guard.picture_view import PictureView
from ui.guard.plan_layout import spread
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Mark

DOT_PX, LAST_DOT_PX = 32, 40
MOST_NUMBERS = 3
DARK_SHARE = 0.72
"""How much of a plan's light is left in the dark: drawings are black on white."""


class PlanView(PictureView):
    def __init__(self, skin: Skin) -> None:
        super().__init__(skin)
        self._marks: tuple[Mark, ...] = ()
        self._path: tuple[int, ...] = ()

    def show_way(self, marks: tuple[Mark, ...], path: tuple[int, ...]) -> None:
        if (marks, path) != (self._marks, self._path):
            self._marks, self._path = marks, path
            self.update()

    def dots(self) -> list[QRectF]:
        """Where the marks stand now."""
        room = self.plan_rect()
        return spread([_on(room, mark) for mark in self._marks], [_size(self.skin, mark) for mark in self._marks], room)

    def plan_rect(self) -> QRectF:
        """The whole plan, as large as there is room, in the middle of the upper edge."""
        size = self._picture.size() if self._picture else QSize(1, 1)
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - fitted.width()) / 2, 0, fitted.width(), fitted.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_plan(painter, self._picture)
        self._paint_path(painter)
        for mark, place in zip(self._marks, self.dots(), strict=True):
            self._paint_leader(painter, mark, place)
            paint_dot(painter, self.skin, place, _words(mark), _role(mark), is_last=mark.is_last)

    def _paint_plan(self, painter: QPainter, picture: QPixmap) -> None:
        place = self.plan_rect()
        is_dark = self.skin.colour("page").lightness() < 128
        painter.fillRect(place, self.skin.colour("surface"))
        painter.setOpacity(DARK_SHARE if is_dark else 1.0)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.setOpacity(1.0)
        painter.setPen(QPen(self.skin.colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_path(self, painter: QPainter) -> None:
        """Light under dark, so that it is seen on whatever is drawn."""
        room = self.plan_rect()
        points = [_on(room, self._marks[place]) for place in self._path]
        for token, width in (("surface", 7), ("accent", 3)):
            painter.setPen(QPen(self.skin.colour(token), self.skin.px(width), Qt.PenStyle.SolidLine, *_ROUND))
            painter.drawPolyline(points)

    def _paint_leader(self, painter: QPainter, mark: Mark, place: QRectF) -> None:
        """From a dot that had to make way to its place."""
        point, size = _on(self.plan_rect(), mark), self.skin.px(4)
        if (place.center() - point).manhattanLength() > size:
            painter.setPen(QPen(self.skin.colour("accent"), self.skin.px(2)))
            painter.drawLine(place.center(), point)
            painter.setBrush(self.skin.colour("accent"))
            painter.drawEllipse(point, size, size)


_ROUND = (Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def paint_dot(painter: QPainter, skin: Skin, place: QRectF, words: str, role: Role, *, is_last: bool) -> None:
    corner = place.height() / 2
    painter.setPen(QPen(skin.colour("surface"), skin.px(2)))
    painter.setBrush(skin.colour("accent" if is_last else "surface"))
    painter.drawRoundedRect(place, corner, corner)
    inset = skin.px(2)
    painter.setPen(QPen(skin.colour("on_accent" if is_last else "accent"), skin.px(2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset)
    painter.setPen(skin.colour("on_accent" if is_last else "text"))
    painter.setFont(skin.font(role, bold=True))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def _on(room: QRectF, mark: Mark) -> QPointF:
    return QPointF(room.left() + mark.x * room.width(), room.top() + mark.y * room.height())


def _words(mark: Mark) -> str:
    """Of many stays at one place the last ones."""
    shown = " · ".join(map(str, mark.numbers[-MOST_NUMBERS:]))
    return f"… {shown}" if len(mark.numbers) > MOST_NUMBERS else shown


def _role(mark: Mark) -> Role:
    return Role.TITLE if mark.is_last else Role.BODY


def _size(skin: Skin, mark: Mark) -> QSizeF:
    high = skin.px(LAST_DOT_PX if mark.is_last else DOT_PX)
    metrics = QFontMetricsF(skin.font(_role(mark), bold=True))
    return QSizeF(max(metrics.horizontalAdvance(_words(mark)) + skin.px(20), high), high)
