"""Things below each other, each as high as it needs; the last may take what is left and turn pages."""

from collections.abc import Sequence
from typing import Protocol, Union, runtime_checkable

from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.visitor.paging import PagedGrid
from ui.visitor.skin import Skin

Rest = Union[PagedGrid, "Column", None]


@runtime_checkable
class Yielding(Protocol):
    """A part that may be smaller than it would like to be: drawings first, then very large numbers, then headlines."""

    yields_as: int

    def yield_px(self, short_px: int, width: int) -> int:
        """Give up to this much of its height; answers how much it gave."""


class Column(QWidget):
    """`parts` keep their height, and so do the `feet` below the rest. The `rest` gives way: it turns pages when its
    height is short, and takes all there is when the column `grows`. A `centred` column keeps to the middle."""

    pad_px = 0

    def __init__(
        self,
        parts: Sequence[QWidget],
        gap_px: int,
        rest: Rest = None,
        feet: Sequence[QWidget] = (),
        centred: bool = False,
        grows: bool = False,
    ) -> None:
        super().__init__()
        self._parts = list(parts)
        self._feet = list(feet)
        self._gap_px = gap_px
        self._rest = rest if rest is not None and rest.count else None
        self._centred = centred
        self._grows = grows
        for part in (*self._parts, *([self._rest] if self._rest else []), *self._feet):
            part.setParent(self)

    @property
    def count(self) -> int:
        return len(self._parts) + len(self._feet) + (self._rest.count if self._rest else 0)

    def heightForWidth(self, width: int) -> int:
        """Of everything, at its most comfortable."""
        return self._height(width, self._rest.heightForWidth(self._inner(width)) if self._rest else 0)

    def tight_height(self, width: int) -> int:
        """Of everything on one page, in as many columns as there may be."""
        return self._height(width, self._rest.tight_height(self._inner(width)) if self._rest else 0)

    def least_height(self, width: int) -> int:
        """With one row of the rest a page."""
        return self._height(width, self._rest.least_height(self._inner(width)) if self._rest else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self._inner(self.width())
        self._squeeze()
        spare = self.height() - self.heightForWidth(self.width())
        top = self.pad_px + (max(spare // 2, 0) if self._centred else 0)
        top = self._place(self._parts, top, width)
        if self._rest:
            feet_px = sum(foot.heightForWidth(width) + self._gap_px for foot in self._feet)
            room = max(self.height() - top - feet_px - self.pad_px, 1)
            height = room if self._grows else min(self._rest.heightForWidth(width), room)
            top = self._put(self._rest, top, width, height)
        self._place(self._feet, top, width)
        super().resizeEvent(event)

    def _squeeze(self) -> None:
        """Words come before drawings where there is not room for both."""
        short = self.least_height(self.width()) - self.height()
        yielding = [part for part in self._parts if isinstance(part, Yielding)]
        for part in sorted(yielding, key=lambda part: part.yields_as):
            if short > 0:
                short -= part.yield_px(short, self._inner(self.width()))

    def _place(self, parts: Sequence[QWidget], top: int, width: int) -> int:
        for part in parts:
            top = self._put(part, top, width, part.heightForWidth(width))
        return top

    def _put(self, part: QWidget, top: int, width: int, height: int) -> int:
        part.setGeometry(self.pad_px, top, width, height)
        return top + height + self._gap_px

    def _inner(self, width: int) -> int:
        return width - 2 * self.pad_px

    def _height(self, width: int, rest_px: int) -> int:
        heights = [part.heightForWidth(self._inner(width)) for part in (*self._parts, *self._feet)]
        heights += [rest_px] if self._rest else []
        return sum(heights) + self._gap_px * max(len(heights) - 1, 0) + 2 * self.pad_px


class Card(Column):
    """A column on a sheet of its own."""

    def __init__(self, skin: Skin, parts: Sequence[QWidget], rest: Rest = None, ground: str = "surface") -> None:
        self.skin = skin
        self.pad_px = skin.metrics.px(24 if skin.metrics.is_upright else 16)
        self._ground = ground
        super().__init__(parts, skin.metrics.px(12), rest)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.skin.colour(self._ground))
        painter.setPen(QPen(self.skin.colour("amber_ink" if self._ground == "amber" else "border"), 2))
        corner = self.skin.metrics.corner_px
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), corner, corner)


class Beside(QWidget):
    """A sign of a fixed size and the words beside it, both in the middle of the height."""

    yields_as = 0

    def __init__(self, sign: QWidget, sign_px: int, words: Column, gap_px: int) -> None:
        super().__init__()
        self._sign = sign
        self._sign_px = sign_px
        self._words = words
        self._gap_px = gap_px
        for part in (sign, words):
            part.setParent(self)

    def heightForWidth(self, width: int) -> int:
        return max(self._words.heightForWidth(self._room(width)), self._sign_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self._room(self.width())
        height = self._words.heightForWidth(room)
        self._sign.setGeometry(0, (self.height() - self._sign_px) // 2, self._sign_px, self._sign_px)
        self._words.setGeometry(self.width() - room, max((self.height() - height) // 2, 0), room, height)
        super().resizeEvent(event)

    def yield_px(self, short_px: int, width: int) -> int:
        """All of the sign: the words then have more room."""
        before = self.heightForWidth(width)
        self._sign_px = 0
        self._sign.hide()
        return before - self.heightForWidth(width)

    def _room(self, width: int) -> int:
        return width - self._sign_px - (self._gap_px if self._sign_px else 0)
