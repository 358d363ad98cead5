"""A button with a drawn sign and a word: the fixed places and the turning of pages."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QResizeEvent

from ui.shared.metrics import Role
from ui.visitor.signs import Sign, paint_sign
from ui.visitor.skin import Skin
from ui.visitor.touch import Touch, dress_of
from ui.visitor.words import CENTRE, LEFT, Words

LEAST_PX = 20


class SignButton(Touch):
    """Sign before the words, or above them where there is no room beside. A switch that is on says so by a tick."""

    def __init__(
        self,
        skin: Skin,
        sign: Sign,
        words: str,
        role: Role = Role.BODY,
        is_on: bool = False,
        is_stacked: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(skin, dress_of(False, is_on, True), words.replace("\n", " "), name)
        self._sign = Sign.TICK if is_on else sign
        self._is_stacked = is_stacked
        align = CENTRE if is_stacked or sign is Sign.NONE else LEFT
        self._words = Words(skin, words, role, self.dress.ink, align, bold=is_on)
        self._words.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self._words_place(self.skin.metrics.px(6))
        self._words.shrink_into(place.width(), place.height(), self.skin.metrics.px(LEAST_PX))
        self._words.setGeometry(self._words_place(self.skin.metrics.px(6)))
        super().resizeEvent(event)

    def _words_place(self, pad: int) -> QRect:
        if self._is_stacked or self._sign is Sign.NONE:
            room = self.width() - 2 * pad
            top = int(self._sign_place().bottom()) if self._sign is not Sign.NONE else 0
            return QRect(pad, top, room, self.height() - top)
        left, needed = self._beside()
        return QRect(left, 0, needed, self.height())

    def _beside(self) -> tuple[int, int]:
        """Where the words begin when sign and words stand in the middle together, and how wide they are."""
        sign = self._sign_px + self._pad
        room = self.width() - sign - 2 * self._pad
        needed = min(self._words.natural_width(), room)
        return (self.width() - sign - needed) // 2 + sign, needed

    @property
    def _sign_px(self) -> int:
        return self.skin.metrics.px(34 if self._is_stacked else 48)

    @property
    def _pad(self) -> int:
        return self.skin.metrics.px(16)

    def _sign_place(self) -> QRectF:
        size = self._sign_px
        if not self._words.text():
            return QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        if self._is_stacked:
            return QRectF((self.width() - size) / 2, self.skin.metrics.px(8), size, size)
        left, _ = self._beside()
        return QRectF(left - size - self._pad, (self.height() - size) / 2, size, size)

    def paint_more(self, painter: QPainter) -> None:
        pen = QPen(self.skin.colour(self.dress.ink), self.skin.metrics.px(4))
        paint_sign(painter, self._sign, self._sign_place(), pen)
