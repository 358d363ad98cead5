"""Things in rows and columns, turned over page by page with large buttons where they do not fit: nobody swipes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.visitor.pager import Pager
from ui.visitor.skin import Skin


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns`: at most. `least_px`: no column narrower. `row_px`: rows grow up to this height where there is room.
    `wide_first`: the first of them goes across all columns. `only_when_needed`: more than one column only where one
    would not hold them all. `most_rows`: it asks for the height of no more rows than these (0: of all)."""

    columns: int = 1
    least_px: int = 0
    gap_px: int = 0
    row_px: int = 0
    wide_first: bool = False
    only_when_needed: bool = False
    most_rows: int = 0


class PagedGrid(QWidget):
    """Its height decides how many rows a page has. What stands on other pages is hidden."""

    def __init__(self, skin: Skin, items: Sequence[QWidget], shape: Shape, opened_at: int = 0) -> None:
        super().__init__()
        self.skin = skin
        self._items = list(items)
        self._shape = shape
        self._first = opened_at
        self._count = 1
        self._pages: list[list[list[QWidget]]] = []
        self._pager = Pager(skin)
        self._pager.turned.connect(self._turn)
        for item in (*self._items, self._pager):
            item.setParent(self)
        self._pager.hide()

    @property
    def count(self) -> int:
        return len(self._items)

    def heightForWidth(self, width: int) -> int:
        """Of everything on one page, in as many columns as a large height would have."""
        columns = 1 if self._shape.only_when_needed else self._columns(width)
        return self._wanted(self._rows(columns), width, columns)

    def least_height(self, width: int) -> int:
        """Of the highest row alone, with the buttons that turn the pages where there are more."""
        columns = self._columns(width)
        rows = self._rows(columns)
        highest = max((self._row_height(row, width, columns) for row in rows), default=0)
        return highest + (self._shape.gap_px + self.skin.metrics.touch_px if len(rows) > 1 else 0)

    def tight_height(self, width: int) -> int:
        """Of everything on one page, in as many columns as there may be."""
        columns = self._columns(width)
        return self._wanted(self._rows(columns), width, columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _turn(self, step: int) -> None:
        page = self._page() + step
        self._first = self._items.index(self._pages[page][0][0])
        self._show()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        one_column_fits = self._height(self._rows(1), width, 1) <= height
        self._count = 1 if self._shape.only_when_needed and one_column_fits else self._columns(width)
        rows = self._rows(self._count)
        is_paged = self._height(rows, width, self._count) > height
        room = height - (self.skin.metrics.touch_px + self._shape.gap_px if is_paged else 0)
        self._pages = self._paged(rows, room)
        self._pager.setVisible(is_paged)
        self._pager.setGeometry(0, height - self.skin.metrics.touch_px, width, self.skin.metrics.touch_px)
        for page in self._pages:
            self._place(page, room)
        self._show()

    def _show(self) -> None:
        page = self._page()
        shown = {id(item) for row in self._pages[page] for item in row} if self._pages else set()
        for item in self._items:
            item.setVisible(id(item) in shown)
        self._pager.show_page(page, len(self._pages))

    def _page(self) -> int:
        """The page on which the first thing shown so far stands now."""
        holding = [i for i, rows in enumerate(self._pages) if any(self._items[self._first] in row for row in rows)]
        return holding[0] if holding else 0

    def _paged(self, rows: list[list[QWidget]], room: int) -> list[list[list[QWidget]]]:
        pages: list[list[list[QWidget]]] = []
        for row in rows:
            together = [*pages[-1], row] if pages else []
            if together and self._height(together, self.width(), self._count) <= room:
                pages[-1].append(row)
            else:
                pages.append([row])
        return pages

    def _place(self, rows: list[list[QWidget]], room: int) -> None:
        needed = [self._row_height(row, self.width(), self._count) for row in rows]
        spare = max(room - sum(needed) - self._shape.gap_px * (len(rows) - 1), 0) // max(len(rows), 1)
        top = 0
        for row, height in zip(rows, needed, strict=True):
            grown = max(height, min(height + spare, self._shape.row_px))
            width = self._cell_width(row, self.width(), self._count)
            for place, item in enumerate(row):
                item.setGeometry(QRect(place * (width + self._shape.gap_px), top, width, grown))
            top += grown + self._shape.gap_px

    def _rows(self, columns: int) -> list[list[QWidget]]:
        items = self._items
        head = [[items[0]]] if self._shape.wide_first and items and columns > 1 else []
        rest = items[len(head) :]
        return head + [rest[i : i + columns] for i in range(0, len(rest), columns)]

    def _columns(self, width: int) -> int:
        gap = self._shape.gap_px
        fitting = (width + gap) // (self._shape.least_px + gap) if self._shape.least_px else self._shape.columns
        most = max(min(self._shape.columns, fitting, len(self._items)), 1)
        rows = -(-len(self._items) // most)
        return most if self._shape.wide_first or not rows else -(-len(self._items) // rows)

    def _cell_width(self, row: list[QWidget], width: int, columns: int) -> int:
        is_wide = self._shape.wide_first and row[0] is self._items[0]
        cells = 1 if is_wide else columns
        return (width - self._shape.gap_px * (cells - 1)) // cells

    def _row_height(self, row: list[QWidget], width: int, columns: int) -> int:
        cell = self._cell_width(row, width, columns)
        return max(item.heightForWidth(cell) for item in row)

    def _height(self, rows: list[list[QWidget]], width: int, columns: int) -> int:
        heights = [self._row_height(row, width, columns) for row in rows]
        return self._sum(heights)

    def _wanted(self, rows: list[list[QWidget]], width: int, columns: int) -> int:
        most = self._shape.most_rows or len(rows)
        heights = [self._row_height(row, width, columns) for row in rows[:most]]
        return self._sum([*heights, self.skin.metrics.touch_px] if len(rows) > most else heights)

    def _sum(self, heights: list[int]) -> int:
        return sum(heights) + self._shape.gap_px * max(len(heights) - 1, 0)
