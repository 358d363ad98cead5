"""Written words: one paragraph in one size and ink."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel

from ui.shared.metrics import Role
from ui.visitor.skin import Skin

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Words(QLabel):
    """Never marked up (a name is only a name), never selected or copied, transparent to touch."""

    def __init__(
        self,
        skin: Skin,
        text: str,
        role: Role = Role.BODY,
        ink: str = "text",
        align: Qt.AlignmentFlag = TOP_LEFT,
        bold: bool = False,
    ) -> None:
        super().__init__()
        self.skin = skin
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setAlignment(align)
        self.setFont(skin.font(role, bold))
        self.set_ink(ink)
        self.setText(text)

    def set_ink(self, ink: str) -> None:
        palette = QPalette(self.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            palette.setColor(group, QPalette.ColorRole.WindowText, self.skin.colour(ink))
        self.setPalette(palette)

    def heightForWidth(self, width: int) -> int:
        return _bounds(self, width).height()

    def natural_width(self) -> int:
        """On one line."""
        lines = self.text().split("\n")
        return max(self.fontMetrics().horizontalAdvance(line) for line in lines) + 2

    def least_width(self) -> int:
        """Of the longest piece that is never broken."""
        return _bounds(self, 1).width() + 2

    def shrink_into(self, width: int, height: int, least_px: int) -> None:
        """Take a smaller size, down to `least_px`, until the words go into the room."""
        font = QFont(self.font())
        while (self.least_width() > width or self.heightForWidth(width) > height) and font.pixelSize() > least_px:
            font.setPixelSize(font.pixelSize() - 1)
            self.setFont(font)


def _bounds(words: Words, width: int) -> QRect:
    room = QRect(0, 0, max(width, 1), 100_000)
    return words.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words.text())
