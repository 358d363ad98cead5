"""The alarms of the day: looked for by typing, filtered, a page at a time."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from ui.guard.label import CENTRE, LEFT, RIGHT, Label, OneLine
from ui.guard.panel import Panel, ToneSign
from ui.guard.press import Press
from ui.guard.rows import ButtonRow, gone
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import FeedPage, FeedRow

ROW_PX = 46
FIELD_PX = 44


class Field(QLineEdit):
    """One line to type into."""

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self._skin = skin
        self.setFont(skin.font(Role.BODY))
        self.setFixedHeight(skin.px(FIELD_PX))
        self.setTextMargins(skin.px(8), 0, skin.px(8), 0)
        palette = QPalette(self.palette())
        for role, token in (
            (QPalette.ColorRole.Text, "text"),
            (QPalette.ColorRole.PlaceholderText, "muted"),
            (QPalette.ColorRole.Highlight, "accent"),
            (QPalette.ColorRole.HighlightedText, "on_accent"),
        ):
            palette.setColor(role, skin.colour(token))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self.setFrame(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token, width = ("accent", 3) if self.hasFocus() else ("border", 1)
        pen_px = self._skin.px(width)
        painter.setPen(QPen(self._skin.colour(token), pen_px))
        painter.setBrush(self._skin.colour("surface"))
        inset, corner = pen_px / 2, self._skin.px(8)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)
        painter.end()
        super().paintEvent(event)


class FeedPress(Press):
    def __init__(self, skin: Skin, row: FeedRow) -> None:
        super().__init__(skin, row.button)
        self.setFixedHeight(skin.px(ROW_PX))
        line = QHBoxLayout(self)
        line.setContentsMargins(skin.px(12), 0, skin.px(12), 0)
        line.setSpacing(skin.px(12))
        self._at = Label(skin, Role.BODY, bold=True, align=LEFT, wrap=False)
        self._at.setMinimumWidth(skin.px(110))
        self._door, self._who = OneLine(skin, Role.BODY), OneLine(skin, Role.BODY, bold=True)
        self._sign = ToneSign(skin, 18)
        self._outcome, self._owner = OneLine(skin, Role.BODY), OneLine(skin, Role.SMALL, "muted", align=RIGHT)
        for part, stretch in ((self._at, 0), (self._door, 3), (self._who, 4)):
            line.addWidget(part, stretch)
        line.addWidget(self._sign)
        line.addWidget(self._outcome, 4)
        line.addWidget(self._owner, 2)
        for part in (self._door, self._who, self._outcome, self._owner):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def show_row(self, row: FeedRow) -> None:
        self.setObjectName(f"{row.button.action}:{row.button.value}")
        self.show_button(row.button)
        self._sign.show_tone(row.tone)
        both = ((self._at, row.at), (self._door, row.door), (self._who, row.who), (self._outcome, row.outcome))
        for label, text in (*both, (self._owner, row.owner)):
            label.say(self.skin.say(text))

    def paint_field(self, painter: QPainter) -> None:
        self.rounded(painter, "soft" if self.isDown() else "surface", "border", 1)


class FeedView(Panel):
    """Signals: pressed: a Button. typed: what is looked for."""

    pressed = Signal(object)
    typed = Signal(str)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "surface", pad_px=16)
        self._title = Label(skin, Role.TITLE, bold=True, wrap=False)
        self.field = Field(skin)
        self.field.textEdited.connect(self.typed)
        self._filters = ButtonRow(skin, Role.SMALL, high_px=36)
        self._rows: list[FeedPress] = []
        self._none = Label(skin, Role.TITLE, "muted", align=CENTRE)
        self._places = Label(skin, Role.SMALL, "muted", align=RIGHT, wrap=False)
        self._pager = ButtonRow(skin, Role.SMALL, high_px=40)
        for row in (self._filters, self._pager):
            row.pressed.connect(self.pressed)
        top, foot = QHBoxLayout(), QHBoxLayout()
        for line in (top, foot):
            line.setSpacing(skin.px(16))
        top.addWidget(self._title)
        top.addWidget(self.field, 1)
        foot.addWidget(self._places, 1)
        foot.addWidget(self._pager)
        self.line.addLayout(top)
        self.line.addWidget(self._filters)
        self.line.addWidget(self._none)
        self._first_row = self.line.count()
        self.line.addStretch(1)
        self.line.addLayout(foot)

    def show_main(self, page: FeedPage, _shelf: Shelf) -> None:
        say = self.skin.say
        self._title.say(say(page.title))
        hint = say(page.hint)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        if page.words != self.field.text() and not self.field.hasFocus():
            self.field.setText(page.words)
        self._filters.show_buttons(page.filters)
        self._none.say(say(page.none) if page.none else "")
        self._places.say(say(page.places))
        self._pager.show_buttons(page.pager)
        while len(self._rows) > len(page.rows):
            gone(self._rows.pop())
        while len(self._rows) < len(page.rows):
            press = FeedPress(self.skin, page.rows[len(self._rows)])
            press.clicked.connect(lambda _checked=False, one=press: self.pressed.emit(one.shown))
            self.line.insertWidget(self._first_row + len(self._rows), press)
            self._rows.append(press)
        for press, row in zip(self._rows, page.rows, strict=True):
            press.show_row(row)
