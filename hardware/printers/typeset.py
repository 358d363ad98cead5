"""A slip as the bytes of ESC/POS, for printers that have a Chinese font of their own. Pure.

Their fonts hold the characters that take one or two bytes of GB18030. For a slip with others (a rare character in a
name) ask `is_in_the_font` first and send a picture; here such a character becomes 〓, as it is set in print.
"""

import dataclasses

from hardware.printers.columns import cleaned, width
from hardware.printers.layout import Row, laid_out
from hardware.printers.slip import (
    QR_MODULE_DOTS,
    Align,
    Paper,
    Slip,
    SlipFeed,
    SlipLine,
    SlipNumber,
    SlipPair,
    SlipQr,
    SlipText,
)

RESET = b"\x1b@"
CHINESE_ON = b"\x1c&"
FEED_AND_CUT = b"\x1dVB\x00"
_ALIGN = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}
_LIKENESS = {"¥": "￥"}
_ENCODING = "gb18030"


def slip_bytes(slip: Slip, paper: Paper) -> bytes:
    """Raises ValueError where the paper's printer has no Chinese font."""
    if not paper.chinese_font:
        raise ValueError("a printer without a Chinese font is sent a picture")
    told = Slip(tuple(map(_in_the_font, slip.lines)), slip.cut)
    body = b"".join(map(_coded, laid_out(told, paper.columns)))
    return RESET + CHINESE_ON + body + (FEED_AND_CUT if slip.cut else b"")


def is_in_the_font(slip: Slip) -> bool:
    return all(_is_known(c) for line in slip.lines for text in _texts(line) for c in _with_likenesses(text))


def qr_code(text: str) -> bytes:
    """Drawn by the printer: model 2, correction level M."""
    store = _qr(80, b"0" + text.encode())
    return _qr(65, b"2\x00") + _qr(67, bytes([QR_MODULE_DOTS])) + _qr(69, b"1") + store + _qr(81, b"0")


def _qr(function: int, data: bytes) -> bytes:
    return b"\x1d(k" + (len(data) + 2).to_bytes(2, "little") + b"1" + bytes([function]) + data


def _coded(part: Row | SlipQr | SlipFeed) -> bytes:
    match part:
        case Row(text, size, bold, align):
            scale = (size - 1) * 0x11
            style = bytes([0x1B, 0x61, _ALIGN[align], 0x1B, 0x45, bold, 0x1D, 0x21, scale])
            return style + text.encode(_ENCODING) + b"\n"
        case SlipQr(text):
            return b"\n\x1ba\x01" + qr_code(text) + b"\n"  # the empty rows are the code's quiet zone
        case SlipFeed(rows):
            return b"\x1bd" + bytes([rows])


def _in_the_font(line: SlipLine) -> SlipLine:
    match line:
        case SlipText() | SlipNumber():
            return dataclasses.replace(line, text=_printable(line.text))
        case SlipPair():
            return dataclasses.replace(line, key=_printable(line.key), value=_printable(line.value))
    return line


def _printable(text: str) -> str:
    return "".join(c if _is_known(c) else _sign_for(c) for c in _with_likenesses(text))


def _with_likenesses(text: str) -> str:
    return "".join(_LIKENESS.get(c, c) for c in cleaned(text))


def _is_known(character: str) -> bool:
    length = len(character.encode(_ENCODING))
    return length == 1 or length == width(character) == 2


def _sign_for(character: str) -> str:
    """As wide as what it stands for."""
    return "〓" if width(character) == 2 else "?"


def _texts(line: SlipLine) -> tuple[str, ...]:
    match line:
        case SlipText(text) | SlipNumber(text):
            return (text,)
        case SlipPair(key, value):
            return key, value
    return ()
