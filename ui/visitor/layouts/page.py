"""What all layouts share: reading above or left, touching below or right; presses leave as a Pressed."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.screen import Choice, Drawing, Screen, Text
from ui.shared.metrics import Metrics, Role
from ui.visitor.choice_button import Cell, ChoiceButton
from ui.visitor.column import Beside, Card, Column
from ui.visitor.drawings import DrawingView
from ui.visitor.facts import fact_rows
from ui.visitor.one_line import Headline
from ui.visitor.paging import PagedGrid, Shape
from ui.visitor.skin import Skin
from ui.visitor.words import TOP_LEFT, Words

FEW = 4
"""So many choices are never parted on two pages where the text can be."""


class PageView(QWidget):
    """One page. Those who inherit fill `info` and `touch`, or arrange everything themselves.

    Signals: intent: a Pressed.
    """

    intent = Signal(object)
    info_share = 0.46
    """Of the width of a screen that lies across."""
    centres_choices = False
    """Answers to one question, not a list to read."""

    def __init__(self, skin: Skin, screen: Screen) -> None:
        super().__init__()
        self.skin = skin
        self.shown = screen
        self.info = self.build_info()
        self.touch = self.build_touch()
        for part in (self.info, self.touch):
            part.setParent(self)

    def build_info(self) -> Column:
        return self.column([self.headline(), *self.cautions(), *self.paragraphs()])

    def build_touch(self) -> Column:
        return self.column([], rest=self.choices(self.shown.choices), grows=True)

    def show_changed(self, screen: Screen) -> None:
        """The same page with another guide: what moves is moved, nothing is built anew."""
        self.shown = screen

    @property
    def metrics(self) -> Metrics:
        return self.skin.metrics

    def resizeEvent(self, event: QResizeEvent) -> None:
        area = self.rect().adjusted(*(side * self.metrics.margin_px for side in (1, 1, -1, 0)))
        if not self.touch.count:
            self.info.setGeometry(area)
            self.touch.hide()
        elif self.metrics.is_upright:
            self._arrange_upright(area)
        else:
            self._arrange_across(area)
        super().resizeEvent(event)

    def _arrange_upright(self, area: QRect) -> None:
        gap, width = self.metrics.gap_px, area.width()
        touch_px = self._least_touch_px(width)
        reach = self.metrics.reach_px - area.top() - gap
        info_px = max(reach, min(self.info.heightForWidth(width), area.height() - gap - touch_px))
        self.info.setGeometry(area.left(), area.top(), width, info_px)
        top = area.top() + info_px + gap
        self.touch.setGeometry(area.left(), top, width, area.bottom() + 1 - top - self._foot_px)

    def _arrange_across(self, area: QRect) -> None:
        gap = self.metrics.gap_px * 2
        left_px = int((area.width() - gap) * self.info_share)
        self.info.setGeometry(area.left(), area.top(), left_px, area.height() - self._foot_px)
        width, room = area.width() - gap - left_px, area.height() - self._foot_px
        height = min(self.touch.tight_height(width), room) if self.metrics.lowered else room
        self.touch.setGeometry(area.left() + left_px + gap, area.top() + room - height, width, height)

    @property
    def text_gap_px(self) -> int:
        """Between things to read."""
        return self.metrics.px(24 if self.metrics.is_upright else 16)

    @property
    def _foot_px(self) -> int:
        return self.metrics.gap_px

    def _least_touch_px(self, width: int) -> int:
        few = len(self.shown.choices) <= FEW
        least = self.touch.tight_height(width) if few else self.touch.least_height(width)
        return least + self._foot_px

    def words(
        self,
        text: Text,
        role: Role = Role.BODY,
        ink: str = "text",
        align: Qt.AlignmentFlag = TOP_LEFT,
        bold: bool = False,
    ) -> Words:
        return Words(self.skin, self.skin.say(text), role, ink, align, bold)

    def headline(self, align: Qt.AlignmentFlag = TOP_LEFT) -> Headline:
        return Headline(self.skin, self.skin.say(self.shown.headline), align)

    def column(self, parts: Sequence[QWidget], rest: PagedGrid | Column | None = None, grows: bool = False) -> Column:
        return Column(parts, self.metrics.gap_px, rest, grows=grows)

    def paragraphs(self, align: Qt.AlignmentFlag = TOP_LEFT) -> list[QWidget]:
        return [self.words(text, align=align) for text in self.shown.body]

    def paged(self, rows: Sequence[QWidget]) -> PagedGrid:
        return PagedGrid(self.skin, rows, Shape(gap_px=self.metrics.px(12 if self.metrics.is_upright else 8)))

    def fact_rows(self) -> list[QWidget]:
        return fact_rows(
            self.skin, [(self.skin.say(fact.label), self.skin.say(fact.value)) for fact in self.shown.facts]
        )

    def facts_card(self) -> Card:
        return Card(self.skin, [], rest=self.paged(self.fact_rows()))

    def facts_and_choices(self) -> Column:
        """What is touched; across, the facts stand above it."""
        if self.metrics.is_upright or not self.shown.facts:
            return self.answers()
        return Column([], self.metrics.gap_px, self.facts_card(), feet=self.foot())

    def answers(self) -> Column:
        """Across they stand in the middle, as the question does."""
        ways, is_upright = self.choices(self.shown.choices), self.metrics.is_upright
        return Column([], self.metrics.gap_px, ways, centred=not is_upright, grows=is_upright)

    def foot(self) -> list[QWidget]:
        """The choices side by side, as low as they can be."""
        buttons = [self.choice(choice, Cell()) for choice in self.shown.choices]
        return [PagedGrid(self.skin, buttons, Shape(2, 0, self.metrics.gap_px))] if buttons else []

    def cautions(self) -> list[QWidget]:
        """What needs attention, with its sign, on amber."""
        if self.shown.caution is None:
            return []
        words = self.words(self.shown.caution, ink="amber_ink")
        return [Card(self.skin, [self._beside(Drawing.CAUTION, [words], 56)], ground="amber")]

    def drawn(self, height_px: int) -> list[QWidget]:
        if self.shown.drawing is Drawing.NONE:
            return []
        return [DrawingView(self.skin, self.shown.drawing, self.metrics.px(height_px))]

    def beside(self, words: Sequence[QWidget], side_px: int = 180) -> list[QWidget]:
        """The screen's drawing and the words that belong to it."""
        if self.shown.drawing is Drawing.NONE:
            return list(words)
        return [self._beside(self.shown.drawing, words, side_px)]

    def _beside(self, drawing: Drawing, words: Sequence[QWidget], side_px: int) -> Beside:
        side = self.metrics.px(side_px)
        return Beside(DrawingView(self.skin, drawing, side), side, self.column(words), self.metrics.gap_px)

    def choice(self, choice: Choice, cell: Cell | None = None) -> ChoiceButton:
        button = ChoiceButton(self.skin, choice, cell, self.centres_choices)
        button.pressed_choice.connect(self.intent)
        return button

    def choices(self, choices: Sequence[Choice], row_px: int = 168) -> PagedGrid:
        """One column; two where one would not hold them all and their titles go into half the width."""
        buttons = [self.choice(choice) for choice in choices]
        least = max((button.least_width() for button in buttons), default=0)
        wide_first = bool(choices) and choices[0].is_primary
        gap = self.metrics.gap_px
        return PagedGrid(self.skin, buttons, Shape(2, least, gap, self.metrics.px(row_px), wide_first, True))
