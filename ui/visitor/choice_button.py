"""One choice of a page: title, detail below it, and what stands at its end."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent

from kiosk.visit.events import Pressed
from kiosk.visit.screen import Choice
from ui.shared.metrics import Role
from ui.visitor.skin import Skin
from ui.visitor.touch import Touch, dress_of
from ui.visitor.words import CENTRE, LEFT, RIGHT, Words


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell of a grid writes its title; `breaks_title`: on two lines, parted at the first space."""

    title: Role = Role.BODY
    breaks_title: bool = False


class ChoiceButton(Touch):
    """A field across the column, or a cell of a grid with everything in the middle.

    Signals: pressed_choice: the Pressed of this choice.
    """

    pressed_choice = Signal(object)

    def __init__(self, skin: Skin, choice: Choice, cell: Cell | None = None, centred: bool = False) -> None:
        said = [skin.say(text) if text else "" for text in (choice.title, choice.detail, choice.trailing)]
        dress = dress_of(choice.is_primary, choice.is_chosen, choice.is_enabled)
        spoken = ", ".join(text for text in said if text)
        super().__init__(skin, dress, spoken, f"{choice.action}:{choice.value}")
        self.choice = choice
        self.setEnabled(choice.is_enabled)
        self._cell = cell
        title = said[0].replace(" ", "\n", 1) if cell and cell.breaks_title else said[0]
        size = cell.title if cell else Role.TITLE
        small = Role.SMALL if cell else Role.BODY
        side = CENTRE if cell or (centred and not choice.trailing) else LEFT
        is_strong = choice.is_primary or choice.is_chosen
        self._title = self._words(title, size, side, dress.ink, is_strong)
        self._detail = self._words(said[1], small, side, dress.ink) if said[1] else None
        end = CENTRE if cell else RIGHT
        self._trailing = self._words(said[2], small, end, dress.quiet_ink) if said[2] else None
        self.clicked.connect(self._tell)

    def heightForWidth(self, width: int) -> int:
        rows = self._stack(width)
        inner = sum(rect.height() for _, rect in rows)
        beside = self._beside(width)
        inner = max(inner, self._trailing.heightForWidth(beside) if self._trailing and beside else 0)
        return max(inner + 2 * self._pad, self.skin.metrics.touch_px)

    def least_width(self) -> int:
        """A cell's title stays on one line; a field's may be broken once."""
        share = 1.0 if self._cell else 0.55
        needed = [round(self._title.natural_width() * share), *(words.least_width() for words in self._all())]
        needed += [self._trailing.natural_width()] if self._trailing else []
        needed += [self._detail.natural_width() // 2] if self._detail else []
        return max(needed) + 2 * self._pad + self._tick_px

    def resizeEvent(self, event: QResizeEvent) -> None:
        rows = self._stack(self.width())
        top = (self.height() - sum(rect.height() for _, rect in rows)) // 2
        for words, rect in rows:
            words.setGeometry(rect.translated(0, top))
        beside = self._beside(self.width())
        if self._trailing and beside:
            self._trailing.setGeometry(self.width() - self._pad - beside, 0, beside, self.height())
        super().resizeEvent(event)

    def paint_more(self, painter: QPainter) -> None:
        """Chosen: a tick before the words, or a bar at the foot of a cell, for whoever does not see the colour."""
        if not self.choice.is_chosen:
            return
        px, ink = self.skin.metrics.px, self.skin.colour(self.dress.border)
        if self._cell:
            painter.fillRect(self.rect().adjusted(px(16), self.height() - px(14), -px(16), -px(6)), ink)
            return
        size = self._tick_px * 0.6
        painter.setPen(QPen(ink, px(6), c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(_tick(float(self._pad), self.height() / 2, size))

    def _words(self, text: str, role: Role, align: Qt.AlignmentFlag, ink: str, bold: bool = False) -> Words:
        words = Words(self.skin, text, role, ink, align, bold)
        words.setParent(self)
        return words

    def _all(self) -> list[Words]:
        return [words for words in (self._title, self._detail, self._trailing) if words is not None]

    @property
    def _pad(self) -> int:
        return self.skin.metrics.px(12 if self._cell else 22)

    @property
    def _tick_px(self) -> int:
        return self.skin.metrics.px(48) if self.choice.is_chosen and not self._cell else 0

    def _beside(self, width: int) -> int:
        """The width of what stands at the end of a field; a cell has it below."""
        if self._cell or self._trailing is None:
            return 0
        return min(self._trailing.natural_width(), int(width * 0.42))

    def _stack(self, width: int) -> list[tuple[Words, QRect]]:
        beside = self._beside(width)
        left = self._pad + self._tick_px
        room = width - left - self._pad - (beside + self._pad if beside else 0)
        below = (self._trailing,) if self._cell else ()
        rows: list[tuple[Words, QRect]] = []
        top = 0
        for words in (self._title, self._detail, *below):
            if words is not None:
                height = words.heightForWidth(room)
                rows.append((words, QRect(left, top, room, height)))
                top += height
        return rows

    def _tell(self) -> None:
        self.pressed_choice.emit(Pressed(self.choice.action, self.choice.value))


def _tick(left: float, middle: float, size: float) -> list[QPointF]:
    return [
        QPointF(left, middle),
        QPointF(left + size * 0.4, middle + size * 0.4),
        QPointF(left + size, middle - size * 0.5),
    ]
