"""A slip as rows that fit the paper. Pure."""

from dataclasses import dataclass

from hardware.printers.columns import cleaned, width, wrapped
from hardware.printers.slip import (
    Align,
    Slip,
    SlipFeed,
    SlipLine,
    SlipNumber,
    SlipPair,
    SlipQr,
    SlipRule,
    SlipText,
)

NUMBER_SIZES = (4, 3, 2)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is printed: never wider than the paper."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = Align.LEFT


def laid_out(slip: Slip, columns: int) -> tuple[Row | SlipQr | SlipFeed, ...]:
    return tuple(part for line in slip.lines for part in _parts(line, columns))


def _parts(line: SlipLine, columns: int) -> list[Row | SlipQr | SlipFeed]:
    match line:
        case SlipText(text, size, bold, align):
            return [Row(row, size, bold, align) for row in wrapped(text, columns // size)]
        case SlipPair():
            return [*_pair(line, columns)]
        case SlipRule():
            return [Row("-" * columns)]
        case SlipNumber(text):
            size = next((s for s in NUMBER_SIZES if width(cleaned(text)) * s <= columns), 1)
            return [Row(row, size, True, Align.CENTER) for row in wrapped(text, columns // size)]
        case SlipQr() | SlipFeed():
            return [line]


def _pair(pair: SlipPair, columns: int) -> list[Row]:
    keys, values = wrapped(pair.key, columns), wrapped(pair.value, columns)
    gap = columns - width(keys[0]) - width(values[0])
    if len(keys) == len(values) == 1 and gap >= 1:
        return [Row(keys[0] + " " * gap + values[0], bold=pair.bold)]
    below = [Row(value, bold=pair.bold, align=Align.RIGHT) for value in values]
    return [*(Row(key, bold=pair.bold) for key in keys), *below]
