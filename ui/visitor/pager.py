"""The large buttons that turn pages, and the word that says which one this is."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.sign_button import SignButton
from ui.visitor.signs import Sign
from ui.visitor.skin import Skin
from ui.visitor.words import CENTRE, Words


class Pager(QWidget):
    """The button that leads nowhere is hidden; the other keeps its place.

    Signals: turned: +1 or -1.
    """

    turned = Signal(int)

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self.skin = skin
        self._earlier = SignButton(skin, Sign.EARLIER, skin.wording.plain("ui.earlier"), name="pager:earlier")
        self._more = SignButton(skin, Sign.MORE, skin.wording.plain("ui.more"), name="pager:more")
        self._place = Words(skin, "", Role.BODY, "muted", CENTRE)
        for part in (self._earlier, self._place, self._more):
            part.setParent(self)
        self._earlier.clicked.connect(lambda: self.turned.emit(-1))
        self._more.clicked.connect(lambda: self.turned.emit(1))

    def show_page(self, page: int, pages: int) -> None:
        self._earlier.setVisible(page > 0)
        self._more.setVisible(page < pages - 1)
        self._place.setText(f"{page + 1} / {pages}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        gap = self.skin.metrics.gap_px
        side = (self.width() - 2 * gap) * 2 // 5
        middle = self.width() - 2 * side - 2 * gap
        self._earlier.setGeometry(0, 0, side, self.height())
        self._place.setGeometry(side + gap, 0, middle, self.height())
        self._more.setGeometry(side + 2 * gap + middle, 0, side, self.height())
        super().resizeEvent(event)
