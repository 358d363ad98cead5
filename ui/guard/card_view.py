"""The alarm in front, as large as can be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.guard.label import RIGHT, TOP, Label, OneLine
from ui.guard.panel import Panel, ToneSign
from ui.guard.picture_view import Faces
from ui.guard.rows import ButtonRow
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import AlarmCard

FACTS_PX = 260


class Banner(Panel):
    """Where and since when, read from four metres."""

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "alarm", upright=False, pad_px=12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sign = ToneSign(skin, 48)
        self._word = OneLine(skin, Role.TITLE, bold=True)
        self._door = OneLine(skin, Role.BIG, bold=True)
        self._since = Label(skin, Role.BIG, bold=True, align=RIGHT, wrap=False)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._word)
        column.addWidget(self._door)
        self.line.addSpacing(skin.px(4))
        self.line.addWidget(self._sign)
        self.line.addSpacing(skin.px(8))
        self.line.addLayout(column, 1)
        self.line.addWidget(self._since)
        self.line.addSpacing(skin.px(8))

    def show_card(self, card: AlarmCard) -> None:
        ink = self.skin.ink(card.tone)
        self.set_ground(self.skin.ground(card.tone))
        self._sign.show_tone(card.tone, ink)
        for label, text in ((self._word, card.word), (self._door, card.door), (self._since, card.since)):
            label.set_ink(ink)
            label.say(self.skin.say(text))


class CardView(QWidget):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self.skin = skin
        self._banner = Banner(skin)
        self._faces = Faces(skin, is_centred=True)
        self._where = Label(skin, Role.TITLE, bold=True, align=TOP)
        self._owner = Label(skin, Role.BODY, align=TOP)
        self._rarity = Label(skin, Role.BODY, "muted", align=TOP)
        self._close = Label(skin, Role.BODY, "amber_ink", bold=True, align=TOP)
        self._others = ButtonRow(skin, Role.BODY, high_px=44, upright=True)
        self._instruction = Panel(skin, "soft", upright=False, pad_px=10)
        self._words = Label(skin, Role.TITLE, "on_soft")
        self._instruction.line.addWidget(self._words, 1)
        self._instruction.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._decisions = ButtonRow(skin, Role.TITLE, high_px=64)
        self._arrange()
        for row in (self._others, self._decisions):
            row.pressed.connect(self.pressed)

    def _arrange(self) -> None:
        px = self.skin.px
        facts = QVBoxLayout()
        facts.setSpacing(px(8))
        for label in (self._where, self._owner, self._rarity, self._close):
            facts.addWidget(label)
        facts.addStretch(1)
        facts.addWidget(self._others)
        beside = QWidget()
        beside.setLayout(facts)
        facts.setContentsMargins(0, 0, 0, 0)
        beside.setFixedWidth(px(FACTS_PX))
        middle = Panel(self.skin, "surface", upright=False, pad_px=12)
        middle.line.setSpacing(px(16))
        middle.line.addWidget(self._faces, 1)
        middle.line.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._banner)
        column.addWidget(middle, 1)
        column.addWidget(self._instruction)
        column.addWidget(self._decisions)

    def show_main(self, card: AlarmCard, shelf: Shelf) -> None:
        say = self.skin.say
        self._banner.show_card(card)
        self._faces.show_faces(card.faces, shelf)
        self._where.say(say(card.where))
        self._owner.say(say(card.owner))
        self._rarity.say(say(card.rarity))
        self._close.say(say(card.close) if card.close else "")
        self._words.say(say(card.instruction))
        self._decisions.show_buttons(card.decisions)
        self._others.show_buttons(card.others)
