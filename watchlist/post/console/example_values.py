"""Made-up guards, cameras and alarms for the console's examples, and for tests. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from watchlist.alarms.life import GuardId, Life, Stage, Verdict
from watchlist.post.console.state import Console, Shift, SiteRules, fresh
from watchlist.post.values import (
    AlarmView,
    CameraView,
    CandidateView,
    Guard,
    GuardRole,
    HubState,
    Overview,
    PlanPlace,
    Session,
    Sight,
)
from watchlist.types import AlarmId, PersonId

ME = Guard(GuardId("101"), "李娜")
OTHER = Guard(GuardId("102"), "王芳")
CHIEF = Guard(GuardId("103"), "张伟", GuardRole.SUPERVISOR)
GUARDS = (ME, OTHER, CHIEF)
DOORS = ("北门", "南门", "急诊入口", "门诊大厅 1", "门诊大厅 2", "挂号处", "药房", "地下车库")
HOPPER = CandidateView(PersonId("hopper"), "Grace Hopper", 0.62)
COLLINS = CandidateView(PersonId("collins"), "Eileen Collins", 0.58)


def cameras(at: datetime, **unwell: Sight) -> tuple[CameraView, ...]:
    told = []
    for place, door in enumerate(DOORS):
        sight = unwell.get(f"camera_{place}", Sight.LIVE)
        why = "" if sight is Sight.LIVE else "rtsp: no answer for 12 s"
        hint = "" if sight is Sight.LIVE else "See that the camera has power and its cable is plugged in."
        told.append(CameraView(door, sight, at - timedelta(minutes=12 + place), why, hint))
    return tuple(told)


def overview(at: datetime, **changed: object) -> Overview:
    told = Overview(
        at=at,
        revision=1,
        open_alarms=0,
        unanswered=0,
        loudest=0,
        oldest_open_at=None,
        last_alarm_at=at - timedelta(hours=3, minutes=20),
        cameras=cameras(at),
        list_at=at - timedelta(hours=2),
        people=312,
        hub=HubState.REACHED,
        guards=GUARDS,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


PLACES = tuple(
    PlanPlace(door, x, y)
    for door, (x, y) in zip(
        DOORS[:-1],
        ((0.5, 0.07), (0.5, 0.93), (0.08, 0.5), (0.36, 0.42), (0.4, 0.47), (0.64, 0.3), (0.86, 0.66)),
        strict=True,
    )
)
"""On the drawn plan; the garage lies below it."""


def alarm(at: datetime, number: int, age_s: float, life: Life | None = None, **changed: object) -> AlarmView:
    raised = at - timedelta(seconds=age_s)
    told = AlarmView(
        alarm_id=AlarmId(f"alarm-{number:03}"),
        candidates=(HOPPER,),
        camera=DOORS[number % len(DOORS)],
        first_at=raised - timedelta(seconds=2),
        raised_at=raised,
        last_seen_at=at - timedelta(seconds=min(age_s, 4)),
        last_camera=DOORS[number % len(DOORS)],
        updates=3,
        score=0.62,
        runner_up=0.31,
        one_in=160,
        life=life or Life(),
        revision=number,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def console(at: datetime, **changed: object) -> Console:
    base = fresh(SiteRules(), "zh", at)
    told = replace(base, overview=overview(at), heard_at=at)
    return replace(told, **changed)  # type: ignore[arg-type]


def on_duty(at: datetime, *alarms: AlarmView, guard: Guard = ME, **changed: object) -> Console:
    session = Session("token", guard, at + timedelta(hours=8))
    shift = Shift(1, session, alarms, has_all=True, colleagues=tuple(one for one in GUARDS if one != guard))
    count = sum(one.life.is_open for one in alarms)
    told = overview(at, open_alarms=count, unanswered=count, loudest=max((one.life.level for one in alarms), default=0))
    return replace(console(at, overview=told, shift=shift, shifts=1), **changed)  # type: ignore[arg-type]


def with_shift(state: Console, **changed: object) -> Console:
    assert state.shift is not None
    return replace(state, shift=replace(state.shift, **changed))  # type: ignore[arg-type]


def taken(at: datetime, guard: Guard, level: int = 0) -> Life:
    return Life(Stage.TAKEN, guard.guard_id, at - timedelta(seconds=20), level=level)


def decided(at: datetime, guard: Guard, verdict: Verdict, age_s: float = 25) -> Life:
    return Life(Stage.DECIDED, guard.guard_id, at - timedelta(seconds=age_s), verdict=verdict)
