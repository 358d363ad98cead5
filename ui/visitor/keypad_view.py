"""Large keys: the alphabet in its own order (fewer people know a typewriter's), ten digits as on a telephone, or digits
with the signs of names."""

from string import ascii_lowercase

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action
from kiosk.visit.screen import Alphabet
from ui.shared.metrics import Role
from ui.visitor.sign_button import SignButton
from ui.visitor.signs import Sign
from ui.visitor.skin import Skin

COLUMNS = {Alphabet.LETTERS: 7, Alphabet.DIGITS: 3, Alphabet.SIGNS: 4}
CHARACTERS = {
    Alphabet.LETTERS: ascii_lowercase,
    Alphabet.DIGITS: "123456789 0",
    Alphabet.SIGNS: "1234567890-_",
}
ROWS = 4
WIDEST_PX = {Alphabet.LETTERS: 1100, Alphabet.DIGITS: 680, Alphabet.SIGNS: 1100}
HIGHEST_PX = 116


class KeypadView(QWidget):
    """Signals: intent: a Pressed."""

    intent = Signal(object)

    def __init__(self, skin: Skin, alphabet: Alphabet) -> None:
        super().__init__()
        self.skin = skin
        self._alphabet = alphabet
        self._keys = [self._key(one) if one.strip() else None for one in CHARACTERS[alphabet]]
        self._erase = SignButton(skin, Sign.ERASE, "", is_stacked=True, name=f"{Action.ERASE}:")
        self._erase.setAccessibleName(skin.wording.plain("ui.erase"))
        self._erase.setParent(self)
        self._erase.clicked.connect(lambda: self.intent.emit(Pressed(Action.ERASE)))

    def heightForWidth(self, _width: int) -> int:
        return ROWS * self.skin.metrics.px(HIGHEST_PX) + (ROWS - 1) * self.skin.metrics.gap_px

    def least_height(self) -> int:
        return ROWS * self.skin.metrics.touch_px + (ROWS - 1) * self.skin.metrics.gap_px

    def least_width(self) -> int:
        columns = COLUMNS[self._alphabet]
        return columns * self.skin.metrics.touch_px + (columns - 1) * self.skin.metrics.gap_px

    def resizeEvent(self, event: QResizeEvent) -> None:
        gap, columns = self.skin.metrics.gap_px, COLUMNS[self._alphabet]
        whole = min(self.width(), self.skin.metrics.px(WIDEST_PX[self._alphabet]))
        left = (self.width() - whole) // 2
        width = (whole - gap * (columns - 1)) // columns
        height = (self.height() - gap * (ROWS - 1)) // ROWS
        for place, key in enumerate(self._keys):
            row, column = divmod(place, columns)
            if key is not None:
                key.setGeometry(QRect(left + column * (width + gap), row * (height + gap), width, height))
        row, column = divmod(len(self._keys), columns)
        rest = columns - column
        at = (left + column * (width + gap), row * (height + gap))
        self._erase.setGeometry(QRect(*at, rest * width + (rest - 1) * gap, height))
        super().resizeEvent(event)

    def _key(self, character: str) -> SignButton:
        button = SignButton(self.skin, Sign.NONE, character.upper(), Role.TITLE, name=f"{Action.KEY}:{character}")
        button.setParent(self)
        button.clicked.connect(lambda: self.intent.emit(Pressed(Action.KEY, character)))
        return button
