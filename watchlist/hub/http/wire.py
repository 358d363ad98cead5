"""What of a hub's protocol travels as JSON, within which bounds."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from records.shapes import Shapes
from watchlist.hub.report_values import FIRST_YEAR, LAST_YEAR, Count, ReportTold
from watchlist.hub.values import FaceTold, Photograph, VectorTold, Words
from watchlist.reports.traces import Trace
from watchlist.reports.values import GroupId, ReportId
from watchlist.upstream.values import HowMany

MOST_PHOTOS, MOST_VECTORS, MOST_VISITS = 50, 2_000, 500
LONGEST_WORDS = 4_000
MOST_REPORTS, MOST_LOOKED_AT, MOST_TRACES_ASKED, MOST_COMPARED = 2_000, 1_000, 1_000, 200
HIGHEST_NUMBER = 2**62

_Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
_Moment = Annotated[
    AwareDatetime, Field(ge=datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), le=datetime(LAST_YEAR, 12, 31, tzinfo=UTC))
]
_Number = Annotated[int, Field(ge=1, le=HIGHEST_NUMBER)]
_Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
_File = Annotated[bytes, Field(min_length=1)]

SHAPES = Shapes(
    frozenset({"self"}),
    {
        date: _Day,
        date | None: _Day | None,
        datetime: _Moment,
        datetime | None: _Moment | None,
        ReportId: _Number,
        GroupId: _Number,
        GroupId | None: _Number | None,
        Count: Annotated[int, Field(ge=1, le=MOST_LOOKED_AT)],
        Words: _Words,
        Words | None: _Words | None,
        bytes: _File,
        bytes | None: _File | None,
        tuple[ReportTold, ...]: Annotated[tuple[ReportTold, ...], Field(max_length=MOST_REPORTS)],
        tuple[Trace, ...]: Annotated[tuple[Trace, ...], Field(max_length=MOST_TRACES_ASKED)],
        tuple[FaceTold, ...]: Annotated[tuple[FaceTold, ...], Field(min_length=1, max_length=MOST_COMPARED)],
        HowMany: Annotated[int, Field(ge=1, le=MOST_VISITS)],
        tuple[Photograph, ...]: Annotated[tuple[Photograph, ...], Field(max_length=MOST_PHOTOS)],
        tuple[VectorTold, ...]: Annotated[tuple[VectorTold, ...], Field(max_length=MOST_VECTORS)],
    },
)
