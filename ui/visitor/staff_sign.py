"""A small plain sign at the upper edge, for the hospital's people: which part of the kiosk is lost."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.skin import Skin
from ui.visitor.words import Words

LEAST_DESIGN_PX = 14
BETWEEN = " · "


class StaffSign(QWidget):
    """One line in the page's margin, so that nothing on the page moves for it."""

    def __init__(self, skin: Skin, words: Sequence[str]) -> None:
        super().__init__()
        self.skin = skin
        self._words = Words(skin, BETWEEN.join(words), Role.SMALL, "amber_ink", Qt.AlignmentFlag.AlignCenter, bold=True)
        self._words.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        margin = self.skin.metrics.margin_px
        self._words.setGeometry(margin, 0, self.width() - 2 * margin, self.height())
        self._words.shrink_into(self._words.width(), self.height(), self.skin.metrics.px(LEAST_DESIGN_PX))
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.skin.colour("amber"))
