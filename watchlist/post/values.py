"""What a guard is shown. Pure values; whoever shows them brings the words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from watchlist.alarms.life import GuardId, Life, Step
from watchlist.alarms.stay import Stay
from watchlist.feed.age import Freshness
from watchlist.types import AlarmId, PersonId


class GuardRole(StrEnum):
    GUARD = "guard"
    SUPERVISOR = "supervisor"
    """May take an alarm over from whoever has it."""


@dataclass(frozen=True, slots=True)
class Guard:
    guard_id: GuardId
    name: str
    role: GuardRole = GuardRole.GUARD

    def __post_init__(self) -> None:
        if not (self.guard_id.strip() and self.name.strip()):
            raise ValueError("a guard has an id and a name")


@dataclass(frozen=True, slots=True)
class Session:
    """`token` proves it and is never logged; it ends at `until` unless it is used before."""

    token: str = field(repr=False)
    guard: Guard
    until: datetime


@dataclass(frozen=True, slots=True)
class Pin:
    guard_id: GuardId
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Badge:
    """`number` as the card reader told it."""

    number: str = field(repr=False)


Credential = Pin | Badge


class Sight(StrEnum):
    """How well a camera sees."""

    STARTING = "starting"
    LIVE = "live"
    LOST = "lost"
    FROZEN = "frozen"
    BLACK = "black"
    COVERED = "covered"
    ENDED = "ended"
    """A recording that is over."""
    UNKNOWN = "unknown"
    """Nobody has heard of it for too long: its own PC is away."""

    @property
    def is_well(self) -> bool:
        return self in (Sight.LIVE, Sight.ENDED)

    @property
    def needs_somebody(self) -> bool:
        """One that starts is well soon, or lost."""
        return not self.is_well and self is not Sight.STARTING


@dataclass(frozen=True, slots=True)
class CameraView:
    """`since` is when it came to be so; `why` and `hint` are for the technician, empty when all is well."""

    camera: str
    sight: Sight
    since: datetime
    why: str = ""
    hint: str = ""


class HubState(StrEnum):
    NONE = "none"
    """This site has no hub."""
    REACHED = "reached"
    AWAY = "away"
    REFUSED = "refused"
    """It answers, and somebody must see to it before its list can be followed again."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What may be seen without a guard: no names, no faces.

    `at` is this moment by the post's own clock. `list_at` is when the list was last known to be what its authority
    says, and `freshness` what that means here. `unanswered` of the open alarms ring; `loudest` is the highest level of
    an open one. `guards` may be chosen from at a screen of this post; empty for a stranger's. `has_plan`: a way can be
    shown on a plan of the site.
    """

    at: datetime
    revision: int
    open_alarms: int
    unanswered: int
    loudest: int
    oldest_open_at: datetime | None
    last_alarm_at: datetime | None
    cameras: tuple[CameraView, ...]
    list_at: datetime
    people: int
    hub: HubState
    guards: tuple[Guard, ...] = ()
    has_plan: bool = False
    freshness: Freshness = Freshness.FRESH


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Where a camera hangs on the site's plan: shares of the picture's width and height, from its upper left corner."""

    camera: str
    x: float
    y: float

    def __post_init__(self) -> None:
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise ValueError("a place on the plan is two shares from 0 to 1")


@dataclass(frozen=True, slots=True)
class SitePlan:
    """`picture` is a JPEG."""

    picture: bytes = field(repr=False)
    places: tuple[PlanPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Whom it may be; `name` is empty when the entry was erased meanwhile, and then there is no photograph either."""

    person_id: PersonId
    name: str
    score: float
    has_photo: bool = True


@dataclass(frozen=True, slots=True)
class AlarmView:
    """`candidates` are one, or two while it is not clear which. `one_in`: at most one stranger in so many looks as
    similar to somebody on the list as the threshold asks, with 95 % confidence; None where nobody measured.

    `runner_up` is the score of the next person, None when there is none. `has_picture` is off when the face was erased.
    """

    alarm_id: AlarmId
    candidates: tuple[CandidateView, ...]
    camera: str
    first_at: datetime
    raised_at: datetime
    last_seen_at: datetime
    last_camera: str
    updates: int
    score: float
    runner_up: float | None
    one_in: int | None
    life: Life
    revision: int
    has_picture: bool = True

    @property
    def is_tie(self) -> bool:
        return len(self.candidates) > 1


@dataclass(frozen=True, slots=True)
class Changes:
    """The alarms changed after the revision that was asked for, oldest change first. `revision` is to be asked for
    next; with `more` there is more of it already."""

    revision: int
    alarms: tuple[AlarmView, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class AlarmSheet:
    """What a guard sees only after opening the alarm; that it was opened is on record.

    `reasons` says why each candidate is listed, in the order of the candidates. `places` are those of the plan's
    cameras, empty where the site has no plan.
    """

    alarm: AlarmView
    reasons: tuple[str, ...]
    stays: tuple[Stay, ...]
    steps: tuple[Step, ...]
    places: tuple[PlanPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """`words` are looked for in names, cameras, guards and notes, all of them; the newest alarms before `before`."""

    words: str = ""
    before: datetime | None = None
    limit: int = 50

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= 200:
            raise ValueError("limit must be 1 to 200")
        if self.before is not None and self.before.tzinfo is None:
            raise ValueError("a moment without a time zone")
