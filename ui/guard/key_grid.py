"""Keys on the screen, in rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.guard.press import WordButton
from ui.guard.rows import gone
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Button


class KeyGrid(QWidget):
    """The last key takes what its row has left. Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin, columns: int, high_px: float) -> None:
        super().__init__()
        self._skin, self._columns, self._high_px = skin, columns, high_px
        self._keys: list[WordButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(skin.px(8))
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def show_keys(self, buttons: tuple[Button, ...]) -> None:
        if len(buttons) != len(self._keys):
            self._build(buttons)
        for key, button in zip(self._keys, buttons, strict=True):
            if key.shown != button:
                key.show_button(button)
        self.setVisible(bool(buttons))

    def _build(self, buttons: tuple[Button, ...]) -> None:
        for old in self._keys:
            self._grid.removeWidget(old)
            gone(old)
        self._keys = [WordButton(self._skin, button, Role.TITLE, self._high_px) for button in buttons]
        for place, key in enumerate(self._keys):
            row, column = divmod(place, self._columns)
            key.clicked.connect(lambda _checked=False, one=key: self.pressed.emit(one.shown))
            width = self._columns - column if place == len(self._keys) - 1 else 1
            self._grid.addWidget(key, row, column, 1, width)
