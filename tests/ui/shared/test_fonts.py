import pytest
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

from ui.shared.fonts import font


def test_the_screens_font_has_rare_characters(qapp: QApplication) -> None:
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    if not QFontDatabase.families(chinese):
        pytest.skip("missing part: a font with Chinese (Debian: fonts-noto-cjk)")
    assert QRawFont.fromFont(font(34), chinese).supportsCharacter("龘")


def test_numerals_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(font(34))
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1
