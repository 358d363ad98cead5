"""Done: one large thing, and what to do next with a drawing of it."""

from PySide6.QtWidgets import QWidget

from ui.visitor.column import Card, Column
from ui.visitor.layouts.page import PageView
from ui.visitor.one_line import OneLine
from ui.visitor.words import CENTRE

DRAWING_PX = 150


class ResultPage(PageView):
    """Across, the facts stand to the right above the choices. Upright, when something went wrong, there is so much to
    say that it is turned over together with the facts."""

    info_share = 0.5
    centres_choices = True

    def build_info(self) -> Column:
        headline = self.headline(CENTRE)
        big = [OneLine(self.skin, self.skin.say(self.shown.big))] if self.shown.big else []
        parts: list[QWidget] = [headline, *big, *self.cautions()]
        if self.metrics.is_upright and self.shown.caution:
            rows = [*self.paragraphs(), *self.fact_rows()]
            return Column(parts, self.text_gap_px, Card(self.skin, [], rest=self.paged(rows)))
        if self.metrics.is_upright:
            return Column([*parts, *self.beside(self.paragraphs())], self.text_gap_px, self.facts_card())
        return Column([*parts, *self.drawn(DRAWING_PX)], self.text_gap_px, self.paged(self.paragraphs(CENTRE)))

    def build_touch(self) -> Column:
        return self.facts_and_choices()
