"""What stands on a slip, line by line, and the paper it is printed on. Pure."""

from dataclasses import dataclass
from enum import StrEnum

LARGEST = 8
QR_MAX_BYTES = 213  # as much as fits at correction level M into a code of 57 modules: narrow enough for any paper
QR_MODULE_DOTS = 6
DOTS_PER_COLUMN = 12
COLUMNS = (32, 42, 48)


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class SlipText:
    """A paragraph; it wraps. `size` 1 is normal, 2 twice as wide and high."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = Align.LEFT

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST:
            raise ValueError(f"type is printed in sizes 1 to {LARGEST}, not {self.size}")


@dataclass(frozen=True, slots=True)
class SlipPair:
    """A word at the left end and its value at the right end; below each other where one row is too short."""

    key: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SlipRule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class SlipNumber:
    """The one thing to be seen at arm's length: a queue number, as large as the paper allows."""

    text: str


@dataclass(frozen=True, slots=True)
class SlipQr:
    text: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.text.encode()) <= QR_MAX_BYTES:
            raise ValueError(f"a slip's QR code holds 1 to {QR_MAX_BYTES} bytes, not {len(self.text.encode())}")


@dataclass(frozen=True, slots=True)
class SlipFeed:
    """Empty rows."""

    rows: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.rows <= 20:
            raise ValueError(f"1 to 20 empty rows, not {self.rows}")


SlipLine = SlipText | SlipPair | SlipRule | SlipNumber | SlipQr | SlipFeed


@dataclass(frozen=True, slots=True)
class Slip:
    lines: tuple[SlipLine, ...]
    cut: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll and what the printer has in its memory.

    58 mm paper has 32 columns, 80 mm paper 42 or 48, as the printer's manual says. A printer sold in China has a
    Chinese font; any other is sent slips as pictures.
    """

    columns: int = 48
    chinese_font: bool = True

    def __post_init__(self) -> None:
        if self.columns not in COLUMNS:
            raise ValueError(f"paper has {', '.join(map(str, COLUMNS))} columns, not {self.columns}")

    @property
    def width_dots(self) -> int:
        return self.columns * DOTS_PER_COLUMN
