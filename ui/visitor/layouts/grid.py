"""Days as a row, slots below: what is full stands there too and cannot be pressed."""

from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.choice_button import Cell
from ui.visitor.column import Column
from ui.visitor.layouts.page import PageView
from ui.visitor.paging import PagedGrid, Shape

MOST_ROWS_OF_DAYS = 2
MOST_COLUMNS = 4
DAY = Cell(Role.SMALL, breaks_title=True)


class GridPage(PageView):
    """Upright the days stand above the slots, across they stand to their left below the headline."""

    info_share = 0.36

    def build_info(self) -> Column:
        headline = self.headline()
        beside = None if self.metrics.is_upright else self._days()
        return self.column([headline, *self.cautions(), *self.paragraphs()], rest=beside)

    def build_touch(self) -> Column:
        above: list[QWidget] = [self._days()] if self.shown.days and self.metrics.is_upright else []
        return self.column(above, rest=self._slots(), grows=True)

    def _days(self) -> PagedGrid:
        buttons = [self.choice(day, DAY) for day in self.shown.days]
        least = max((button.least_width() for button in buttons), default=0)
        most_rows = 0 if not self.metrics.is_upright else 1 if self.metrics.lowered else MOST_ROWS_OF_DAYS
        chosen = next((place for place, day in enumerate(self.shown.days) if day.is_chosen), 0)
        shape = Shape(7, least, self.metrics.gap_px, most_rows=most_rows)
        return PagedGrid(self.skin, buttons, shape, opened_at=chosen)

    def _slots(self) -> PagedGrid:
        buttons = [self.choice(choice, Cell()) for choice in self.shown.choices]
        least = max((button.least_width() for button in buttons), default=0)
        shape = Shape(MOST_COLUMNS, least, self.metrics.gap_px, self.metrics.px(120))
        return PagedGrid(self.skin, buttons, shape)
