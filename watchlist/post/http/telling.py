"""What the post and its clients tell each other: JSON of the post's own values.

A body and an answer is `{"value": ...}`; a refusal is `{"error": kind, "message": ..., "hint": ...}`, with `who` and
`wait_s` where there is such a thing. Every answer of the post's own bears MARK.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from records.wire import NotUnderstood, Reading, from_json, to_json
from watchlist.alarms.acts import act_of, act_to_text
from watchlist.alarms.errors import ActRefused, AlarmOver, AlarmTaken, NotYourAlarm
from watchlist.alarms.life import Act, Decide, GuardId, Step
from watchlist.alarms.stay import Stay
from watchlist.errors import NoSuchAlarm, WatchlistError
from watchlist.post.errors import LoginRefused, NotAllowed, PostAway, SessionOver
from watchlist.post.values import AlarmSheet, AlarmView, Guard, PlanPlace, Session

PREFIX = "/guard/v1"
MARK = "Gatehouse-Post"
SESSION = "Gatehouse-Session"
"""The header that bears a session's token."""

KINDS: dict[str, tuple[type[WatchlistError], int]] = {
    "session-over": (SessionOver, 401),
    "login-refused": (LoginRefused, 403),
    "not-allowed": (NotAllowed, 403),
    "no-such-alarm": (NoSuchAlarm, 404),
    "alarm-taken": (AlarmTaken, 409),
    "not-your-alarm": (NotYourAlarm, 409),
    "alarm-over": (AlarmOver, 409),
    "away": (PostAway, 503),
}
"""How the expected failures are called on the wire, and with which status they go."""


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as it is sent."""

    error: str
    message: str
    hint: str
    who: str | None = None
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ActTold:
    act: str
    over: bool = False
    to: str | None = None
    verdict: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepTold:
    step_id: str
    at: datetime
    who: GuardId
    act: ActTold


@dataclass(frozen=True, slots=True)
class SheetTold:
    alarm: AlarmView
    reasons: tuple[str, ...]
    stays: tuple[Stay, ...]
    steps: tuple[StepTold, ...]
    places: tuple[PlanPlace, ...] = ()


def act_told(act: Act) -> ActTold:
    return ActTold(**json.loads(act_to_text(act)), note=act.note if isinstance(act, Decide) else "")


def act_from(told: ActTold) -> Act:
    """Raises ValueError for what is no act."""
    return act_of(asdict(told), told.note)


def sheet_to_json(sheet: AlarmSheet) -> bytes:
    steps = tuple(StepTold(step.step_id, step.at, step.who, act_told(step.act)) for step in sheet.steps)
    return to_json(SheetTold(sheet.alarm, sheet.reasons, sheet.stays, steps, sheet.places))


def sheet_from_json(text: bytes) -> AlarmSheet:
    """Raises NotUnderstood."""
    told = from_json(SheetTold, text, Reading.LENIENT)
    try:
        steps = tuple(Step(one.step_id, one.at, one.who, act_from(one.act)) for one in told.steps)
    except ValueError as error:
        raise NotUnderstood("steps: no act") from error
    return AlarmSheet(told.alarm, told.reasons, told.stays, steps, told.places)


def error_told(error: WatchlistError) -> tuple[Told, int]:
    """What is not expected of a post means: not now."""
    for name, (kind, status) in KINDS.items():
        if isinstance(error, kind):
            who = error.who if isinstance(error, ActRefused) else None
            wait_s = error.wait_s if isinstance(error, LoginRefused) else 0.0
            return Told(name, str(error), error.hint, who, wait_s), status
    return Told("away", str(error), error.hint), KINDS["away"][1]


def error_from(told: Told) -> WatchlistError | None:
    """The failure that was told; None for a kind that is not known here."""
    if told.error not in KINDS:
        return None
    kind = KINDS[told.error][0]
    if issubclass(kind, AlarmTaken):
        return kind(told.who or "somebody")
    if issubclass(kind, AlarmOver | NotYourAlarm):
        return kind(told.who)
    if issubclass(kind, LoginRefused):
        return kind(told.message, max(told.wait_s, 0.0))
    return kind(told.message, told.hint or None)


def bearer_of(token: str) -> Session:
    """A session as a request proves it: of it a post looks at nothing but the token."""
    return Session(token, Guard(GuardId("?"), "?"), datetime.max.replace(tzinfo=UTC))
