"""What of the desk's protocol travels as JSON."""

from datetime import date
from typing import Annotated

from pydantic import Field

from records.shapes import Shapes, arguments_to_json, arguments_to_query
from records.wire import LONGEST_TEXT, NotUnderstood, Reading, from_json, to_json

__all__ = [
    "LONGEST_TEXT",
    "SHAPES",
    "NotUnderstood",
    "Reading",
    "arguments_to_json",
    "arguments_to_query",
    "from_json",
    "to_json",
]

# Beyond these a calendar overflows somewhere; no slot lies there.
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
_Count = Annotated[int, Field(ge=1, le=500)]

SHAPES = Shapes(frozenset({"self", "key", "channel"}), {date: _Day, int: _Count})
"""A change's key travels as a header, the channel is the asker's."""
