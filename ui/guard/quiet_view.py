"""No alarm: calm, large, and how everything is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from ui.guard.label import LEFT, Label
from ui.guard.panel import Panel, ToneSign
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Quiet


class QuietView(Panel):
    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "surface", pad_px=40)
        self._sign = ToneSign(skin, 64)
        self._title = Label(skin, Role.BIG, bold=True)
        self._detail = Label(skin, Role.TITLE, "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(skin.px(24))
        self._grid.setVerticalSpacing(skin.px(16))
        self._grid.setColumnStretch(2, 1)
        self._lines: list[tuple[ToneSign, Label, Label]] = []
        top = QHBoxLayout()
        top.setSpacing(skin.px(24))
        top.addWidget(self._sign)
        top.addWidget(self._title, 1)
        self.line.addStretch(1)
        self.line.addLayout(top)
        self.line.addSpacing(skin.px(8))
        self.line.addWidget(self._detail)
        self.line.addSpacing(skin.px(40))
        self.line.addLayout(self._grid)
        self.line.addStretch(2)

    def show_main(self, quiet: Quiet, _shelf: Shelf) -> None:
        say = self.skin.say
        self._sign.show_tone(quiet.tone)
        self._title.say(say(quiet.title))
        self._detail.say(say(quiet.detail))
        while len(self._lines) < len(quiet.facts):
            self._add_line()
        for place, (sign, label, value) in enumerate(self._lines):
            fact = quiet.facts[place] if place < len(quiet.facts) else None
            sign.setVisible(fact is not None)
            if fact is not None:
                sign.show_tone(fact.tone)
            label.say(say(fact.label) if fact else "")
            value.say(say(fact.value) if fact else "")

    def _add_line(self) -> None:
        row = len(self._lines)
        line = (
            ToneSign(self.skin, 32),
            Label(self.skin, Role.TITLE, "muted", align=LEFT, wrap=False),
            Label(self.skin, Role.HEADLINE, bold=True),
        )
        for column, part in enumerate(line):
            self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
        self._lines.append(line)
