"""What every widget of the console needs to draw itself: colours, sizes, fonts, sentences."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from ui.guard.wording import Wording
from ui.shared import theme
from ui.shared.fonts import font
from ui.shared.metrics import ACROSS, Role
from ui.shared.theme import Colours
from watchlist.post.console.screen import Tone
from watchlist.post.console.text import Text

GROUNDS = {
    Tone.PLAIN: ("bar", "text"),
    Tone.WELL: ("soft", "on_soft"),
    Tone.MINE: ("accent", "on_accent"),
    Tone.CARE: ("amber", "amber_ink"),
    Tone.ALARM: ("alarm", "on_alarm"),
}
"""Ground and ink of what is said in a tone."""


@dataclass(frozen=True, slots=True)
class Skin:
    """`scale` is how much larger the window is than the design: a console is read from a distance, whatever the size
    of its pixels."""

    colours: Colours
    scale: float
    wording: Wording

    @classmethod
    def of(cls, width_px: int, height_px: int, dark: bool, wording: Wording) -> "Skin":
        scale = min(width_px / ACROSS[0], height_px / ACROSS[1])
        return cls(theme.DARK if dark else theme.LIGHT, max(scale, 0.3), wording)

    def px(self, design_px: float) -> int:
        return max(round(design_px * self.scale), 1)

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.colours, token))

    def ground(self, tone: Tone) -> QColor:
        return self.colour(GROUNDS[tone][0])

    def ink(self, tone: Tone) -> QColor:
        return self.colour(GROUNDS[tone][1])

    def font(self, role: Role, bold: bool = False) -> QFont:
        return font(self.px(getattr(theme.CONSOLE_PRINT, role.value)), bold)

    def say(self, text: Text) -> str:
        return self.wording.of(text)
