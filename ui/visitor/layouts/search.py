"""A keypad, what was typed so far, and what was found."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent

from kiosk.visit.screen import Alphabet, Keypad, Screen
from ui.shared.metrics import Role
from ui.visitor.choice_button import Cell
from ui.visitor.column import Card, Column
from ui.visitor.keypad_view import KeypadView
from ui.visitor.layouts.page import PageView
from ui.visitor.one_line import Headline, OneLine
from ui.visitor.paging import PagedGrid, Shape
from ui.visitor.skin import Skin

EMPTY = " "
MOST_COLUMNS = 3


class SearchPage(PageView):
    """Letters: what was found stands between the field and the keys. Digits: the one button stands below the keys.

    Across, the keys are on the right and everything else on the left.
    """

    def __init__(self, skin: Skin, screen: Screen) -> None:
        super().__init__(skin, screen)
        assert screen.keypad is not None, "a search without a keypad"
        self._has_letters = screen.keypad.alphabet is not Alphabet.DIGITS
        self.keypad = KeypadView(skin, screen.keypad.alphabet)
        self._field = self._typed(screen.keypad)
        for part in (self.keypad, self._field):
            part.setParent(self)
        self.keypad.intent.connect(self.intent)

    def build_info(self) -> Column:
        headline = Headline(self.skin, self.skin.say(self.shown.headline), role=self._headline_role)
        return self.column([headline, *self.cautions(), *self.paragraphs()])

    def build_touch(self) -> Column:
        """What was found, as many beside each other as go; the one button of a row of digits takes it all."""
        cells = [self.choice(choice, Cell(self._cell_role)) for choice in self.shown.choices]
        least = max((cell.least_width() for cell in cells), default=0)
        shape = Shape(MOST_COLUMNS, least, self.metrics.gap_px, self.metrics.px(120))
        return self.column([], rest=PagedGrid(self.skin, cells, shape), grows=True)

    @property
    def _cell_role(self) -> Role:
        return Role.BODY if self.shown.keypad and self.shown.keypad.alphabet is not Alphabet.DIGITS else Role.TITLE

    @property
    def _headline_role(self) -> Role:
        """Across, the column beside the keys is narrow."""
        return Role.HEADLINE if self.metrics.is_upright else Role.TITLE

    def _typed(self, keypad: Keypad) -> Card:
        field = OneLine(self.skin, keypad.typed.upper() or EMPTY, self._headline_role, "text")
        field.setAccessibleName(self.skin.wording.plain("ui.typed"))
        return Card(self.skin, [field])

    def resizeEvent(self, event: QResizeEvent) -> None:
        area = self.rect().adjusted(*(side * self.metrics.margin_px for side in (1, 1, -1, 0)))
        area.setBottom(area.bottom() - self.metrics.gap_px)
        if self.metrics.is_upright:
            self._arrange_below(area)
        else:
            self._arrange_beside(area)

    def _arrange_below(self, area: QRect) -> None:
        gap, width = self.metrics.gap_px, area.width()
        info_px, field_px = self.info.heightForWidth(width), self._field.heightForWidth(width)
        self.info.setGeometry(area.left(), area.top(), width, info_px)
        field_end = max(area.top() + info_px + gap + field_px, self.metrics.reach_px - gap)
        self._field.setGeometry(area.left(), field_end - field_px, width, field_px)
        below = area.adjusted(0, field_end + gap - area.top(), 0, 0)
        if self._has_letters:
            found_px = self.touch.least_height(width)
            spare = below.height() - gap - found_px
            keys_px = max(min(self.keypad.heightForWidth(width), spare), self.keypad.least_height())
            self.keypad.setGeometry(below.left(), below.bottom() + 1 - keys_px, width, keys_px)
            self.touch.setGeometry(below.adjusted(0, 0, 0, -keys_px - gap))
        else:
            button_px = self.touch.tight_height(width)
            keys_px = min(self.keypad.heightForWidth(width) * 5 // 4, below.height() - button_px - gap)
            self.keypad.setGeometry(below.left(), below.top(), width, keys_px)
            self.touch.setGeometry(below.left(), below.top() + keys_px + gap, width, button_px)

    def _arrange_beside(self, area: QRect) -> None:
        gap = self.metrics.gap_px
        keys_width = max(self.keypad.least_width(), area.width() * 2 // 5)
        left_px = area.width() - keys_width - gap
        keys_px = max(self.keypad.least_height(), min(self.keypad.heightForWidth(keys_width), area.height()))
        self.keypad.setGeometry(area.right() + 1 - keys_width, area.bottom() + 1 - keys_px, keys_width, keys_px)
        info_px, field_px = self.info.heightForWidth(left_px), self._field.heightForWidth(left_px)
        self.info.setGeometry(area.left(), area.top(), left_px, info_px)
        top = area.top() + info_px + gap
        self._field.setGeometry(area.left(), top, left_px, field_px)
        top += field_px + gap
        self.touch.setGeometry(area.left(), top, left_px, area.bottom() + 1 - top)
