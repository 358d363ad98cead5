"""The right third: open alarms, the oldest on top, and the cameras."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.guard.label import RIGHT, TOP, Label, OneLine
from ui.guard.panel import Panel, ToneSign, tone_ink
from ui.guard.picture_view import PictureView
from ui.guard.press import Press
from ui.guard.rows import gone
from ui.guard.shelf import Shelf
from ui.guard.sight_sign import SightSign
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import AlarmRow, Button, Side, Tile, Tone

COLUMNS = 2
ROW_PX = 62
TILE_PX = 58


class RowPress(Press):
    """One open alarm."""

    def __init__(self, skin: Skin, row: AlarmRow) -> None:
        super().__init__(skin, row.button)
        self.setFixedHeight(skin.px(ROW_PX))
        self._is_shown = False
        self._sign = ToneSign(skin, 22)
        self._door = OneLine(skin, Role.BODY, bold=True)
        self._word = OneLine(skin, Role.SMALL, "muted")
        self._age = Label(skin, Role.TITLE, bold=True, align=RIGHT, wrap=False)
        line = QHBoxLayout(self)
        line.setContentsMargins(skin.px(12), 1, skin.px(12), 1)
        line.setSpacing(skin.px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._door)
        words.addWidget(self._word)
        line.addWidget(self._sign)
        line.addLayout(words, 1)
        line.addWidget(self._age)
        self.show_row(row)

    def show_row(self, row: AlarmRow) -> None:
        self.show_button(row.button)
        self._is_shown = row.is_shown
        ink = self.skin.colour("on_soft" if row.is_shown else "text")
        self._sign.show_tone(row.tone, ink if row.is_shown else tone_ink(self.skin, row.tone))
        for label in (self._door, self._word, self._age):
            label.set_ink(ink)
        self._door.say(self.skin.say(row.door))
        self._word.say(self.skin.say(row.word))
        self._age.say(self.skin.say(row.age))

    def paint_field(self, painter: QPainter) -> None:
        if self._is_shown:
            self.rounded(painter, "soft", "accent", 3)
        else:
            self.rounded(painter, "soft" if self.isDown() else "surface", "border", 1)


class TilePress(Press):
    """One camera."""

    def __init__(self, skin: Skin, tile: Tile) -> None:
        super().__init__(skin, tile.button)
        self.setFixedHeight(skin.px(TILE_PX))
        self._tone = tile.tone
        self._picture = PictureView(skin, Role.SMALL)
        self._picture.setFixedSize(skin.px(64), skin.px(40))
        self._name = OneLine(skin, Role.SMALL, bold=True)
        self._sign = SightSign(skin, 14)
        self._word = OneLine(skin, Role.SMALL)
        line = QHBoxLayout(self)
        line.setContentsMargins(skin.px(8), 1, skin.px(8), 1)
        line.setSpacing(skin.px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        told = QHBoxLayout()
        told.setSpacing(skin.px(6))
        told.addWidget(self._sign)
        told.addWidget(self._word, 1)
        words.addLayout(told)
        line.addWidget(self._picture)
        line.addLayout(words, 1)

    def show_tile(self, tile: Tile, shelf: Shelf) -> None:
        self.show_button(tile.button)
        self._tone = tile.tone
        ink = self.skin.colour("amber_ink" if tile.tone is Tone.CARE else "text")
        for label in (self._name, self._word):
            label.set_ink(ink)
        self._sign.show_sight(tile.sight, ink if tile.tone is Tone.CARE else self.skin.colour("accent"))
        self._name.say(tile.camera)
        self._word.say(self.skin.say(tile.word))
        picture = shelf.get(tile.picture)
        self._picture.show_picture(picture, self.skin.say(tile.button.text))
        self._picture.setVisible(picture is not None)

    def paint_field(self, painter: QPainter) -> None:
        ground = "amber" if self._tone is Tone.CARE else "surface"
        border = {True: "accent", False: "amber_ink" if self._tone is Tone.CARE else "border"}[self.shown.is_on]
        self.rounded(painter, ground, border, 3 if self.shown.is_on else 1)


class SideView(QWidget):
    """Signals: pressed: a Button."""

    pressed = Signal(object)

    def __init__(self, skin: Skin) -> None:
        super().__init__()
        self.skin = skin
        self._title = Label(skin, Role.TITLE, bold=True, wrap=False)
        self._none = Label(skin, Role.BODY, "muted")
        self._more = Label(skin, Role.SMALL, "muted", wrap=False)
        self._rows: list[RowPress] = []
        self._row_line = QVBoxLayout()
        self._row_line.setSpacing(skin.px(8))
        self._cameras = Label(skin, Role.TITLE, bold=True, wrap=False)
        self._tiles: list[TilePress] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(skin.px(8))
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._more_tiles = Label(skin, Role.SMALL, "muted", wrap=False)
        self._detail = Panel(skin, "surface", pad_px=10)
        self._detail.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._detail.line.setSpacing(skin.px(2))
        self._lines = [Label(skin, Role.SMALL, "text" if place else "muted", align=TOP) for place in range(3)]
        for label in self._lines:
            self._detail.line.addWidget(label)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.skin.px(8))
        column.addWidget(self._title)
        column.addWidget(self._none)
        column.addLayout(self._row_line)
        column.addWidget(self._more)
        column.addStretch(1)
        column.addWidget(self._cameras)
        column.addLayout(self._grid)
        column.addWidget(self._more_tiles)
        column.addWidget(self._detail)

    def show_side(self, side: Side, shelf: Shelf) -> None:
        say = self.skin.say
        self._title.say(say(side.title))
        self._none.say(say(side.none) if side.none else "")
        self._more.say(say(side.more) if side.more else "")
        self._cameras.say(say(side.cameras))
        self._more_tiles.say(say(side.more_tiles) if side.more_tiles else "")
        self._show_rows(side.rows)
        self._show_tiles(side.tiles, shelf)
        for place, label in enumerate(self._lines):
            label.say(say(side.camera_detail[place]) if place < len(side.camera_detail) else "")
        self._detail.setVisible(bool(side.camera_detail))

    def _show_rows(self, rows: tuple[AlarmRow, ...]) -> None:
        while len(self._rows) > len(rows):
            gone(self._rows.pop())
        while len(self._rows) < len(rows):
            press = RowPress(self.skin, rows[len(self._rows)])
            self._connect(press)
            self._rows.append(press)
            self._row_line.addWidget(press)
        for press, row in zip(self._rows, rows, strict=True):
            press.setObjectName(f"{row.button.action}:{row.button.value}")
            press.show_row(row)

    def _show_tiles(self, tiles: tuple[Tile, ...], shelf: Shelf) -> None:
        while len(self._tiles) > len(tiles):
            gone(self._tiles.pop())
        while len(self._tiles) < len(tiles):
            place = len(self._tiles)
            press = TilePress(self.skin, tiles[place])
            self._connect(press)
            self._tiles.append(press)
            self._grid.addWidget(press, place // COLUMNS, place % COLUMNS)
        for press, tile in zip(self._tiles, tiles, strict=True):
            press.setObjectName(f"{tile.button.action}:{tile.button.value}")
            press.show_tile(tile, shelf)

    def _connect(self, press: Press) -> None:
        press.clicked.connect(lambda _checked=False: self._tell(press.shown))

    def _tell(self, button: Button) -> None:
        self.pressed.emit(button)
