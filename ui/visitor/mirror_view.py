"""The camera's picture as a mirror, an oval over it that fills as shots arrive. Nothing in it is ever red."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from ui.visitor.skin import Skin

Picture = NDArray[np.uint8]
OVAL_ASPECT = 0.76
OVAL_SHARE = 0.8


class MirrorView(QWidget):
    """Shows the newest picture only, and holds no other. Without a picture it is a calm empty frame."""

    def __init__(self, skin: Skin, filled: float = 0.0) -> None:
        super().__init__()
        self.skin = skin
        self._filled = filled
        self._picture: Picture | None = None
        self._frame = QPainterPath()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(skin.wording.plain("ui.mirror"))

    @property
    def filled(self) -> float:
        return self._filled

    @property
    def has_picture(self) -> bool:
        return self._picture is not None

    def heightForWidth(self, width: int) -> int:
        return width * 3 // 4

    def show_picture(self, picture: Picture) -> None:
        """Height x width x 3, BGR; drawn before the next one comes and not copied."""
        self._picture = np.ascontiguousarray(picture)
        self.update()

    def forget(self) -> None:
        self._picture = None
        self.update()

    def fill(self, filled: float) -> None:
        if filled != self._filled:
            self._filled = filled
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies outside the rounded frame is painted over: clipping every picture to a path costs far more."""
        whole = QPainterPath()
        whole.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        corner = self.skin.metrics.corner_px * 2
        inside.addRoundedRect(QRectF(self.rect()), corner, corner)
        self._frame = whole.subtracted(inside)
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_picture(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._frame, self.skin.colour("page"))
        self._paint_oval(painter)

    def _paint_picture(self, painter: QPainter) -> None:
        if self._picture is None:
            painter.fillRect(self.rect(), self.skin.colour("bar"))
            return
        height, width = self._picture.shape[:2]
        image = QImage(self._picture.data, width, height, self._picture.strides[0], QImage.Format.Format_BGR888)
        scale = max(self.width() / width, self.height() / height)
        left, top = (width - self.width() / scale) / 2, (height - self.height() / scale) / 2
        painter.setTransform(QTransform(-1, 0, 0, 1, self.width(), 0), True)
        source = QRectF(left, top, self.width() / scale, self.height() / scale)
        painter.drawImage(QRectF(self.rect()), image, source)
        painter.resetTransform()

    def oval(self) -> QRectF:
        height = self.height() * OVAL_SHARE
        width = height * OVAL_ASPECT
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _paint_oval(self, painter: QPainter) -> None:
        """White all round on a dark line, so that it shows on every picture; the accent fills it from below."""
        oval = self.oval()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, width in (("text", 14), ("surface", 10)):
            painter.setPen(QPen(self.skin.colour(token), self.skin.metrics.px(width)))
            painter.drawEllipse(oval)
        if self._filled > 0:
            painter.setPen(QPen(self.skin.colour("accent"), self.skin.metrics.px(16), c=Qt.PenCapStyle.FlatCap))
            half = round(self._filled * 180 * 16)
            painter.drawArc(oval, 270 * 16 - half, 2 * half)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)
