"""A sentence and where to go; also something that is under way."""

from PySide6.QtWidgets import QWidget

from ui.visitor.column import Column
from ui.visitor.layouts.page import PageView
from ui.visitor.one_line import OneLine
from ui.visitor.words import CENTRE

DRAWING_PX = 220


class MessagePage(PageView):
    centres_choices = True

    def build_info(self) -> Column:
        headline = self.headline(CENTRE)
        big = [OneLine(self.skin, self.skin.say(self.shown.big))] if self.shown.big else []
        parts: list[QWidget] = [*self.drawn(DRAWING_PX), headline, *big, *self.cautions(), *self.paragraphs(CENTRE)]
        below = self.facts_card() if self.metrics.is_upright else None
        return Column(parts, self.text_gap_px, below, centred=True)

    def build_touch(self) -> Column:
        return self.facts_and_choices()
