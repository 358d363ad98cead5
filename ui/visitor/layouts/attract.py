"""Place your card: a drawing of where, and what is done with a face, readable at a metre."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.screen import Screen
from ui.shared.metrics import Role
from ui.visitor.column import Card, Column
from ui.visitor.layouts.page import PageView
from ui.visitor.skin import Skin
from ui.visitor.staff_sign import StaffSign
from ui.visitor.words import CENTRE, Words

HEIGHT_PX = 420
HEIGHT_BESIDE_LARGE_PRINT_PX = 280
HEIGHT_ACROSS_PX = 270


class AttractPage(PageView):
    """The first sentence of the body names the place; the rest is the notice. The headline stands in every language."""

    info_share = 0.44
    centres_choices = True

    def __init__(self, skin: Skin, screen: Screen) -> None:
        super().__init__(skin, screen)
        self._sign = StaffSign(skin, [skin.say(text) for text in screen.staff]) if screen.staff else None
        if self._sign is not None:
            self._sign.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sign is not None:
            self._sign.setGeometry(0, 0, self.width(), self.metrics.margin_px)

    def build_info(self) -> Column:
        headline = self.headline(CENTRE)
        named = [self.words(text, Role.BODY, "muted", CENTRE) for text in self.shown.body[:1]]
        top: list[QWidget] = [*named, headline, *self._other_languages(), *self._drawing(), *self.cautions()]
        if self.metrics.is_upright:
            return Column(top, self.text_gap_px, self._notice())
        return Column(top, self.text_gap_px, centred=True)

    def build_touch(self) -> Column:
        if self.metrics.is_upright:
            return self.column([], rest=self.choices(self.shown.choices), grows=True)
        return Column([], self.metrics.gap_px, self._notice(), feet=self.foot())

    def _other_languages(self) -> list[QWidget]:
        wording = self.skin.wording
        others = [language for language in wording.texts.languages if language != wording.language]
        said = [wording.in_language(language).of(self.shown.headline) for language in others]
        return [Words(self.skin, text, Role.TITLE, "muted", CENTRE) for text in said]

    def _drawing(self) -> list[QWidget]:
        upright = HEIGHT_BESIDE_LARGE_PRINT_PX if self.metrics.large_print else HEIGHT_PX
        height = upright if self.metrics.is_upright else HEIGHT_ACROSS_PX
        return self.drawn(height)

    def _notice(self) -> Card:
        return Card(self.skin, [], rest=self.paged([self.words(text) for text in self.shown.body[1:]]))
