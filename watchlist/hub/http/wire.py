"""What of a hub's protocol travels as JSON, within which bounds."""

from datetime import date
from typing import Annotated

from pydantic import Field

from records.shapes import Shapes
from watchlist.hub.values import Photograph, VectorTold, Words

MOST_PHOTOS, MOST_VECTORS = 50, 2_000
LONGEST_WORDS = 4_000

# Beyond these a calendar overflows somewhere.
_Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
_Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
_File = Annotated[bytes, Field(min_length=1)]

SHAPES = Shapes(
    frozenset({"self"}),
    {
        date: _Day,
        date | None: _Day | None,
        Words: _Words,
        Words | None: _Words | None,
        bytes: _File,
        tuple[Photograph, ...]: Annotated[tuple[Photograph, ...], Field(max_length=MOST_PHOTOS)],
        tuple[VectorTold, ...]: Annotated[tuple[VectorTold, ...], Field(max_length=MOST_VECTORS)],
    },
)
