"""The same slip as a picture, for printers without a Chinese font and for names that no printer's font holds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from hardware.errors import PartMissing
from hardware.printers.columns import width
from hardware.printers.layout import Row, laid_out
from hardware.printers.slip import DOTS_PER_COLUMN, QR_MODULE_DOTS, Align, Paper, Slip, SlipFeed, SlipQr
from hardware.printers.typeset import FEED_AND_CUT, RESET

ROW_DOTS = 30
FONT_DOTS = 24
BASELINE_DOTS = 24
STRIP_DOTS = 240  # cheap printers have little memory: a long picture goes in strips
PART = "font for slips"
GET_ONE = (
    "Debian: apt-get install fonts-noto-cjk. Windows: add the Chinese (Simplified) supplemental fonts, or name a font"
    " file such as C:\\Windows\\Fonts\\msyh.ttc in the settings."
)
KNOWN_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)
_FACES = 12


def find_font(told: Path | None = None) -> Path:
    """The font named in the settings, or a Chinese one of this system. Raises PartMissing."""
    if told is not None:
        if told.is_file():
            return told
        raise PartMissing(PART, f"there is no file {told}", GET_ONE)
    found = next((path for path in map(Path, KNOWN_FONTS) if path.is_file()), None)
    if found is None:
        raise PartMissing(PART, "no font with Chinese characters was found", GET_ONE)
    return found


class SlipPainter:
    """Paints slips with one font. Raises PartMissing where the file is no font."""

    def __init__(self, font: Path) -> None:
        self._path = font
        self._face = _best_face(font)
        self._fonts: dict[int, ImageFont.FreeTypeFont] = {}

    def picture(self, slip: Slip, paper: Paper) -> Image.Image:
        """Black on white, as wide as the paper."""
        parts = [self._part(part, paper) for part in laid_out(slip, paper.columns)]
        page = Image.new("L", (paper.width_dots, max(sum(part.height for part in parts), 1)), 255)
        top = 0
        for part in parts:
            page.paste(part, ((paper.width_dots - part.width) // 2, top))
            top += part.height
        return page.point(lambda shade: 255 if shade > 127 else 0)

    def bytes(self, slip: Slip, paper: Paper) -> bytes:
        strips = b"".join(map(_raster, _strips(self.picture(slip, paper))))
        return RESET + strips + (FEED_AND_CUT if slip.cut else b"")

    def _part(self, part: Row | SlipQr | SlipFeed, paper: Paper) -> Image.Image:
        match part:
            case Row():
                return self._row(part, paper)
            case SlipQr(text):
                return _qr_picture(text)
            case SlipFeed(rows):
                return Image.new("L", (1, ROW_DOTS * rows), 255)

    def _row(self, row: Row, paper: Paper) -> Image.Image:
        """Every character stands in the cells of the grid, whatever the font's own widths are."""
        picture = Image.new("L", (paper.width_dots, ROW_DOTS * row.size), 255)
        draw = ImageDraw.Draw(picture)
        for character, middle in _placed(row, paper):
            draw.text(
                (middle, BASELINE_DOTS * row.size),
                character,
                fill=0,
                font=self._font(row.size),
                anchor="ms",
                stroke_width=row.size / 2 if row.bold else 0,
            )
        return picture

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = ImageFont.truetype(self._path, FONT_DOTS * size, self._face)
        return self._fonts[size]


def _best_face(path: Path) -> int:
    """In a collection: simplified characters, Latin letters half as wide as Chinese ones where there is a choice."""
    try:
        names = {0: ImageFont.truetype(path, FONT_DOTS, 0).getname()[0] or ""}
    except OSError as error:
        raise PartMissing(PART, f"{path} is no font: {error}", GET_ONE) from error
    names |= dict(_more_faces(path))
    return max(names, key=lambda index: (names[index].endswith("SC"), "Mono" in names[index], -index))


def _more_faces(path: Path) -> Iterator[tuple[int, str]]:
    for index in range(1, _FACES):
        try:
            yield index, ImageFont.truetype(path, FONT_DOTS, index).getname()[0] or ""
        except OSError:
            return


def _placed(row: Row, paper: Paper) -> Iterator[tuple[str, float]]:
    """The characters, each with those that combine with it, and the middles of their cells in dots."""
    free_dots = paper.width_dots - width(row.text) * DOTS_PER_COLUMN * row.size
    left = {Align.LEFT: 0, Align.CENTER: free_dots // 2, Align.RIGHT: free_dots}[row.align]
    for group in _groups(row.text):
        cell = width(group) * DOTS_PER_COLUMN * row.size
        yield group, left + cell / 2
        left += cell


def _groups(text: str) -> Iterable[str]:
    groups: list[str] = []
    for character in text:
        if groups and width(character) == 0:
            groups[-1] += character
        else:
            groups.append(character)
    return groups


def _qr_picture(text: str) -> Image.Image:
    modules = [
        bytes(0 if dark else 255 for dark in row) for row in segno.make(text, error="m", micro=False).matrix_iter()
    ]
    picture = Image.frombytes("L", (len(modules[0]), len(modules)), b"".join(modules))
    return picture.resize((picture.width * QR_MODULE_DOTS, picture.height * QR_MODULE_DOTS), Image.Resampling.NEAREST)


def _strips(picture: Image.Image) -> Iterator[Image.Image]:
    for top in range(0, picture.height, STRIP_DOTS):
        yield picture.crop((0, top, picture.width, min(top + STRIP_DOTS, picture.height)))


def _raster(strip: Image.Image) -> bytes:
    """GS v 0. Pillow pads a row to whole bytes with zeros, which print as nothing once black is 1."""
    bits = strip.point(lambda shade: 255 - shade).convert("1").tobytes()
    wide = (strip.width + 7) // 8
    return b"\x1dv0\x00" + wide.to_bytes(2, "little") + strip.height.to_bytes(2, "little") + bits
