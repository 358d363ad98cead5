"""Everything about one alarm, and to whom it can be given."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.guard.feed_view import Field
from ui.guard.label import CENTRE, TOP, Label
from ui.guard.panel import Panel
from ui.guard.picture_view import Faces
from ui.guard.rows import ButtonRow
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.alarms.life import NOTE_LENGTH
from watchlist.post.console.screen import ForwardPage, SheetPage

FACES_PX = 224
FACE_SHARES = (2, 3)
"""Faces and reasons, way and steps; where it is not clear which of two it is, the three faces take what they need."""
TIE_SHARES = (3, 2)


class Listing(QWidget):
    """A heading and lines below it."""

    def __init__(self, skin: Skin, heading: str) -> None:
        super().__init__()
        self._skin = skin
        self._heading = Label(skin, Role.BODY, "muted", bold=True)
        self._heading.setText(heading)
        self._labels: list[Label] = []
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(skin.px(4))
        self._line.addWidget(self._heading)
        self._line.addStretch(1)

    def show_lines(self, lines: list[str]) -> None:
        while len(self._labels) < len(lines):
            label = Label(self._skin, Role.BODY, align=TOP)
            self._line.insertWidget(self._line.count() - 1, label)
            self._labels.append(label)
        for place, label in enumerate(self._labels):
            label.say(lines[place] if place < len(lines) else "")


class SheetView(Panel):
    """Signals: pressed: a Button. noted: the note."""

    pressed = Signal(object)
    noted = Signal(str)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "surface", pad_px=16)
        plain = skin.wording.plain
        self._title = Label(skin, Role.TITLE, bold=True)
        self._faces = Faces(skin, Role.BODY)
        self._faces.setFixedHeight(skin.px(FACES_PX))
        self._waits = Label(skin, Role.BODY, "muted")
        self._reasons = Listing(skin, plain("sheet.reasons"))
        self._way = Listing(skin, plain("sheet.way"))
        self._steps = Listing(skin, plain("sheet.steps"))
        self.field = Field(skin)
        self.field.setMaxLength(NOTE_LENGTH)
        self.field.textEdited.connect(self.noted)
        self._decisions = ButtonRow(skin, Role.BODY, high_px=52)
        self._others = ButtonRow(skin, Role.SMALL, high_px=40)
        for row in (self._decisions, self._others):
            row.pressed.connect(self.pressed)
        self._upper = QHBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        px = self.skin.px
        top, upper, lower = QHBoxLayout(), self._upper, QHBoxLayout()
        for line in (top, upper, lower):
            line.setSpacing(px(24))
        top.addWidget(self._title, 1)
        top.addWidget(self._others)
        upper.addWidget(self._faces)
        reasons = QVBoxLayout()
        reasons.addWidget(self._reasons)
        reasons.addWidget(self._waits)
        upper.addLayout(reasons)
        for part, share in ((self._way, FACE_SHARES[0]), (self._steps, FACE_SHARES[1])):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            lower.addWidget(part, share)
        self.line.addLayout(top)
        self.line.addLayout(upper)
        self.line.addLayout(lower, 1)
        self.line.addWidget(self.field)
        self.line.addWidget(self._decisions)

    def show_main(self, page: SheetPage, shelf: Shelf) -> None:
        say = self.skin.say
        self._title.say(say(page.title))
        for place, share in enumerate(FACE_SHARES if len(page.faces) < 3 else TIE_SHARES):
            self._upper.setStretch(place, share)
        self._faces.show_faces(page.faces, shelf)
        self._waits.say(say(page.waits) if page.waits else "")
        reasons = [f"{say(fact.label)}\n{say(fact.value)}" for fact in page.reasons]
        self._reasons.show_lines(reasons)
        self._way.show_lines([say(text) for text in page.stays])
        self._steps.show_lines([say(text) for text in page.steps])
        hint = say(page.note_hint)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setVisible(page.note is not None)
        if page.note is not None and page.note != self.field.text() and not self.field.hasFocus():
            self.field.setText(page.note)
        self._decisions.show_buttons(page.decisions)
        self._others.show_buttons(page.others)


class ForwardView(Panel):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "surface", pad_px=32)
        self._title = Label(skin, Role.HEADLINE, bold=True)
        self._guards = ButtonRow(skin, Role.TITLE, high_px=48, upright=True)
        self._none = Label(skin, Role.TITLE, "muted", align=CENTRE)
        self._back = ButtonRow(skin, Role.BODY, high_px=44, stretched=False)
        for part in (self._title, self._guards, self._none):
            self.line.addWidget(part)
        self.line.addStretch(1)
        self.line.addWidget(self._back)
        for row in (self._guards, self._back):
            row.pressed.connect(self.pressed)

    def show_main(self, page: ForwardPage, _shelf: Shelf) -> None:
        self._title.say(self.skin.say(page.title))
        self._guards.show_buttons(page.guards)
        self._none.say(self.skin.say(page.none) if page.none else "")
        self._back.show_buttons((page.back,))
