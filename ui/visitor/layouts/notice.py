"""Something to read before a decision, and the answers to it, neither drawn as the likely one."""

from ui.visitor.column import Card, Column
from ui.visitor.layouts.page import PageView


class NoticePage(PageView):
    centres_choices = True
    info_share = 0.58

    def build_info(self) -> Column:
        headline = self.headline()
        return self.column([headline, *self.cautions()], rest=Card(self.skin, [], rest=self.paged(self.paragraphs())))
