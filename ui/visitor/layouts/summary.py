"""Everything on one card, one button."""

from PySide6.QtWidgets import QWidget

from ui.visitor.column import Card, Column
from ui.visitor.layouts.page import PageView


class SummaryPage(PageView):
    """Across, a single remark stands above the button, so that the card holds all the facts on one page."""

    info_share = 0.62
    centres_choices = True

    def build_info(self) -> Column:
        rows = [*self.fact_rows(), *([] if self._is_remark else self.paragraphs())]
        card = Card(self.skin, [], rest=self.paged(rows)) if rows else None
        return self.column([self.headline(), *self.cautions()], rest=card)

    def build_touch(self) -> Column:
        remark: list[QWidget] = self.paragraphs() if self._is_remark else []
        return self.column(remark, rest=self.choices(self.shown.choices), grows=True)

    @property
    def _is_remark(self) -> bool:
        return not self.metrics.is_upright and len(self.shown.body) == 1 and bool(self.shown.facts)
