"""Words that give way to others: a headline, and the largest thing of a page on one line."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QResizeEvent

from ui.shared.metrics import Role
from ui.visitor.skin import Skin
from ui.visitor.words import CENTRE, TOP_LEFT, Words


class Headline(Words):
    """Takes a smaller size, down to a title's, where the words below it would have no room."""

    yields_as = 2

    def __init__(self, skin: Skin, text: str, align: Qt.AlignmentFlag = TOP_LEFT, role: Role = Role.HEADLINE) -> None:
        super().__init__(skin, text, role, "text", align, bold=True)

    def yield_px(self, short_px: int, width: int) -> int:
        before = self.heightForWidth(width)
        self.shrink_into(width, before - short_px, self.skin.metrics.type_px(Role.TITLE))
        return before - self.heightForWidth(width)


class OneLine(Words):
    """As large as the width allows."""

    yields_as = 1

    def __init__(self, skin: Skin, text: str, role: Role = Role.BIG, ink: str = "accent") -> None:
        self._largest_px = skin.metrics.type_px(role)
        self._least_px = skin.metrics.type_px(Role.SMALL)
        super().__init__(skin, text, role, ink, CENTRE, bold=True)
        self.setWordWrap(False)

    def heightForWidth(self, width: int) -> int:
        self._fit(width)
        return self.fontMetrics().boundingRect(QRect(0, 0, width, 0), Qt.TextFlag.TextSingleLine, self.text()).height()

    def yield_px(self, short_px: int, width: int) -> int:
        """Half of its size at most: it stays the largest thing."""
        before = self.heightForWidth(width)
        smaller = self.font().pixelSize() * (before - short_px) // before
        self._largest_px = max(smaller, self._largest_px // 2)
        return before - self.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(self.width())
        super().resizeEvent(event)

    def _fit(self, width: int) -> None:
        font = QFont(self.font())
        font.setPixelSize(self._largest_px)
        self.setFont(font)
        natural = self.natural_width()
        if natural > width:
            font.setPixelSize(max(font.pixelSize() * width // natural, self._least_px))
            self.setFont(font)
