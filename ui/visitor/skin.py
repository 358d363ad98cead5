"""What every widget of the visitor's screen needs to draw itself: colours, sizes, fonts, sentences."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from kiosk.visit.screen import Text
from ui.shared.fonts import font
from ui.shared.metrics import Metrics, Role
from ui.shared.theme import Colours
from ui.visitor.wording import Wording


@dataclass(frozen=True, slots=True)
class Skin:
    colours: Colours
    metrics: Metrics
    wording: Wording

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.colours, token))

    def font(self, role: Role, bold: bool = False) -> QFont:
        return font(self.metrics.type_px(role), bold)

    def say(self, text: Text) -> str:
        return self.wording.of(text)
