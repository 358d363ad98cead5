"""The demonstration's hand: a plain window of buttons beside the kiosk, and the paper that came out of its printer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QGridLayout, QGroupBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.shared.placing import Ticker

COLUMNS = 2
LOOKS_EVERY_MS = 300


@dataclass(frozen=True, slots=True)
class HandButton:
    label: str
    do: Callable[[], None]


class HandWindow(QWidget):
    """`printed` answers the text of the newest slips; it is looked at several times a second."""

    def __init__(
        self, title: str, groups: Sequence[tuple[str, Sequence[HandButton]]], printed: Callable[[], str]
    ) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self._printed = printed
        column = QVBoxLayout(self)
        for name, buttons in groups:
            column.addWidget(_group(name, buttons))
        self.paper = QPlainTextEdit(readOnly=True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setStyleHint(QFont.StyleHint.Monospace)
        self.paper.setFont(fixed)
        self.paper.setMinimumSize(420, 220)
        column.addWidget(self.paper, 1)
        self._looking = Ticker(self._look, LOOKS_EVERY_MS)

    def _look(self) -> None:
        text = self._printed()
        if text != self.paper.toPlainText():
            self.paper.setPlainText(text)
            self.paper.ensureCursorVisible()


def _group(name: str, buttons: Sequence[HandButton]) -> QGroupBox:
    box = QGroupBox(name)
    grid = QGridLayout(box)
    for place, one in enumerate(buttons):
        button = QPushButton(one.label)
        button.clicked.connect(lambda _checked=False, do=one.do: do())
        grid.addWidget(button, place // COLUMNS, place % COLUMNS)
    return box
