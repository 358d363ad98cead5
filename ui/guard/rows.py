"""Lines of buttons: the same ones are kept while what they do stays the same, so that the focus stays too."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.guard.press import Press, WordButton, name_of
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Button

MakePress = Callable[[Button], Press]


def gone(part: QWidget | None) -> None:
    """Hidden now, gone with the next turn of the event loop: it may be the one that was just pressed."""
    if part is not None:
        part.hide()
        part.setParent(None)
        part.deleteLater()


class ButtonRow(QWidget):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(
        self,
        skin: Skin,
        role: Role = Role.BODY,
        high_px: float = 44,
        upright: bool = False,
        stretched: bool = True,
        make: MakePress | None = None,
    ) -> None:
        super().__init__()
        self._make = make or (lambda button: WordButton(skin, button, role, high_px))
        self._stretched = stretched
        self.presses: list[Press] = []
        self._line: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(skin.px(8))
        if not stretched:
            self._line.addStretch(1)

    def show_buttons(self, buttons: Sequence[Button]) -> None:
        if [name_of(button) for button in buttons] != [press.objectName() for press in self.presses]:
            self._build(buttons)
        for press, button in zip(self.presses, buttons, strict=True):
            if press.shown != button:
                press.show_button(button)
        self.setVisible(bool(buttons))

    def _build(self, buttons: Sequence[Button]) -> None:
        for press in self.presses:
            self._line.removeWidget(press)
            gone(press)
        self.presses = [self._make(button) for button in buttons]
        for place, press in enumerate(self.presses):
            press.clicked.connect(lambda _checked=False, one=press: self.pressed.emit(one.shown))
            self._line.insertWidget(place, press, 1 if self._stretched else 0)
