"""Words of files, hubs and other people as a terminal may show them. Pure."""

import re

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it, and what turns the direction of reading. Lines and tabs stay."""
_BREAKS = re.compile("[\t\n]")


def harmless(text: str) -> str:
    """Each sign that steers is written out, as in \\x1b."""
    return _STEERS.sub(_written_out, text)


def in_one_line(text: str) -> str:
    """For words of others within a sentence of ours: no line of theirs looks like one of ours."""
    return _BREAKS.sub(_written_out, harmless(text))


def harmless_json(line: str) -> str:
    """The same document: what stands within its strings is written out as JSON does it."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _written_out(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
