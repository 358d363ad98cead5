"""Who comes: a name and a PIN by keys or keypad, or a badge."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.guard.key_grid import KeyGrid
from ui.guard.label import TOP, Label
from ui.guard.panel import Panel, ToneSign
from ui.guard.rows import ButtonRow
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import LoginPad, Tone

KEY_COLUMNS = 3
KEY_PX = 50
LETTER_COLUMNS = 6
LETTER_PX = 42


class Box(QWidget):
    """What was typed: a number, or how many digits of a PIN and never which. `is_on`: what is typed comes here."""

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self._skin = skin
        self._count = 0
        self._words = ""
        self._is_on = True
        self.setFixedHeight(skin.px(48))

    def show_typed(self, count: int, is_on: bool, spoken: str, words: str = "") -> None:
        self._count, self._is_on, self._words = count, is_on, words
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        skin = self._skin
        painter.setPen(QPen(skin.colour("accent" if self._is_on else "border"), skin.px(3 if self._is_on else 1)))
        painter.setBrush(skin.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), skin.px(8), skin.px(8))
        if self._words:
            painter.setPen(skin.colour("text"))
            painter.setFont(skin.font(Role.TITLE, bold=True))
            inside = QRectF(self.rect()).adjusted(skin.px(16), 0, -skin.px(16), 0)
            # Of a long one the end is seen: it is what is being typed.
            metrics, room = QFontMetrics(painter.font()), int(inside.width())
            shown = metrics.elidedText(self._words, Qt.TextElideMode.ElideLeft, room)
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(skin.colour("text"))
        size, step = skin.px(12), skin.px(24)
        for place in range(min(self._count, self.width() // step - 1)):
            painter.drawEllipse(QRectF(skin.px(16) + place * step, (self.height() - size) / 2, size, size))


class LoginView(QWidget):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self.skin = skin
        self._alarm = Panel(skin, "alarm", upright=False, pad_px=16)
        self._alarm_sign = ToneSign(skin, 40)
        self._alarm_words = Label(skin, Role.HEADLINE, "on_alarm", bold=True)
        self._alarm.line.addWidget(self._alarm_sign)
        self._alarm.line.addSpacing(skin.px(8))
        self._alarm.line.addWidget(self._alarm_words, 1)
        self._title = Label(skin, Role.HEADLINE, bold=True)
        self._detail = Label(skin, Role.BODY, "muted", align=TOP)
        self._guards = ButtonRow(skin, Role.TITLE, high_px=48, upright=True)
        self._badge = Label(skin, Role.BODY, "muted", align=TOP)
        self._number = Label(skin, Role.BODY, "muted")
        self._number_box = Box(skin)
        self._pin = Label(skin, Role.BODY, "muted")
        self._dots = Box(skin)
        self._message = Label(skin, Role.BODY, bold=True)
        self._letters = KeyGrid(skin, LETTER_COLUMNS, LETTER_PX)
        self._keys = KeyGrid(skin, KEY_COLUMNS, KEY_PX)
        self._enter = ButtonRow(skin, Role.TITLE, high_px=KEY_PX)
        for row in (self._guards, self._letters, self._keys, self._enter):
            row.pressed.connect(self.pressed)
        self._arrange()

    def _arrange(self) -> None:
        px = self.skin.px
        left, right = QVBoxLayout(), QVBoxLayout()
        for line in (left, right):
            line.setSpacing(px(8))
        for part in (self._title, self._detail, self._guards):
            left.addWidget(part)
        left.insertSpacing(2, px(16))
        left.addStretch(1)
        left.addWidget(self._letters)
        left.addSpacing(px(8))
        left.addWidget(self._badge)
        right.addWidget(self._number)
        right.addWidget(self._number_box)
        right.addWidget(self._pin)
        right.addWidget(self._dots)
        right.addWidget(self._message)
        right.addStretch(1)
        right.addWidget(self._keys)
        right.addWidget(self._enter)
        panel = Panel(self.skin, "surface", upright=False, pad_px=32)
        panel.line.setSpacing(px(48))
        panel.line.addLayout(left, 5)
        panel.line.addLayout(right, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._alarm)
        column.addWidget(panel, 1)

    def show_main(self, pad: LoginPad, _shelf: Shelf) -> None:
        say = self.skin.say
        self._alarm.setVisible(pad.alarm is not None)
        self._alarm_sign.show_tone(Tone.ALARM, self.skin.colour("on_alarm"))
        self._alarm_words.say(say(pad.alarm) if pad.alarm else "")
        self._title.say(say(pad.title))
        self._detail.say(say(pad.detail))
        self._guards.show_buttons(pad.guards)
        self._badge.say(say(pad.badge))
        self._number.say(say(pad.number) if pad.number else "")
        self._number_box.setVisible(pad.number is not None)
        self._number_box.show_typed(0, not pad.is_at_pin, f"{self._number.text()} {pad.typed}", pad.typed)
        self._pin.say(say(pad.pin))
        self._dots.show_typed(pad.dots, pad.is_at_pin, self.skin.wording.plain("a11y.dots", count=str(pad.dots)))
        self._message.setText(say(pad.message) if pad.message else " ")
        self._letters.show_keys(pad.letters)
        self._keys.show_keys(pad.keys)
        self._enter.show_buttons((pad.enter,))
