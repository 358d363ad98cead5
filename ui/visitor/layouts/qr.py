"""A code that a telephone scans, the sum to pay, and what happens then."""

from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.column import Column
from ui.visitor.layouts.page import PageView
from ui.visitor.qr_view import QrView
from ui.visitor.words import CENTRE


class QrPage(PageView):
    """Upright everything is below each other; across, the code stands to the right of the words."""

    def build_info(self) -> Column:
        headline = self.headline(CENTRE)
        big = [self.words(self.shown.big, Role.HEADLINE, "accent", CENTRE, bold=True)] if self.shown.big else []
        code = self._code(620) if self.metrics.is_upright else []
        above: list[QWidget] = [headline, *code, *big, *self.cautions()]
        return Column(above, self.text_gap_px, self.paged(self.paragraphs(CENTRE)), centred=True)

    def build_touch(self) -> Column:
        code = [] if self.metrics.is_upright else self._code(560)
        return self.column(code, rest=self.choices(self.shown.choices), grows=True)

    def _code(self, side_px: int) -> list[QrView]:
        return [QrView(self.skin, self.shown.qr_text, self.metrics.px(side_px))] if self.shown.qr_text else []
