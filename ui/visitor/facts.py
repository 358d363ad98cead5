"""Facts below each other: what each is called, and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.skin import Skin
from ui.visitor.words import TOP_LEFT, Words

LABEL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Widths:
    """Of the widest of a table: label and value on one line, and a label's longest word."""

    label_px: int
    value_px: int
    word_px: int


class FactRow(QWidget):
    """One of several rows whose values begin below each other."""

    def __init__(self, skin: Skin, label: str, value: str) -> None:
        super().__init__()
        self.skin = skin
        self._label = Words(skin, label, Role.BODY, "muted", TOP_LEFT)
        self._value = Words(skin, value, Role.BODY, "text", TOP_LEFT, bold=True)
        self._table = self.widths
        for words in (self._label, self._value):
            words.setParent(self)

    @property
    def widths(self) -> Widths:
        return Widths(self._label.natural_width(), self._value.natural_width(), self._label.least_width())

    def join(self, table: Widths) -> None:
        self._table = table

    def heightForWidth(self, width: int) -> int:
        left = self._left(width)
        return max(self._label.heightForWidth(left), self._value.heightForWidth(width - left - self._gap))

    def resizeEvent(self, event: QResizeEvent) -> None:
        left = self._left(self.width())
        self._label.setGeometry(0, 0, left, self.height())
        self._value.setGeometry(left + self._gap, 0, self.width() - left - self._gap, self.height())
        super().resizeEvent(event)

    @property
    def _gap(self) -> int:
        return self.skin.metrics.px(16)

    def _left(self, width: int) -> int:
        """The widest label on one line, as far as the values leave room; of a bill's lines the labels are long."""
        wanted = min(self._table.label_px, width - self._table.value_px - self._gap)
        return min(max(wanted, self._table.word_px, int(width * LABEL_SHARE)), width * 2 // 3)


def fact_rows(skin: Skin, facts: Sequence[tuple[str, str]]) -> list[QWidget]:
    rows = [FactRow(skin, label, value) for label, value in facts]
    widths = [row.widths for row in rows]
    for row in rows:
        row.join(
            Widths(
                max(each.label_px for each in widths),
                max(each.value_px for each in widths),
                max(each.word_px for each in widths),
            )
        )
    return list(rows)
