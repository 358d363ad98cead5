"""The fixed places at the foot of every page: back, the counter, and how the visitor wants to see it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action
from kiosk.visit.screen import Look
from ui.shared.metrics import Role
from ui.visitor.sign_button import SignButton
from ui.visitor.signs import Sign
from ui.visitor.skin import Skin

UPRIGHT_SHARES = (1, 2)
ACROSS_SHARES = (15, 24, 13, 13, 13, 13, 13)


@dataclass(frozen=True, slots=True)
class Place:
    action: Action
    sign: Sign
    key: str
    is_on: bool = False


class Bar(QWidget):
    """Upright it has two rows, across it has one. What does not work on a page is hidden and keeps its place.

    Signals: intent: a Pressed.
    """

    intent = Signal(object)

    def __init__(self, skin: Skin, look: Look) -> None:
        super().__init__()
        self.skin = skin
        self._next_language = _after(look.language, skin.wording.texts.languages)
        ways = (Place(Action.BACK, Sign.BACK, "ui.back"), Place(Action.COUNTER, Sign.COUNTER, "ui.counter"))
        looks = (
            Place(Action.LARGE_PRINT, Sign.LARGE_PRINT, "ui.large-print", look.large_print),
            Place(Action.HIGH_CONTRAST, Sign.CONTRAST, "ui.high-contrast", look.high_contrast),
            Place(Action.LOWER, Sign.LOWER, "ui.lower", look.lowered),
            Place(Action.READ_ALOUD, Sign.READ_ALOUD, "ui.read-aloud", look.read_aloud),
        )
        self._buttons = {place.action: self._button(place, is_way=True) for place in ways}
        self._buttons[Action.LANGUAGE] = self._language_button()
        self._buttons |= {place.action: self._button(place, is_way=False) for place in looks}

    @classmethod
    def height_px(cls, skin: Skin) -> int:
        metrics = skin.metrics
        rows = 2 if metrics.is_upright else 1
        return rows * metrics.touch_px + (rows - 1) * metrics.gap_px + 2 * cls._edge(skin)

    @staticmethod
    def _edge(skin: Skin) -> int:
        return skin.metrics.px(24 if skin.metrics.is_upright else 16)

    def allow(self, counter: bool, back: bool) -> None:
        self._buttons[Action.COUNTER].setVisible(counter)
        self._buttons[Action.BACK].setVisible(back)

    def button(self, action: Action) -> SignButton:
        return self._buttons[action]

    def resizeEvent(self, event: QResizeEvent) -> None:
        metrics = self.skin.metrics
        buttons = list(self._buttons.values())
        top = self._edge(self.skin)
        if metrics.is_upright:
            self._place_row(buttons[:2], UPRIGHT_SHARES, top)
            self._place_row(buttons[2:], (1,) * 5, top + metrics.touch_px + metrics.gap_px)
        else:
            self._place_row(buttons, ACROSS_SHARES, top)
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.skin.colour("bar"))
        painter.fillRect(0, 0, self.width(), self.skin.metrics.px(2), self.skin.colour("border"))

    def _place_row(self, buttons: list[SignButton], shares: tuple[int, ...], top: int) -> None:
        metrics = self.skin.metrics
        room = self.width() - 2 * metrics.margin_px - metrics.gap_px * (len(buttons) - 1)
        left = metrics.margin_px
        for button, share in zip(buttons, shares, strict=True):
            width = room * share // sum(shares)
            button.setGeometry(QRect(left, top, width, metrics.touch_px))
            left += width + metrics.gap_px

    def _button(self, place: Place, is_way: bool) -> SignButton:
        words = self.skin.wording.plain(place.key)
        role = Role.BODY if is_way else Role.SMALL
        name = f"{place.action}:"
        button = SignButton(self.skin, place.sign, words, role, place.is_on, is_stacked=not is_way, name=name)
        return self._joined(button, Pressed(place.action))

    def _language_button(self) -> SignButton:
        texts = self.skin.wording.texts
        names = [texts.sentence(language, "language.name") for language in texts.languages]
        button = SignButton(self.skin, Sign.NONE, "\n".join(names), Role.SMALL, name=f"{Action.LANGUAGE}:")
        return self._joined(button, Pressed(Action.LANGUAGE, self._next_language))

    def _joined(self, button: SignButton, pressed: Pressed) -> SignButton:
        button.setParent(self)
        button.clicked.connect(lambda: self.intent.emit(pressed))
        return button


def _after(language: str, languages: tuple[str, ...]) -> str:
    return languages[(languages.index(language) + 1) % len(languages)] if language in languages else languages[0]
