"""What the console wants done. Pure. Each question bears the number of the login that asks (see events)."""

from dataclasses import dataclass

from watchlist.alarms.life import Act
from watchlist.post.values import Credential, HistoryQuery, Session
from watchlist.types import AlarmId


@dataclass(frozen=True, slots=True)
class LogIn:
    credential: Credential


@dataclass(frozen=True, slots=True)
class LogOut:
    """And let go of everything that was asked for."""

    session: Session


@dataclass(frozen=True, slots=True)
class Follow:
    """Tell the changes of alarms from now on."""

    shift: int
    session: Session


@dataclass(frozen=True, slots=True)
class Do:
    shift: int
    session: Session
    alarm_id: AlarmId
    act: Act


@dataclass(frozen=True, slots=True)
class AskSheet:
    shift: int
    session: Session
    alarm_id: AlarmId


@dataclass(frozen=True, slots=True)
class AskFeed:
    shift: int
    session: Session
    query: HistoryQuery


@dataclass(frozen=True, slots=True)
class AskColleagues:
    shift: int
    session: Session


Effect = LogIn | LogOut | Follow | Do | AskSheet | AskFeed | AskColleagues
