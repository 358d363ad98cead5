"""What happens to the console. Pure.

`shift` is the number of the login that asked: an answer that comes after the guard has gone is dropped.
"""

from dataclasses import dataclass, field

from watchlist.post.console.pages import Action, Failure
from watchlist.post.values import AlarmSheet, AlarmView, Changes, Guard, HistoryQuery, Overview, Session
from watchlist.types import AlarmId


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is there: a key, the mouse."""


@dataclass(frozen=True, slots=True)
class Pressed:
    action: Action
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BadgeRead:
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteTyped:
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WordsTyped:
    """What is looked for in the feed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SoundTold:
    """Whether this computer has something to sound with."""

    is_there: bool


@dataclass(frozen=True, slots=True)
class OverviewTold:
    overview: Overview


@dataclass(frozen=True, slots=True)
class PostLost:
    pass


@dataclass(frozen=True, slots=True)
class LoggedIn:
    session: Session


@dataclass(frozen=True, slots=True)
class LoginFailed:
    """`is_away`: nobody judged it."""

    wait_s: float = 0.0
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class SessionEnded:
    shift: int


@dataclass(frozen=True, slots=True)
class ChangesTold:
    shift: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class SheetTold:
    shift: int
    sheet: AlarmSheet


@dataclass(frozen=True, slots=True)
class FeedTold:
    shift: int
    query: HistoryQuery
    alarms: tuple[AlarmView, ...]


@dataclass(frozen=True, slots=True)
class ColleaguesTold:
    shift: int
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class ActDone:
    shift: int
    alarm: AlarmView


@dataclass(frozen=True, slots=True)
class Refused:
    """An act on an alarm, or a question, was not answered. `who` has the alarm."""

    shift: int
    why: Failure
    alarm_id: AlarmId | None = None
    who: str | None = None


AnsweredTo = SessionEnded | ChangesTold | SheetTold | FeedTold | ColleaguesTold | ActDone | Refused
Event = (
    Tick
    | Touched
    | Pressed
    | BadgeRead
    | NoteTyped
    | WordsTyped
    | SoundTold
    | OverviewTold
    | PostLost
    | LoggedIn
    | LoginFailed
    | AnsweredTo
)
