"""The values of reports: what somebody tells, what is kept of it, and the groups that similar ones gather in."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from watchlist.reports.errors import ReportRefused

ReportId = NewType("ReportId", int)
GroupId = NewType("GroupId", int)
"""The number of the group's first report."""

MAX_TEXT = 4000
MAX_PLACE = 100
MAX_SOURCE = 60
MAX_PICTURE_BYTES = 8_000_000
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
AHEAD = timedelta(days=1)
"""A report of later than this is a slip of the pen; a clock may be a little wrong."""


class GroupState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class NewReport:
    """As it came: `at` is when it happened, with a time zone; `source` says who hands it in, as "kiosk-3" or a file.

    The same moment, place and text is the same report, kept once; a `key` tells two of them apart.
    Raises ReportRefused for what cannot be kept.
    """

    at: datetime
    place: str
    text: str = field(repr=False)
    source: str = ""
    picture: bytes | None = field(default=None, repr=False)
    key: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {self.at}")
        for name, value, most in (
            ("text", self.text, MAX_TEXT),
            ("place", self.place, MAX_PLACE),
            ("source", self.source, MAX_SOURCE),
        ):
            if len(value) > most:
                raise ReportRefused(f"the {name} is longer than {most} characters")
            if _NO_TEXT.search(value):
                raise ReportRefused(f"the {name} is not text")
        if not self.text.strip():
            raise ReportRefused("a report says something")
        if self.picture is not None and not 0 < len(self.picture) <= MAX_PICTURE_BYTES:
            raise ReportRefused(f"a picture has 1 to {MAX_PICTURE_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class Kept:
    """The ids in the order given, also of what was here already; `new` is how many were not."""

    report_ids: tuple[ReportId, ...]
    new: int


@dataclass(frozen=True, slots=True)
class Report:
    """As it is kept, without the picture."""

    report_id: ReportId
    at: datetime
    received_at: datetime
    place: str
    text: str = field(repr=False)
    source: str
    group_id: GroupId
    state: GroupState
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that seem to be about the same. `place` is the first one's, `person_id` the entry that came of it."""

    group_id: GroupId
    state: GroupState
    place: str
    reports: int
    first_at: datetime
    last_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a group gives a proposal to put somebody on the list: the evidence in words, naming the reports."""

    group_id: GroupId
    evidence: str = field(repr=False)
    report_ids: tuple[ReportId, ...]
    pictures: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports somebody looks for; everything that is given must hold. `until` is not included."""

    words: str = field(default="", repr=False)
    place: str = ""
    since: datetime | None = None
    until: datetime | None = None
    state: GroupState | None = None
    group_id: GroupId | None = None
