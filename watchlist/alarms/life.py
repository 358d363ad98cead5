"""The life of an alarm: who has it, how loudly it asks, how it ends. Pure.

A life is the fold of its steps in the order of their times. A step that does not apply any more, because somebody was
faster in another program, is kept and changes nothing: programs that have exchanged their steps agree on who has the
alarm and how it ended, in whatever order they heard of them.

raised ──take──► taken ──decide──► decided      decide is allowed from raised too: deciding is taking
   ▲               │
   └─release, forward                            unanswered, both escalate by time; raised and taken expire
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from watchlist.alarms.errors import AlarmOver, AlarmTaken, NotYourAlarm

GuardId = NewType("GuardId", str)
PROGRAM = GuardId("gatehouse")
"""Who stands for what no person did."""

CORRECTED_WITHIN = timedelta(minutes=2)
"""For so long whoever decided may decide otherwise: a wrong key was pressed. Until then nothing is thrown away."""
LOUDEST = 2
"""1: the supervisor and the beacon are told; 2: told again, and it stays so."""
NOTE_LENGTH = 500


class Stage(StrEnum):
    RAISED = "raised"
    TAKEN = "taken"
    DECIDED = "decided"
    EXPIRED = "expired"


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    NOT_THIS_PERSON = "not_this_person"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Take:
    """`over`: also from the guard who has it; a supervisor's right, which the caller has checked."""

    over: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Give it back: anybody may take it."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Give it back and ask one colleague to take it; anybody else still may."""

    to: GuardId


@dataclass(frozen=True, slots=True)
class Decide:
    verdict: Verdict
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.note) > NOTE_LENGTH:
            raise ValueError(f"a note has at most {NOTE_LENGTH} characters")


@dataclass(frozen=True, slots=True)
class Escalate:
    """Nobody answered in time."""


@dataclass(frozen=True, slots=True)
class Expire:
    """Nobody decided, and whoever it was is long gone."""


Act = Take | Release | Forward | Decide | Escalate | Expire


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one person or of the program; the order of steps is that of (`at`, `step_id`)."""

    step_id: str
    at: datetime
    who: GuardId
    act: Act

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a step without a time zone")
        if not (self.step_id and self.who):
            raise ValueError("a step of nobody")


@dataclass(frozen=True, slots=True)
class Life:
    """`owner` has it or decided it. `since` is when it last changed hands or was escalated, None before the first
    step. `meant_for` was asked to take it. `level` is 0 until it was escalated."""

    stage: Stage = Stage.RAISED
    owner: GuardId | None = None
    since: datetime | None = None
    meant_for: GuardId | None = None
    level: int = 0
    verdict: Verdict | None = None

    def __post_init__(self) -> None:
        if (self.stage in (Stage.TAKEN, Stage.DECIDED)) != (self.owner is not None):
            raise ValueError(f"an alarm that is {self.stage} and has the owner {self.owner}")
        if (self.stage is Stage.DECIDED) != (self.verdict is not None):
            raise ValueError(f"an alarm that is {self.stage} with the verdict {self.verdict}")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.stage in (Stage.RAISED, Stage.TAKEN)

    @property
    def is_unanswered(self) -> bool:
        """Whether it rings and anybody may take it: nobody has it, or whoever has it lets it wait too long, and may
        have gone home."""
        return self.is_open and (self.stage is Stage.RAISED or self.level > 0)

    def is_settled(self, now: datetime) -> bool:
        """Whether it is over and can no longer be corrected."""
        if self.stage is Stage.EXPIRED:
            return True
        return self.stage is Stage.DECIDED and (self.since is None or now - self.since > CORRECTED_WITHIN)


@dataclass(frozen=True, slots=True)
class LifeLimits:
    """Seconds: unanswered before it escalates for the first and for the second time, taken and undecided before it
    escalates, and raised before it expires."""

    escalate_s: float = 30.0
    escalate_again_s: float = 90.0
    undecided_s: float = 300.0
    expire_s: float = 4 * 3600.0

    def __post_init__(self) -> None:
        for name in ("escalate_s", "escalate_again_s", "undecided_s"):
            if not 5 <= getattr(self, name) <= 3600:
                raise ValueError(f"{name} must be 5 to 3600, not {getattr(self, name):g}")
        if not 600 <= self.expire_s <= 86_400:
            raise ValueError(f"expire_s must be 600 to 86400, not {self.expire_s:g}")


def apply(life: Life, step: Step) -> Life:
    """The life after this step. Raises AlarmTaken (somebody else has it), NotYourAlarm or AlarmOver."""
    match step.act:
        case Take():
            return _taken(life, step, over=step.act.over)
        case Release() | Forward():
            return _given_back(life, step)
        case Decide():
            return _decided(life, step, step.act.verdict)
        case Escalate():
            _must_be_open(life)
            return replace(life, level=min(life.level + 1, LOUDEST), since=step.at)
        case Expire():
            _must_be_open(life)
            return Life(Stage.EXPIRED, since=step.at, level=life.level)


def fold(steps: Iterable[Step]) -> Life:
    """The life after all of these, in the order of their times; those that do not apply change nothing."""
    life = Life()
    for step in sorted(steps, key=lambda one: (one.at, one.step_id)):
        try:
            life = apply(life, step)
        except (AlarmTaken, AlarmOver, NotYourAlarm):
            continue
    return life


def due_step(alarm_id: str, life: Life, raised_at: datetime, now: datetime, limits: LifeLimits) -> Step | None:
    """What time itself does to it by now. A clock that was set back does nothing.

    The step bears the moment when it was due and an id made of it, so that two programs make the same one.
    """
    if not life.is_open:
        return None
    expires_at = raised_at + timedelta(seconds=limits.expire_s)
    if now >= expires_at:
        return Step(f"{alarm_id}/expire", max(expires_at, life.since or expires_at), PROGRAM, Expire())
    waits_since = life.since or raised_at
    escalates_at = waits_since + timedelta(seconds=_patience_s(life, limits))
    if life.level < LOUDEST and now >= escalates_at:
        return Step(f"{alarm_id}/escalate/{waits_since.timestamp():.6f}", escalates_at, PROGRAM, Escalate())
    return None


def _patience_s(life: Life, limits: LifeLimits) -> float:
    if life.stage is Stage.TAKEN:
        return limits.undecided_s
    return limits.escalate_s if life.level == 0 else limits.escalate_again_s


def _taken(life: Life, step: Step, *, over: bool) -> Life:
    _must_be_open(life)
    if life.owner == step.who and life.level == 0:
        return life
    if not (over or life.is_unanswered):
        raise AlarmTaken(str(life.owner))
    # Whoever takes it starts with a quiet alarm: the beacon stops, the supervisor is told only when this guard waits.
    return Life(Stage.TAKEN, step.who, step.at)


def _given_back(life: Life, step: Step) -> Life:
    _must_be_open(life)
    if life.owner != step.who:
        raise NotYourAlarm(life.owner)
    return Life(since=step.at, meant_for=step.act.to if isinstance(step.act, Forward) else None)


def _decided(life: Life, step: Step, verdict: Verdict) -> Life:
    if life.stage is Stage.DECIDED and life.owner == step.who and not life.is_settled(step.at):
        return replace(life, verdict=verdict)  # corrected; the time to do so does not begin anew
    _must_be_open(life)
    if life.owner not in (None, step.who):
        raise AlarmTaken(str(life.owner))
    return Life(Stage.DECIDED, step.who, step.at, verdict=verdict)


def _must_be_open(life: Life) -> None:
    if not life.is_open:
        raise AlarmOver(str(life.owner) if life.owner else None)
