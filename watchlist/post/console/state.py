"""All that the console knows. Pure. What is personal is in `shift` and `login`, and goes with them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watchlist.alarms.life import CORRECTED_WITHIN, GuardId, Stage
from watchlist.post.console.pages import Filter, Page
from watchlist.post.console.text import Local, Text
from watchlist.post.values import AlarmSheet, AlarmView, Guard, GuardRole, Overview, Session
from watchlist.types import AlarmId

SILENT_AFTER = timedelta(seconds=5)
"""A post that told nothing for so long is away, whatever the reason."""
MUTED_FOR = timedelta(minutes=2)
NOTICE_FOR = timedelta(seconds=8)
SETTLES = timedelta(milliseconds=800)
"""So long after another alarm came to the front by itself nothing is decided: the key was meant for the one before."""
WARNS = timedelta(seconds=30)
"""Before the console locks itself."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """`instruction`: what this site wants done at an alarm; None for the program's own words."""

    lock_after_s: float = 900.0
    instruction: Local | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    text: Text
    until: datetime


@dataclass(frozen=True, slots=True)
class Login:
    """`number`: the guard's, where there is nobody to choose from. `asked`: the post is being asked."""

    guard_id: GuardId | None = None
    number: str = field(default="", repr=False)
    is_at_pin: bool = False
    pin: str = field(default="", repr=False)
    asked: bool = False
    said: Text | None = None
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """The day's alarms, newest first. `first` is the first one shown; `is_whole`: there are no older ones."""

    words: str = field(default="", repr=False)
    filter: Filter = Filter.ALL
    alarms: tuple[AlarmView, ...] = ()
    first: int = 0
    is_whole: bool = False
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One guard's time at the console.

    `chosen` is the alarm that the guard brought to the front, `shown` the one that is there, since `shown_since`.
    `correcting`: the chosen one is decided and may be decided otherwise. `came_from` and `way_from` are where a sheet
    and the way on the plan were opened from. `acting`: the act on it is under way.
    """

    number: int
    session: Session
    alarms: tuple[AlarmView, ...] = ()
    page: Page = Page.NOW
    came_from: Page = Page.NOW
    way_from: Page = Page.NOW
    chosen: AlarmId | None = None
    correcting: bool = False
    shown: AlarmId | None = None
    shown_since: datetime | None = None
    acting: AlarmId | None = None
    sheet_of: AlarmId | None = None
    sheet: AlarmSheet | None = None
    note: str = field(default="", repr=False)
    feed: Feed = field(default_factory=Feed)
    colleagues: tuple[Guard, ...] | None = None
    has_all: bool = False

    @property
    def me(self) -> Guard:
        return self.session.guard

    @property
    def is_supervisor(self) -> bool:
        return self.me.role is GuardRole.SUPERVISOR

    @property
    def open_alarms(self) -> tuple[AlarmView, ...]:
        """The oldest first."""
        return tuple(sorted((a for a in self.alarms if a.life.is_open), key=lambda a: (a.raised_at, a.alarm_id)))

    def alarm(self, alarm_id: str | None) -> AlarmView | None:
        known = (*self.alarms, *self.feed.alarms)
        return next((alarm for alarm in known if alarm.alarm_id == alarm_id), None)

    def correctable(self, now: datetime) -> AlarmView | None:
        """The newest that this guard decided and may still decide otherwise."""
        mine = [a for a in self.alarms if self.may_correct(a, now)]
        return max(mine, key=lambda alarm: alarm.life.since or alarm.raised_at, default=None)

    def may_correct(self, alarm: AlarmView, now: datetime) -> bool:
        life = alarm.life
        mine = life.stage is Stage.DECIDED and life.owner == self.me.guard_id
        return mine and life.since is not None and now - life.since <= CORRECTED_WITHIN


@dataclass(frozen=True, slots=True)
class Console:
    """`ahead` is how far the post's clock is ahead of ours. `heard_at` is on ours; None before the first word.

    `shifts` counts the logins. `known` are the alarms that have sounded, with their level; `open_before` as many as
    the post told last.
    """

    site: SiteRules
    language: str
    started_at: datetime
    touched_at: datetime
    dark: bool = False
    overview: Overview | None = None
    heard_at: datetime | None = None
    is_lost: bool = False
    ahead: timedelta = timedelta(0)
    muted_until: datetime | None = None
    has_sound: bool = True
    login: Login = field(default_factory=Login)
    shift: Shift | None = None
    shifts: int = 0
    notice: Notice | None = None
    camera: str | None = None

    def post_now(self, at: datetime) -> datetime:
        return at + self.ahead

    def is_away(self, at: datetime) -> bool:
        """Since when: `heard_at`, or `started_at`."""
        return self.is_lost or at - (self.heard_at or self.started_at) > SILENT_AFTER

    def is_muted(self, at: datetime) -> bool:
        return self.muted_until is not None and at < self.muted_until

    def name_of(self, guard_id: str | None) -> str:
        """A guard's name; the id of one whom nobody knows here."""
        known = [*(self.overview.guards if self.overview else ())]
        if self.shift is not None:
            known += [self.shift.me, *(self.shift.colleagues or ())]
        return next((guard.name for guard in known if guard.guard_id == guard_id), str(guard_id or ""))


def fresh(site: SiteRules, language: str, at: datetime, dark: bool = False) -> Console:
    return Console(site, language, at, at, dark)


def forgotten(state: Console, entry: Login) -> Console:
    """Nothing of the guard and of the alarms is left; a silence goes on, a camera may stay open: they are nobody's."""
    return replace(state, shift=None, login=entry, notice=None)


def noticed(state: Console, text: Text, at: datetime) -> Console:
    return replace(state, notice=Notice(text, at + NOTICE_FOR))
