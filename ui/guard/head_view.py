"""The bar on top, and the strips below it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.guard.label import LEFT, RIGHT, Label, OneLine
from ui.guard.panel import Panel, ToneSign
from ui.guard.rows import ButtonRow, gone
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import Head, Strip, Tone

HEAD_PX = 60
PLACES = (Action.BACK, Action.FEED)


class HeadView(Panel):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "bar", upright=False, pad_px=8)
        self.setFixedHeight(skin.px(HEAD_PX))
        self._title = Label(skin, Role.TITLE, bold=True, wrap=False)
        self._places = ButtonRow(skin, Role.SMALL, high_px=40)
        self._sign = ToneSign(skin, 16)
        self._fresh = Label(skin, Role.SMALL, "muted", wrap=False)
        self._guard = OneLine(skin, Role.BODY, bold=True, align=RIGHT)
        self._clock = Label(skin, Role.TITLE, bold=True, align=RIGHT, wrap=False)
        self._switches = ButtonRow(skin, Role.SMALL, high_px=40)
        self.line.addSpacing(skin.px(8))
        for part in (self._title, self._places, self._sign, self._fresh):
            self.line.addWidget(part)
        self.line.addWidget(self._guard, 1)
        self.line.addWidget(self._switches)
        self.line.addWidget(self._clock)
        for row in (self._places, self._switches):
            row.pressed.connect(self.pressed)

    def show_head(self, head: Head) -> None:
        say = self.skin.say
        self._title.say(say(head.title))
        self._guard.say(say(head.guard) if head.guard else "")
        self._clock.say(say(head.clock))
        self._fresh.say(say(head.fresh))
        ink = self.skin.colour("muted" if head.is_fresh else "text")
        self._fresh.set_ink(ink)
        self._sign.show_tone(Tone.WELL if head.is_fresh else Tone.CARE, None if head.is_fresh else ink)
        self._places.show_buttons([button for button in head.buttons if button.action in PLACES])
        self._switches.show_buttons([button for button in head.buttons if button.action not in PLACES])


class StripView(Panel):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__(skin, "amber", upright=False, pad_px=6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sign = ToneSign(skin, 22)
        self.words = Label(skin, Role.BODY, bold=True, align=LEFT)
        self._button = ButtonRow(skin, Role.SMALL, high_px=36)
        self.line.addSpacing(skin.px(8))
        self.line.addWidget(self._sign)
        self.line.addWidget(self.words, 1)
        self.line.addWidget(self._button)
        self._button.pressed.connect(self.pressed)
        self.setMinimumHeight(skin.px(48))

    def show_strip(self, strip: Strip) -> None:
        ink = self.skin.ink(strip.tone)
        self.set_ground(self.skin.ground(strip.tone))
        self._sign.show_tone(strip.tone, ink)
        self.words.set_ink(ink)
        self.words.say(self.skin.say(strip.text))
        self._button.show_buttons((strip.button,) if strip.button else ())


class Strips(QWidget):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self._skin = skin
        self._views: list[StripView] = []
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(skin.px(8))

    def show_strips(self, strips: tuple[Strip, ...]) -> None:
        while len(self._views) > len(strips):
            gone(self._views.pop())
        while len(self._views) < len(strips):
            view = StripView(self._skin)
            view.pressed.connect(self.pressed)
            self._views.append(view)
            self._line.addWidget(view)
        for view, strip in zip(self._views, strips, strict=True):
            view.show_strip(strip)
        self.setVisible(bool(strips))
