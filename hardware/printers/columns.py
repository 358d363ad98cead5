"""How wide text is on a printer's grid, and where it breaks. Pure."""

import re
import unicodedata

_TOKENS = re.compile(r" +|[!-~]+|[^ ]")
_NOT_AT_THE_START = frozenset("，。、；：？！）》」』】％,.;:?!)%")


def cleaned(text: str) -> str:
    """Without anything a printer would take for a command; only line ends stay."""
    spaced = "".join(" " if c in "\t\u3000\u00a0" else c for c in text.replace("\r\n", "\n"))
    return "".join(c for c in spaced if c == "\n" or not unicodedata.category(c).startswith("C"))


def width(text: str) -> int:
    """In columns. A Chinese font gives ambiguous characters (quotation marks, Greek, arrows) two as well."""
    return sum(map(_width_of, text))


def _width_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def wrapped(text: str, columns: int) -> list[str]:
    """Rows of at most `columns`, none of them lost: broken at spaces, between Chinese characters, or inside a word
    that is longer than a row."""
    return [row for paragraph in cleaned(text).split("\n") for row in _rows(paragraph, columns)]


def _rows(paragraph: str, columns: int) -> list[str]:
    rows: list[str] = []
    row = ""
    for token in _TOKENS.findall(paragraph):
        for part in _parts(token, columns):
            if width(row + part) <= columns:
                row += part
                continue
            full, begun = _with_its_punctuation(row, part)
            rows.append(full.rstrip())
            row = begun.lstrip()
    return [*rows, row.rstrip()]


def _parts(token: str, columns: int) -> list[str]:
    if width(token) <= columns:
        return [token]
    return [token[start : start + columns] for start in range(0, len(token), columns)]


def _with_its_punctuation(row: str, part: str) -> tuple[str, str]:
    """A row does not begin with a full stop: the character before it goes along."""
    if part not in _NOT_AT_THE_START or len(row) < 2 or row[-1] == " ":
        return row, part
    return row[:-1], row[-1] + part
