"""The camera's picture as a mirror, with one instruction at a time and the drawn head that shows it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent

from kiosk.visit.screen import HeadDrawing, Screen
from ui.shared.metrics import Role
from ui.visitor.column import Column
from ui.visitor.head_view import HeadView
from ui.visitor.layouts.page import PageView
from ui.visitor.mirror_view import MirrorView
from ui.visitor.skin import Skin
from ui.visitor.words import LEFT

MIRROR_SHARE = 0.58
HEAD_PX = 300
HEAD_ACROSS_PX = 220


class MirrorPage(PageView):
    """The instruction has a place of its own, so that nothing moves when it changes."""

    def __init__(self, skin: Skin, screen: Screen) -> None:
        super().__init__(skin, screen)
        guide = screen.guide
        self.mirror = MirrorView(skin, guide.filled if guide else 0.0)
        said = guide.instruction if guide else screen.headline
        self.instruction = self.words(said, Role.HEADLINE, align=LEFT, bold=True)
        self.head = HeadView(skin, guide.head if guide else HeadDrawing.STRAIGHT, self._head_px)
        for part in (self.mirror, self.instruction, self.head):
            part.setParent(self)

    def build_info(self) -> Column:
        headline = [self.words(self.shown.headline, Role.BODY, "muted")] if self.shown.guide else []
        return self.column([*headline, *self.cautions(), *self.paragraphs()])

    def show_changed(self, screen: Screen) -> None:
        super().show_changed(screen)
        guide = screen.guide
        if guide is not None:
            self.mirror.fill(guide.filled)
            self.head.show_head(guide.head)
            self.instruction.setText(self.skin.say(guide.instruction))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        area = self.rect().adjusted(*(side * self.metrics.margin_px for side in (1, 1, -1, -1)))
        self.touch.setVisible(self.touch.count > 0)
        if self.metrics.is_upright:
            self._arrange_upright(area)
        else:
            self._arrange_across(area)

    def _arrange_upright(self, area: QRect) -> None:
        width, gap = area.width(), self.metrics.gap_px
        touch_px = self._touch_px(width)
        self.mirror.setGeometry(area.left(), area.top(), width, min(width * 3 // 4, area.height() // 2))
        top = area.top() + self.mirror.height() + gap
        self._place_told(QRect(area.left(), top, width, area.bottom() + 1 - top - touch_px), is_beside=True)
        self.touch.setGeometry(area.left(), area.bottom() + 1 - touch_px + gap, width, max(touch_px - gap, 0))

    def _arrange_across(self, area: QRect) -> None:
        gap, left_px = self.metrics.gap_px * 2, int(area.width() * MIRROR_SHARE)
        height = min(left_px * 3 // 4, area.height())
        self.mirror.setGeometry(area.left(), area.top() + (area.height() - height) // 2, left_px, height)
        right = QRect(area.left() + left_px + gap, area.top(), area.width() - left_px - gap, area.height())
        touch_px = self._touch_px(right.width())
        self._place_told(right.adjusted(0, 0, 0, -touch_px), is_beside=False)
        self.touch.setGeometry(right.left(), right.bottom() + 1 - touch_px, right.width(), touch_px)

    @property
    def _head_px(self) -> int:
        return self.metrics.px(HEAD_PX if self.metrics.is_upright else HEAD_ACROSS_PX)

    def _touch_px(self, width: int) -> int:
        return self.touch.tight_height(width) + self.metrics.gap_px if self.touch.count else 0

    def _place_told(self, place: QRect, is_beside: bool) -> None:
        """Head and instruction; what else there is to read stands between the mirror and them, or at the foot."""
        side, gap = self._head_px, self.metrics.gap_px
        info_px = self.info.heightForWidth(place.width())
        if is_beside:
            self.info.setGeometry(place.left(), place.top(), place.width(), info_px)
            room = place.adjusted(0, info_px + gap, 0, 0)
            row = min(room.height(), side * 3 // 2)
            self.head.setGeometry(room.left(), room.top() + (row - side) // 2, side, side)
            self.instruction.setGeometry(room.left() + side + gap, room.top(), room.width() - side - gap, row)
        else:
            self.info.setGeometry(place.left(), place.bottom() + 1 - info_px, place.width(), info_px)
            room = place.adjusted(0, 0, 0, -info_px - gap)
            self.head.setGeometry(room.left(), room.top(), side, side)
            self.instruction.setGeometry(room.adjusted(0, side + gap, 0, 0))
