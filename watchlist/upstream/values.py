"""What a node tells its hub, and what the hub knows by it. Pure.

An alarm travels without any picture, any name and any note: what a guard wrote is a text about a person and stays in
the hospital, and guards are told by signs that only their own home can read. Moments are those of the node's clock.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from watchlist.alarms.acts import act_from_text, act_to_text
from watchlist.alarms.life import GuardId, Life, Step
from watchlist.hub.rights import NodeKind
from watchlist.post.values import Sight
from watchlist.types import AlarmId, Candidate, PersonId

MOST_ALARMS = 20
"""In one delivery."""
MOST_STEPS = 100
"""Of one alarm in one delivery: what is more travels as a second part of the same alarm."""
MOST_CAMERAS = 200
MOST_LISTS = 20
MOST_NUMBER = 2**53
MOST_COUNTED = 10_000
"""Of what waits: counting more takes longer than anybody looks."""
HowMany = NewType("HowMany", int)
"""Of the newest that are asked for."""
_YEARS = range(1990, 2200)
"""Beyond these a calendar overflows somewhere."""
_FIRST, _LAST = datetime(_YEARS[0], 1, 2, tzinfo=UTC), datetime(_YEARS[-1], 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StepTold:
    """`act` as watchlist.alarms.acts writes it."""

    step_id: str
    at: datetime
    who: GuardId
    act: str

    def __post_init__(self) -> None:
        check_moment(self.at)
        act_to_text(self.as_step().act).encode()  # what is no text could be kept nowhere

    def as_step(self) -> Step:
        """Raises ValueError."""
        return Step(self.step_id, self.at, self.who, act_from_text(self.act))


@dataclass(frozen=True, slots=True)
class AlarmTold:
    """An alarm as it stands at its node under this `revision` there, with its steps so far; the fields are those of
    `AlarmRecord`. `person_id` is None while it is not clear which of the candidates it is."""

    alarm_id: AlarmId
    revision: int
    person_id: PersonId | None
    candidates: tuple[Candidate, ...]
    camera: str
    first_at: datetime
    raised_at: datetime
    last_seen_at: datetime
    last_camera: str
    score: float
    runner_up: float | None
    threshold: float | None
    model_id: str | None
    one_in: int | None
    updates: int
    steps: tuple[StepTold, ...] = ()

    def __post_init__(self) -> None:
        if not (self.alarm_id and self.camera and self.last_camera and self.candidates):
            raise ValueError("an alarm without an id, a camera or anybody")
        for moment in (self.first_at, self.raised_at, self.last_seen_at):
            check_moment(moment)
        scores = [self.score, self.runner_up, self.threshold, *(one.score for one in self.candidates)]
        if not all(one is None or (math.isfinite(one) and abs(one) <= 1) for one in scores):
            raise ValueError("a cosine is a number from -1 to 1")
        if not all(one is None or 0 <= one <= MOST_NUMBER for one in (self.revision, self.one_in, self.updates)):
            raise ValueError("a number that nobody counts to")
        if len(self.candidates) > 2 or len(self.steps) > MOST_STEPS:
            raise ValueError(f"an alarm of more than two, or with more than {MOST_STEPS} steps at once")
        people = {one.person_id for one in self.candidates}
        if len(people) != len(self.candidates):
            raise ValueError("an alarm that may be of one person twice")
        if self.person_id is not None and self.person_id not in people:
            raise ValueError("an alarm about somebody who is none of its candidates")

    @property
    def who(self) -> frozenset[PersonId]:
        """The person, or everybody it may be."""
        return frozenset({self.person_id} if self.person_id else {one.person_id for one in self.candidates})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a node tells by its own clock `at`: after these its alarms are told up to its revision `up_to`, where they
    were up to `after`. A hub that keeps less was restored since, and does not know what lies between."""

    at: datetime
    alarms: tuple[AlarmTold, ...]
    up_to: int
    after: int = 0

    def __post_init__(self) -> None:
        check_moment(self.at)
        numbers = (self.up_to, self.after)
        if len(self.alarms) > MOST_ALARMS or not all(0 <= one <= MOST_NUMBER for one in numbers):
            raise ValueError(f"more than {MOST_ALARMS} alarms at once, or a number that nobody counts to")


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The hub keeps nothing of this alarm, and says why. Telling it again changes nothing."""

    alarm_id: AlarmId
    why: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Everything but `not_taken` is kept at the hub, whose clock says `at`."""

    at: datetime
    not_taken: tuple[NotTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class CameraTold:
    name: str
    sight: Sight


@dataclass(frozen=True, slots=True)
class ListTold:
    """A list that a node follows: `epoch` and `seq` are the place that it has of it, 0 before the first; `said_at` is
    when the list's authority last said so."""

    list_id: str
    epoch: int = 0
    seq: int = 0
    said_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.list_id or not all(0 <= one <= MOST_NUMBER for one in self.place):
            raise ValueError("a list without an id, or a number that nobody counts to")
        if self.said_at is not None:
            check_moment(self.said_at)

    @property
    def place(self) -> tuple[int, int]:
        return self.epoch, self.seq


@dataclass(frozen=True, slots=True)
class Beat:
    """`at` is the node's clock. `waiting` alarms are not delivered yet, or more where that is MOST_COUNTED."""

    at: datetime
    version: str
    lists: tuple[ListTold, ...]
    cameras: tuple[CameraTold, ...]
    waiting: int

    def __post_init__(self) -> None:
        check_moment(self.at)
        if not 0 <= self.waiting <= MOST_NUMBER:
            raise ValueError("a number that nobody counts to")
        if len(self.cameras) > MOST_CAMERAS or not all(one.name for one in self.cameras):
            raise ValueError(f"a camera has a name, and a node at most {MOST_CAMERAS} of them")
        if len(self.lists) > MOST_LISTS or len({one.list_id for one in self.lists}) != len(self.lists):
            raise ValueError(f"a node follows at most {MOST_LISTS} lists, and none of them twice")


@dataclass(frozen=True, slots=True)
class BeatHeard:
    """`at` is the hub's clock. The hub keeps what this node told up to the revision `kept`: where that is less than
    the node remembers, the hub was restored from a backup."""

    at: datetime
    kept: int


class Word(StrEnum):
    """When a node was last heard."""

    HEARD = "heard"
    SILENT = "silent"
    NEVER = "never"
    NOT_EXPECTED = "not expected"
    """It is of a kind that tells nothing of itself."""
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class NodeStanding:
    """`source` is the hospital it stands in. `silent_s` is None before the first word. `clock_off_s`: by how much its
    clock is ahead of the hub's, 0 for less than anybody would mind. `behind`: how many changes it lacks of the lists
    that it follows here, None where it follows none; `list_age_s`: since the oldest of their authorities' words."""

    node_id: str
    kind: NodeKind
    needs_photos: bool
    source: str
    word: Word
    made_at: datetime
    revoked_at: datetime | None = None
    heard_at: datetime | None = None
    told_at: datetime | None = None
    silent_s: float | None = None
    clock_off_s: float = 0.0
    version: str = ""
    lists: tuple[ListTold, ...] = ()
    behind: int | None = None
    list_age_s: float | None = None
    cameras: tuple[CameraTold, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class DoorTold:
    """Where a visit was seen, by the alarm of one node. `told_at` is when that rang by the node's own clock,
    `received_at` when the hub first heard of it, `raised_at` what the hub makes of both."""

    node_id: str
    alarm_id: AlarmId
    camera: str
    last_camera: str
    told_at: datetime
    received_at: datetime
    raised_at: datetime
    last_seen_at: datetime
    clock_off_s: float
    score: float
    threshold: float | None
    model_id: str | None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """`name` is empty for who is no longer listed."""

    person_id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class VisitTold:
    """One visit of one person to one hospital, whichever PCs rang for it; two people while it is not clear which."""

    visit_id: str
    source: str
    people: tuple[PersonTold, ...]
    raised_at: datetime
    last_seen_at: datetime
    life: Life
    doors: tuple[DoorTold, ...]


def told_moment(moment: datetime) -> datetime:
    """The same, or the nearest to it that may be told: a clock that was mended by centuries stops nobody."""
    return min(max(moment, _FIRST), _LAST)


def check_moment(moment: datetime) -> None:
    """Raises ValueError. It is kept in UTC, whose year may be another."""
    if moment.tzinfo is None or moment.year not in _YEARS or moment.astimezone(UTC).year not in _YEARS:
        raise ValueError("a moment has a time zone, and a year of these times")
