"""A post in memory that misbehaves on request, and the hand that makes things happen there."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watchlist.alarms.life import (
    PROGRAM,
    Act,
    Decide,
    Escalate,
    GuardId,
    Life,
    Step,
    Take,
    apply,
)
from watchlist.alarms.stay import Stay
from watchlist.errors import NoSuchAlarm
from watchlist.feed.age import Freshness
from watchlist.post.errors import LoginRefused, NotAllowed, PostAway, SessionOver
from watchlist.post.values import (
    AlarmSheet,
    AlarmView,
    Badge,
    CameraView,
    CandidateView,
    Changes,
    Credential,
    Guard,
    GuardRole,
    HistoryQuery,
    HubState,
    Overview,
    Pin,
    Session,
    Sight,
    SitePlan,
)
from watchlist.types import AlarmId, PersonId

SESSION_FOR = timedelta(hours=12)
PATIENCE_S = 5.0
"""How long a held question waits before it gives up: a test that forgot to let go does not hang."""


@dataclass(frozen=True, slots=True)
class FakeGuard:
    guard: Guard
    pin: str = field(repr=False)
    badge: str = field(default="", repr=False)


@dataclass(slots=True)
class _Kept:
    view: AlarmView
    stays: list[Stay]
    reasons: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)


class FakePost:
    """A GuardPost. `face` answers the JPEG of a person, `view` that of a camera.

    The hand's switches: `is_away` (every question raises PostAway), `hold()` and `let_go()` (questions wait),
    `wait_s` (logins are refused with it), `end_sessions()`, `before_act` (called before each act: a racing guard).
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        guards: tuple[FakeGuard, ...] = (),
        face: Callable[[str], bytes] = lambda _name: b"",
        view: Callable[[str], bytes | None] = lambda _camera: None,
    ) -> None:
        self._clock = clock
        self._guards = {one.guard.guard_id: one for one in guards}
        self._face = face
        self._view = view
        self._changed = threading.Condition()
        self._free = threading.Event()
        self._free.set()
        self._sessions: dict[str, Session] = {}
        self._alarms: dict[AlarmId, _Kept] = {}
        self._captured: dict[AlarmId, bytes] = {}
        self._cameras: dict[str, CameraView] = {}
        self._revision = 0
        self._logins = 0
        self.is_away = False
        self.wait_s = 0.0
        self.tells_guards = True
        self.hub = HubState.NONE
        self.people = 3
        self.list_at = clock() - timedelta(hours=2)
        self.freshness = Freshness.FRESH
        self.site_plan: SitePlan | None = None
        self.before_act: Callable[[], None] = lambda: None
        self.looked: list[tuple[GuardId, AlarmId]] = []
        """Who opened what, as the record would say."""

    # The hand.

    def raise_alarm(
        self,
        camera: str,
        *candidates: CandidateView,
        captured: bytes = b"",
        reasons: tuple[str, ...] = (),
        score: float = 0.6,
        runner_up: float | None = None,
        one_in: int | None = None,
        age_s: float = 0.0,
    ) -> AlarmId:
        with self._changed:
            alarm_id = AlarmId(f"alarm-{len(self._alarms) + 1:03}")
            at = self._clock() - timedelta(seconds=age_s)
            view = AlarmView(
                alarm_id, candidates, camera, at, at, at, camera, 0, score, runner_up, one_in, Life(), 0, bool(captured)
            )
            listed = reasons or ("",) * len(candidates)
            self._alarms[alarm_id] = _Kept(view, [Stay(camera, at, at, score)], listed)
            self._captured[alarm_id] = captured
            self._tell(alarm_id, view)
            return alarm_id

    def see_again(self, alarm_id: AlarmId, camera: str, age_s: float = 0.0) -> None:
        with self._changed:
            kept = self._alarms[alarm_id]
            at = self._clock() - timedelta(seconds=age_s)
            kept.stays.append(Stay(camera, at, at, kept.view.score))
            seen = replace(kept.view, last_seen_at=at, last_camera=camera, updates=kept.view.updates + 1)
            self._tell(alarm_id, seen)

    def escalate(self, alarm_id: AlarmId) -> None:
        self.step(alarm_id, PROGRAM, Escalate())

    def step(self, alarm_id: AlarmId, who: GuardId, act: Act, age_s: float = 0.0) -> AlarmView:
        """Somebody's act at another screen. Raises what it would raise there."""
        with self._changed:
            kept = self._alarms[alarm_id]
            at = self._clock() - timedelta(seconds=age_s)
            step = Step(f"{alarm_id}/{len(kept.steps)}", at, who, act)
            life = apply(kept.view.life, step)
            kept.steps.append(step)
            return self._tell(alarm_id, replace(kept.view, life=life))

    def set_camera(self, camera: str, sight: Sight, why: str = "", hint: str = "", age_s: float = 3600.0) -> None:
        since = self._clock() - timedelta(seconds=age_s)
        self._cameras[camera] = CameraView(camera, sight, since, why, hint)

    def erase_picture(self, alarm_id: AlarmId) -> None:
        with self._changed:
            self._captured[alarm_id] = b""
            self._tell(alarm_id, replace(self._alarms[alarm_id].view, has_picture=False))

    def hold(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    def end_sessions(self) -> None:
        with self._changed:
            self._sessions.clear()
            self._changed.notify_all()

    # The post.

    def overview(self) -> Overview:
        self._answer()
        with self._changed:
            views = [kept.view for kept in self._alarms.values()]
            waiting = [view for view in views if view.life.is_open]
            guards = tuple(one.guard for one in self._guards.values()) if self.tells_guards else ()
            return Overview(
                at=self._clock(),
                revision=self._revision,
                open_alarms=len(waiting),
                unanswered=sum(view.life.is_unanswered for view in waiting),
                loudest=max((view.life.level for view in waiting), default=0),
                oldest_open_at=min((view.raised_at for view in waiting), default=None),
                last_alarm_at=max((view.raised_at for view in views), default=None),
                cameras=tuple(self._cameras.values()),
                list_at=self.list_at,
                people=self.people,
                hub=self.hub,
                freshness=self.freshness,
                guards=guards,
                has_plan=self.site_plan is not None,
            )

    def log_in(self, credential: Credential) -> Session:
        self._answer()
        if self.wait_s:
            raise LoginRefused("too many tries", self.wait_s)
        guard = self._known(credential)
        if guard is None:
            raise LoginRefused("nobody has this number and this PIN")
        self._logins += 1
        session = Session(f"token-{self._logins}", guard, self._clock() + SESSION_FOR)
        self._sessions[session.token] = session
        return session

    def log_out(self, session: Session) -> None:
        self._answer()
        self._sessions.pop(session.token, None)

    def changes(self, session: Session, after: int, wait_s: float = 0.0) -> Changes:
        self._answer(session)
        with self._changed:
            self._changed.wait_for(lambda: self._revision > after or session.token not in self._sessions, wait_s)
            self._must_be_good(session)
            changed = [kept.view for kept in self._alarms.values() if kept.view.revision > after]
            return Changes(self._revision, tuple(sorted(changed, key=lambda view: view.revision)))

    def captured(self, session: Session, alarm_id: AlarmId) -> bytes:
        self._answer(session)
        if not self._captured.get(alarm_id):
            raise NoSuchAlarm(f"no picture of {alarm_id}")
        return self._captured[alarm_id]

    def enrolled(self, session: Session, alarm_id: AlarmId, person_id: PersonId) -> bytes:
        self._answer(session)
        named = [one for one in self._kept(alarm_id).view.candidates if one.person_id == person_id and one.has_photo]
        if not named:
            raise NoSuchAlarm(f"no photograph of {person_id}")
        return self._face(person_id)

    def sheet(self, session: Session, alarm_id: AlarmId) -> AlarmSheet:
        self._answer(session)
        kept = self._kept(alarm_id)
        self.looked.append((session.guard.guard_id, alarm_id))
        places = self.site_plan.places if self.site_plan else ()
        return AlarmSheet(kept.view, kept.reasons, tuple(kept.stays), tuple(kept.steps), places)

    def act(self, session: Session, alarm_id: AlarmId, act: Act) -> AlarmView:
        self._answer(session)
        self.before_act()
        self._kept(alarm_id)
        if isinstance(act, Take) and act.over and session.guard.role is not GuardRole.SUPERVISOR:
            raise NotAllowed("only a supervisor takes an alarm over")
        return self.step(alarm_id, session.guard.guard_id, act)

    def history(self, session: Session, query: HistoryQuery) -> tuple[AlarmView, ...]:
        self._answer(session)
        with self._changed:
            found = [kept for kept in self._alarms.values() if self._has_words(kept, query.words)]
        views = sorted((kept.view for kept in found), key=lambda view: view.raised_at, reverse=True)
        return tuple(view for view in views if query.before is None or view.raised_at < query.before)[: query.limit]

    def colleagues(self, session: Session) -> tuple[Guard, ...]:
        self._answer(session)
        return tuple(one.guard for one in self._guards.values() if one.guard != session.guard)

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        self._answer(session)
        return self._view(camera)

    def plan(self, session: Session) -> bytes | None:
        self._answer(session)
        return self.site_plan.picture if self.site_plan else None

    def _answer(self, session: Session | None = None) -> None:
        self._free.wait(PATIENCE_S)
        if self.is_away:
            raise PostAway("the post does not answer")
        if session is not None:
            self._must_be_good(session)

    def _must_be_good(self, session: Session) -> None:
        if session.token not in self._sessions:
            raise SessionOver("the session is over")

    def _known(self, credential: Credential) -> Guard | None:
        match credential:
            case Pin(guard_id=guard_id, pin=pin):
                one = self._guards.get(guard_id)
                return one.guard if one is not None and one.pin == pin else None
            case Badge(number=number):
                return next((one.guard for one in self._guards.values() if number and one.badge == number), None)

    def _kept(self, alarm_id: AlarmId) -> _Kept:
        if alarm_id not in self._alarms:
            raise NoSuchAlarm(f"no alarm {alarm_id}")
        return self._alarms[alarm_id]

    def _tell(self, alarm_id: AlarmId, view: AlarmView) -> AlarmView:
        self._revision += 1
        kept = self._alarms[alarm_id]
        kept.view = replace(view, revision=self._revision)
        self._changed.notify_all()
        return kept.view

    def _has_words(self, kept: _Kept, words: str) -> bool:
        view = kept.view
        notes = [step.act.note for step in kept.steps if isinstance(step.act, Decide)]
        who = [self._guards[step.who].guard.name for step in kept.steps if step.who in self._guards]
        told = " ".join([view.camera, *(one.name for one in view.candidates), *who, *notes])
        return all(word.casefold() in told.casefold() for word in words.split())
