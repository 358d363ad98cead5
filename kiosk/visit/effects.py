"""What a visit wants done, as values; whoever runs the kiosk carries it out, in this order. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.visit.requests import MustArrive, Request
from kiosk.visit.screen import Text
from kiosk.visit.slips import SlipContent


@dataclass(frozen=True, slots=True)
class AskDesk:
    """Answered by DeskAnswered, DeskSaidNo or DeskUnreachable with the same `call_id`."""

    call_id: int
    request: Request


@dataclass(frozen=True, slots=True)
class Post:
    """Into the outbox: it must reach the desk, in the order it was posted, whatever happens to this visit."""

    request: MustArrive


@dataclass(frozen=True, slots=True)
class OpenMirror:
    """Take the lease on the camera. Comes after consent only."""


@dataclass(frozen=True, slots=True)
class StartCheck:
    """Compare with `reference`, the photograph of `person_id`. Which turns are asked is drawn by whoever starts it."""

    check_id: str
    person_id: str
    reference: bytes = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class StopCheck:
    pass


@dataclass(frozen=True, slots=True)
class CloseMirror:
    """Give the lease back; frames already taken are forgotten."""


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Answered by SlipPrinted or SlipFailed with the same `job_id`."""

    job_id: int
    slip: SlipContent
    language: str


@dataclass(frozen=True, slots=True)
class Say:
    """Read aloud; it replaces what is being said."""

    text: Text
    language: str


@dataclass(frozen=True, slots=True)
class Chime:
    """A short sound: something is to be taken."""


@dataclass(frozen=True, slots=True)
class Forget:
    """The visit is over: drop whatever still holds something of it (pictures, answers, queued speech)."""


class Count(StrEnum):
    """What is counted of visits; none of it says who."""

    VISIT_STARTED = "visit-started"
    VISIT_ENDED = "visit-ended"
    TIMED_OUT = "timed-out"
    CARD_PULLED = "card-pulled"
    CARD_LEFT = "card-left"
    CARD_BAD = "card-bad"
    CHECK_SAME = "check-same"
    CHECK_NOT_SURE = "check-not-sure"
    CHECK_NO_COMPARISON = "check-no-comparison"
    DOUBT_CHALLENGE = "doubt-challenge"
    DOUBT_FLAT = "doubt-flat"
    DOUBT_PASSIVE = "doubt-passive"
    DOUBT_UNLIKE = "doubt-unlike"
    COUNTER_TICKET = "counter-ticket"
    DESK_AWAY = "desk-away"
    SLIP_FAILED = "slip-failed"


@dataclass(frozen=True, slots=True)
class Log:
    count: Count


Effect = AskDesk | Post | OpenMirror | StartCheck | StopCheck | CloseMirror | PrintSlip | Say | Chime | Forget | Log
