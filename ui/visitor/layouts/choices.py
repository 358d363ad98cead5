"""Large buttons below each other."""

from ui.visitor.layouts.page import PageView


class ChoicesPage(PageView):
    info_share = 0.34
