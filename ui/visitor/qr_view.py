"""A QR code, dark on white with its quiet zone in every look, so that a telephone reads it."""

import segno
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.visitor.skin import Skin

QUIET_MODULES = 4


class QrView(QWidget):
    def __init__(self, skin: Skin, text: str, side_px: int) -> None:
        super().__init__()
        self.skin = skin
        self._rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
        self._side_px = side_px
        self.setAccessibleName(skin.wording.plain("ui.code"))

    def heightForWidth(self, width: int) -> int:
        return min(self._side_px, width)

    def sizeHint(self) -> QSize:
        return QSize(self._side_px, self._side_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        modules = len(self._rows) + 2 * QUIET_MODULES
        module_px = min(self.width(), self.height()) // modules
        side = module_px * modules
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter.fillRect(left, top, side, side, QColor(Qt.GlobalColor.white))
        for y, row in enumerate(self._rows, QUIET_MODULES):
            for x, is_dark in enumerate(row, QUIET_MODULES):
                if is_dark:
                    at = (left + x * module_px, top + y * module_px)
                    painter.fillRect(*at, module_px, module_px, QColor(Qt.GlobalColor.black))
