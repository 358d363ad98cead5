"""The font of every screen: one family with Chinese and Latin, numerals of one width."""

from PySide6.QtGui import QFont

from ui.shared.theme import FONT_FAMILIES


def font(size_px: int, bold: bool = False) -> QFont:
    made = QFont()
    made.setFamilies(list(FONT_FAMILIES))
    made.setPixelSize(size_px)
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
