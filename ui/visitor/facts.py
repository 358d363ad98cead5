"""Facts below each other: what each is called, and what it is."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.shared.metrics import Role
from ui.visitor.skin import Skin
from ui.visitor.words import TOP_LEFT, Words

LABEL_SHARE = 0.3


class FactRow(QWidget):
    """One of several rows whose values begin below each other; `table` is all of them."""

    def __init__(self, skin: Skin, label: str, value: str, table: list["FactRow"]) -> None:
        super().__init__()
        self.skin = skin
        self._table = table
        self._label = Words(skin, label, Role.BODY, "muted", TOP_LEFT)
        self._value = Words(skin, value, Role.BODY, "text", TOP_LEFT, bold=True)
        for words in (self._label, self._value):
            words.setParent(self)

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
        labels = max(row._label.natural_width() for row in self._table)
        values = max(row._value.natural_width() for row in self._table)
        words = max(row._label.least_width() for row in self._table)
        wanted = min(labels, width - values - self._gap)
        return min(max(wanted, words, int(width * LABEL_SHARE)), width * 2 // 3)


def fact_rows(skin: Skin, facts: Sequence[tuple[str, str]]) -> list[QWidget]:
    table: list[FactRow] = []
    table.extend(FactRow(skin, label, value, table) for label, value in facts)
    return list(table)
