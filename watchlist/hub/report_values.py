"""What a hub and its clients tell each other about reports. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from watchlist.reports.errors import ReportRefused
from watchlist.reports.traces import Trace
from watchlist.reports.values import MAX_TEXT, Group, NewReport, ReportId

Count = NewType("Count", int)
"""How many are wanted, at most or at least."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Beyond these a calendar overflows somewhere."""


@dataclass(frozen=True, slots=True)
class ReportTold:
    """A report without a picture, on its way; see NewReport."""

    at: datetime
    place: str
    text: str = field(repr=False)
    source: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or not FIRST_YEAR <= self.at.year <= LAST_YEAR:
            raise ValueError("no moment with a time zone")
        if len(self.text) > MAX_TEXT:
            raise ValueError(f"longer than {MAX_TEXT} characters")


@dataclass(frozen=True, slots=True)
class ReportKept:
    """`is_new`: not when it was here already. Who tells hears no more: nobody finds out by telling what others told."""

    report_id: ReportId
    is_new: bool


@dataclass(frozen=True, slots=True)
class GroupTold:
    """A group, what was said when it was decided, and those decided earlier in which the same is named."""

    group: Group
    why: str | None
    earlier: tuple[Group, ...]


def no_pictures(_data: bytes) -> bytes:
    raise ReportRefused("this hub takes no pictures", "Hand the report in without one.")


@dataclass(frozen=True, slots=True)
class ReportRules:
    """How a hub takes reports. `ours` are traces that everybody names; `cleaned` makes of a picture's file a JPEG of
    bounded size with nothing in it but the picture, and raises ReportRefused for what is none."""

    ours: frozenset[Trace] = frozenset()
    cleaned: Callable[[bytes], bytes] = no_pictures


def told_of(report: NewReport) -> ReportTold:
    return ReportTold(report.at, report.place, report.text, report.source, report.key)
