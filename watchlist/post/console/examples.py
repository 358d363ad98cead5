"""Every state of the console with made-up guards and alarms: for pictures, and for tests of every sentence. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchlist.alarms.life import (
    PROGRAM,
    Act,
    Decide,
    Escalate,
    Expire,
    Forward,
    GuardId,
    Life,
    Release,
    Stage,
    Step,
    Take,
    Verdict,
)
from watchlist.alarms.stay import Stay
from watchlist.post.console.choosing import settled
from watchlist.post.console.pages import Failure, Filter, Page
from watchlist.post.console.state import Console, Feed, Login, Shift, SiteRules, fresh, noticed
from watchlist.post.console.text import Local, said
from watchlist.post.values import (
    AlarmSheet,
    AlarmView,
    CameraView,
    CandidateView,
    Guard,
    GuardRole,
    HubState,
    Overview,
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


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    state: Console


def examples(at: datetime) -> tuple[Example, ...]:
    """All of them as they are at one moment of our own clock."""
    makers = (_without_guard, _quiet, _one_alarm, _several, _after, _pages)
    return tuple(Example(name, settled(state, at)) for make in makers for name, state in make(at))


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


def _console(at: datetime, **changed: object) -> Console:
    base = fresh(SiteRules(), "zh", at)
    told = replace(base, overview=overview(at), heard_at=at)
    return replace(told, **changed)  # type: ignore[arg-type]


def on_duty(at: datetime, *alarms: AlarmView, guard: Guard = ME, **changed: object) -> Console:
    session = Session("token", guard, at + timedelta(hours=8))
    shift = Shift(1, session, alarms, has_all=True, colleagues=tuple(one for one in GUARDS if one != guard))
    count = sum(one.life.is_open for one in alarms)
    told = overview(at, open_alarms=count, unanswered=count, loudest=max((one.life.level for one in alarms), default=0))
    return replace(_console(at, overview=told, shift=shift, shifts=1), **changed)  # type: ignore[arg-type]


def with_shift(state: Console, **changed: object) -> Console:
    assert state.shift is not None
    return replace(state, shift=replace(state.shift, **changed))  # type: ignore[arg-type]


def taken(at: datetime, guard: Guard, level: int = 0) -> Life:
    return Life(Stage.TAKEN, guard.guard_id, at - timedelta(seconds=20), level=level)


def decided(at: datetime, guard: Guard, verdict: Verdict, age_s: float = 25) -> Life:
    return Life(Stage.DECIDED, guard.guard_id, at - timedelta(seconds=age_s), verdict=verdict)


def _without_guard(at: datetime) -> Iterator[tuple[str, Console]]:
    yield "login", _console(at)
    yield "login-starting", fresh(SiteRules(), "zh", at)
    yield "login-never", fresh(SiteRules(), "zh", at - timedelta(seconds=20))
    ringing = overview(at, open_alarms=2, unanswered=2, loudest=1, oldest_open_at=at - timedelta(seconds=42))
    yield "login-alarm", _console(at, overview=ringing)
    refused = Login(ME.guard_id, pin="12", said=said("login.refused"), wait_until=at + timedelta(seconds=30))
    yield "login-wait", _console(at, login=refused)
    yield "login-number", _console(at, overview=overview(at, guards=()), login=Login(number="101"))
    for name in ("locked", "over", "away", "who_first", "refused"):
        yield f"login-{name}", _console(at, login=Login(said=said(f"login.{name}")))
    yield "login-asked", _console(at, login=Login(ME.guard_id, asked=True))


def _quiet(at: datetime) -> Iterator[tuple[str, Console]]:
    yield "quiet", on_duty(at)
    first_day = overview(at, last_alarm_at=None, hub=HubState.NONE)
    yield "quiet-new", on_duty(at, overview=first_day)
    unwell = {
        f"camera_{place}": sight
        for place, sight in enumerate(
            (Sight.LOST, Sight.FROZEN, Sight.BLACK, Sight.COVERED, Sight.STARTING, Sight.ENDED, Sight.UNKNOWN)
        )
    }
    care = overview(at, cameras=cameras(at, **unwell), hub=HubState.AWAY, list_at=at - timedelta(days=3))
    yield "quiet-care", on_duty(at, overview=care)
    yield "quiet-camera-opened", on_duty(at, overview=care, camera=DOORS[0])
    yield "quiet-camera-well", on_duty(at, camera=DOORS[0])
    many = tuple(replace(camera, camera=f"{camera.camera} {wing}") for wing in "AB" for camera in care.cameras)
    yield "quiet-many-cameras", on_duty(at, overview=replace(care, cameras=many))
    yield "quiet-away", on_duty(at, is_lost=True, heard_at=at - timedelta(minutes=3))
    yield "quiet-no-sound", on_duty(at, has_sound=False)
    yield "quiet-locks", on_duty(at, touched_at=at - timedelta(seconds=SiteRules().lock_after_s - 20))


def _one_alarm(at: datetime) -> Iterator[tuple[str, Console]]:
    yield "alarm-new", on_duty(at, alarm(at, 0, 12))
    words = Local(
        (("zh", "请两人一起去，先请到一旁再核对证件。"), ("en", "Go in pairs. Ask them aside, then check papers."))
    )
    yield "alarm-site-words", on_duty(at, alarm(at, 0, 12), site=SiteRules(instruction=words))
    yield "alarm-not-measured", on_duty(at, alarm(at, 0, 12, one_in=None, runner_up=0.6))
    walked = alarm(at, 0, 95, Life(level=1, since=at), last_camera=DOORS[3], last_seen_at=at - timedelta(seconds=75))
    yield "alarm-escalated", on_duty(at, walked)
    yield "alarm-mine", on_duty(at, alarm(at, 0, 40, taken(at, ME)))
    yield "alarm-mine-late", on_duty(at, alarm(at, 0, 400, taken(at, ME, level=1)))
    yield "alarm-theirs", on_duty(at, alarm(at, 0, 40, taken(at, OTHER)))
    yield "alarm-theirs-late", on_duty(at, alarm(at, 0, 400, taken(at, OTHER, level=1)), guard=CHIEF)
    yield "alarm-for-me", on_duty(at, alarm(at, 0, 40, Life(since=at, meant_for=ME.guard_id)))
    yield "alarm-for-other", on_duty(at, alarm(at, 0, 40, Life(since=at, meant_for=OTHER.guard_id)))
    tie = alarm(at, 0, 20, candidates=(HOPPER, COLLINS), runner_up=0.2, one_in=900)
    yield "alarm-tie", on_duty(at, tie)
    erased = CandidateView(PersonId("gone"), "", 0.6, has_photo=False)
    yield "alarm-erased", on_duty(at, alarm(at, 0, 20, candidates=(erased,), has_picture=False))
    yield "alarm-acting", with_shift(on_duty(at, alarm(at, 0, 9)), acting=AlarmId("alarm-000"))


def _several(at: datetime) -> Iterator[tuple[str, Console]]:
    many = [alarm(at, number, 600 - 70 * number) for number in range(7)]
    yield "alarms-many", on_duty(at, *many)
    yield "alarms-mine-and-new", on_duty(at, alarm(at, 1, 60, taken(at, ME)), alarm(at, 2, 6))
    muted = on_duty(at, alarm(at, 1, 60), muted_until=at + timedelta(seconds=95))
    yield "alarm-muted", muted
    away = on_duty(at, alarm(at, 1, 60, taken(at, ME)), is_lost=True, heard_at=at - timedelta(seconds=40))
    yield "alarm-away", away
    for why in Failure:
        for who in ("", OTHER.name):
            text = said(f"refused.{why}_by" if who else f"refused.{why}", who=who)
            state = on_duty(at, alarm(at, 1, 60, taken(at, OTHER)))
            yield f"alarm-refused-{why}{'-by' if who else ''}", noticed(state, text, at)


def _after(at: datetime) -> Iterator[tuple[str, Console]]:
    done = alarm(at, 1, 90, decided(at, ME, Verdict.NOT_THIS_PERSON))
    yield "decided", on_duty(at, done)
    yield "decided-next", on_duty(at, done, alarm(at, 2, 8))
    yield "correcting", with_shift(on_duty(at, done), chosen=done.alarm_id, correcting=True)


def _pages(at: datetime) -> Iterator[tuple[str, Console]]:
    verdicts = list(Verdict)
    past = [
        alarm(at, number, 3600.0 * number, decided(at, OTHER, verdicts[number % 3], age_s=3500.0 * number))
        for number in range(1, 20)
    ]
    past[4] = replace(past[4], life=Life(Stage.EXPIRED, since=at), candidates=(HOPPER, COLLINS))
    feed = Feed(alarms=(alarm(at, 0, 30), *past))
    now = on_duty(at, *past)
    yield "feed", with_shift(now, page=Page.FEED, feed=feed)
    yield "feed-filtered", with_shift(now, page=Page.FEED, feed=replace(feed, filter=Filter.CONFIRMED, is_whole=True))
    yield "feed-none", with_shift(now, page=Page.FEED, feed=Feed("李四", is_whole=True))
    yield "feed-asked", with_shift(now, page=Page.FEED, feed=Feed(is_asked=True))
    yield "feed-alarm", with_shift(on_duty(at, alarm(at, 0, 7)), page=Page.FEED, feed=feed)
    yield from _sheets(at)
    one = on_duty(at, alarm(at, 0, 40, taken(at, ME)))
    yield "forward", with_shift(one, page=Page.FORWARD)
    yield "forward-nobody", with_shift(one, page=Page.FORWARD, colleagues=())
    yield "forward-asked", with_shift(one, page=Page.FORWARD, colleagues=None)


def _sheets(at: datetime) -> Iterator[tuple[str, Console]]:
    mine = alarm(at, 0, 240, taken(at, ME))
    opened = {"page": Page.SHEET, "sheet_of": mine.alarm_id}
    stays = tuple(
        Stay(DOORS[place % 5], at - timedelta(seconds=240 - 30 * place), at - timedelta(seconds=225 - 30 * place), 0.6)
        for place in range(8)
    )
    acts: tuple[tuple[GuardId, Act], ...] = (
        (PROGRAM, Escalate()),
        (OTHER.guard_id, Take()),
        (OTHER.guard_id, Forward(ME.guard_id)),
        (ME.guard_id, Take()),
        (CHIEF.guard_id, Take(over=True)),
        (CHIEF.guard_id, Release()),
    )
    steps = tuple(Step(f"s{n}", at - timedelta(seconds=200 - 20 * n), who, act) for n, (who, act) in enumerate(acts))
    noted = Step("s9", at, ME.guard_id, Decide(Verdict.CANNOT_TELL, "戴着口罩"))
    reason = "演示用的记录，2025-10-12 登记"
    sheet = AlarmSheet(mine, (reason,), stays, (*steps[:5], noted))
    yield "sheet", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, stays=stays[:5], steps=steps))
    yield "sheet-long", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, steps=(*steps, noted, noted)))
    yield "sheet-waits", with_shift(on_duty(at, mine), **opened)
    tie = replace(mine, candidates=(HOPPER, COLLINS))
    told = AlarmSheet(tie, (reason, ""), stays[:2], steps[:2])
    yield "sheet-tie", with_shift(on_duty(at, tie), **opened, sheet=told)
    late = Step("s8", at, PROGRAM, Expire())
    yield "sheet-expired", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, stays=stays[:1], steps=(late,)))
    over = replace(mine, life=decided(at, OTHER, Verdict.CONFIRMED, 900))
    yield "sheet-over", with_shift(on_duty(at, over), **opened, sheet=replace(sheet, alarm=over, stays=stays[:1]))
