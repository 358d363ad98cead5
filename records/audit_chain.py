"""The links of the audit log: each record's keyed digest covers the record and its predecessor's digest. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from records.canonical import to_json
from records.errors import ChainBroken

Row = Mapping[str, Any]
FIELDS = ("number", "at", "who", "what", "subject", "detail", "previous", "hash")
"""Of a record as it is kept; `detail` is canonical JSON."""

_ANCHOR = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")
_TELL = "Keep everything as it is and tell the privacy officer."
GONE = f"A record was taken out, or a part of an older copy put in. {_TELL}"
CHANGED = f"A record was edited, put in or moved, or all of this was written with the key of another home. {_TELL}"
CUT_OFF = f"The newest records were taken away. {_TELL}"
OLDER = (
    "An older copy was put back (after a restored backup this is to be expected), or the newest records were cut off "
    f"and others written in their place. {_TELL}"
)


class Macs(Protocol):
    def mac(self, data: bytes, purpose: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of a chain. Kept elsewhere it proves later that nothing up to there was cut off or written anew."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


FIRST = Anchor(0, "first")
"""What the first record follows."""


def anchor_from(text: str) -> Anchor:
    """Raises ValueError."""
    found = _ANCHOR.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise ValueError("an anchor is written NUMBER:HASH, as 'gatehouse audit verify' tells it")
    return Anchor(int(found[1]), found[2])


def digest_of(row: Row, macs: Macs) -> str:
    told = {name: value for name, value in row.items() if name != "hash"}
    return macs.mac(to_json(told).encode(), "audit")


def checked(rows: Iterable[Row], macs: Macs, expected: Anchor | None = None) -> Iterator[Row]:
    """The rows as they come, the oldest first, as far as each is what was written and follows the one before.

    Raises ChainBroken for the first that is not, and where the chain does not lead over `expected`.
    """
    last = FIRST
    for row in rows:
        last = _next(row, last, macs)
        if expected and last.number == expected.number and last != expected:
            raise ChainBroken(f"audit record {last.number} is not the one that is expected", OLDER, last.number)
        yield row
    if expected and last.number < expected.number:
        gone = last.number + 1
        raise ChainBroken(f"audit record {gone} is gone, and all up to {expected.number}", OLDER, gone)


def _next(row: Row, last: Anchor, macs: Macs) -> Anchor:
    number = last.number + 1
    if row["number"] != number:
        raise ChainBroken(f"audit record {number} is gone", GONE, number)
    if row["previous"] != last.digest or row["hash"] != digest_of(row, macs):
        raise ChainBroken(f"audit record {number} is not what was written", CHANGED, number)
    return Anchor(number, row["hash"])
