"""A person's way through the house: the plan with numbered dots, and the stays in their order beside it."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.guard.label import TOP, Label, OneLine
from ui.guard.panel import Panel
from ui.guard.plan_view import DOT_PX, PlanView, paint_dot
from ui.guard.rows import ButtonRow
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import WayPage, WayRow

LIST_PX = 264
ROW_PX = 54


class Dot(QWidget):
    """As on the plan."""

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self._skin = skin
        self._words, self._is_last = "", False
        self.setFixedSize(skin.px(DOT_PX), skin.px(DOT_PX))

    def show_number(self, words: str, *, is_last: bool) -> None:
        self._words, self._is_last = words, is_last
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._words:
            paint_dot(painter, self._skin, QRectF(self.rect()), self._words, Role.BODY, is_last=self._is_last)


class WayRowView(QWidget):
    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self._skin = skin
        self.setFixedHeight(skin.px(ROW_PX))
        self._dot = Dot(skin)
        self._door, self._times = OneLine(skin, Role.BODY, bold=True), OneLine(skin, Role.SMALL, "muted")
        line, words = QHBoxLayout(self), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(skin.px(12))
        words.setSpacing(0)
        words.addWidget(self._door)
        words.addWidget(self._times)
        line.addWidget(self._dot)
        line.addLayout(words, 1)

    def show_row(self, row: WayRow) -> None:
        say = self._skin.say
        self._dot.show_number("" if row.number is None else str(row.number), is_last=row.is_last)
        self._door.say(say(row.door))
        told = [say(text) for text in (row.times, row.aside) if text is not None]
        self._times.say(" · ".join(told))
        self._times.setVisible(bool(told))


class WayView(Panel):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "surface", pad_px=16)
        self._title = OneLine(skin, Role.TITLE, bold=True)
        self._others = ButtonRow(skin, Role.SMALL, high_px=40)
        self._others.pressed.connect(self.pressed)
        self.plan = PlanView(skin)
        self._where = Label(skin, Role.TITLE, bold=True, align=TOP)
        self._waits = Label(skin, Role.BODY, "muted", align=TOP)
        self._rows: list[WayRowView] = []
        self._list = QVBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        px = self.skin.px
        top, body, beside = QHBoxLayout(), QHBoxLayout(), QWidget()
        top.addWidget(self._title, 1)
        top.addWidget(self._others)
        beside.setLayout(self._list)
        beside.setFixedWidth(px(LIST_PX))
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(px(4))
        self._list.addWidget(self._where)
        self._list.addSpacing(px(8))
        self._list.addWidget(self._waits)
        self._list.addStretch(1)
        body.setSpacing(px(24))
        body.addWidget(self.plan, 1)
        body.addWidget(beside)
        self.line.addLayout(top)
        self.line.addLayout(body, 1)

    def show_main(self, page: WayPage, shelf: Shelf) -> None:
        say = self.skin.say
        self._title.say(say(page.title))
        self._others.show_buttons(page.others)
        self._where.say(say(page.where))
        self._waits.say(say(page.waits) if page.waits else "")
        waits = shelf.is_waited_for(page.plan)
        instead = self.skin.wording.plain("way.fetching") if waits else say(page.missing)
        spoken = self.skin.wording.plain("way.plan", way=" ".join(map(say, page.spoken)))
        self.plan.show_picture(shelf.get(page.plan), spoken, instead)
        self.plan.show_way(page.marks, page.path)
        self._show_rows(page.rows)

    def _show_rows(self, rows: tuple[WayRow, ...]) -> None:
        while len(self._rows) < len(rows):
            row = WayRowView(self.skin)
            self._list.insertWidget(self._list.count() - 1, row)
            self._rows.append(row)
        for place, view in enumerate(self._rows):
            view.setVisible(place < len(rows))
            if place < len(rows):
                view.show_row(rows[place])
