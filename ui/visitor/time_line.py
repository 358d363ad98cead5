"""The thin line at the foot: how much of the last ten seconds is left. It gets shorter and nothing else."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.visitor.skin import Skin

HEIGHT_PX = 10


class TimeLine(QWidget):
    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self.skin = skin
        self._remaining: float | None = None

    @property
    def remaining(self) -> float | None:
        return self._remaining

    def show_remaining(self, remaining: float | None) -> None:
        if remaining != self._remaining:
            self._remaining = remaining
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.skin.colour("bar"))
        if self._remaining:
            painter.fillRect(0, 0, round(self.width() * self._remaining), self.height(), self.skin.colour("accent"))
