"""Every state of the console with made-up guards and alarms: for pictures, and for tests of every sentence. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchlist.alarms.life import Life, Verdict
from watchlist.feed.age import Freshness
from watchlist.post.console.choosing import settled
from watchlist.post.console.example_pages import pages
from watchlist.post.console.example_values import (
    CHIEF,
    COLLINS,
    DOORS,
    HOPPER,
    ME,
    OTHER,
    alarm,
    cameras,
    console,
    decided,
    on_duty,
    overview,
    taken,
    with_shift,
)
from watchlist.post.console.pages import Failure
from watchlist.post.console.state import Console, Login, SiteRules, fresh, noticed
from watchlist.post.console.text import Local, said
from watchlist.post.values import CandidateView, HubState, Sight
from watchlist.types import AlarmId, PersonId


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    state: Console


def examples(at: datetime) -> tuple[Example, ...]:
    """All of them as they are at one moment of our own clock."""
    makers = (_without_guard, _quiet, _one_alarm, _several, _after, pages)
    return tuple(Example(name, settled(state, at)) for make in makers for name, state in make(at))


def _without_guard(at: datetime) -> Iterator[tuple[str, Console]]:
    yield "login", console(at)
    yield "login-starting", fresh(SiteRules(), "zh", at)
    yield "login-never", fresh(SiteRules(), "zh", at - timedelta(seconds=20))
    ringing = overview(at, open_alarms=2, unanswered=2, loudest=1, oldest_open_at=at - timedelta(seconds=42))
    yield "login-alarm", console(at, overview=ringing)
    refused = Login(ME.guard_id, pin="12", said=said("login.refused"), wait_until=at + timedelta(seconds=30))
    yield "login-wait", console(at, login=refused)
    yield "login-number", console(at, overview=overview(at, guards=()), login=Login(number="g07"))
    at_pin = Login(number="zhang.wei-of-the-night-shift-07", is_at_pin=True, pin="12")
    yield "login-number-pin", console(at, overview=replace(ringing, guards=()), login=at_pin)
    for name in ("locked", "over", "away", "who_first", "refused"):
        yield f"login-{name}", console(at, login=Login(said=said(f"login.{name}")))
    yield "login-asked", console(at, login=Login(ME.guard_id, asked=True))


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
    old = {"hub": HubState.AWAY, "list_at": at - timedelta(days=3), "freshness": Freshness.OLD}
    care = overview(at, cameras=cameras(at, **unwell), **old)
    yield "quiet-care", on_duty(at, overview=care)
    yield "quiet-camera-opened", on_duty(at, overview=care, camera=DOORS[0])
    yield "quiet-camera-well", on_duty(at, camera=DOORS[0])
    many = tuple(replace(camera, camera=f"{camera.camera} {wing}") for wing in "AB" for camera in care.cameras)
    yield "quiet-many-cameras", on_duty(at, overview=replace(care, cameras=many))
    for freshness in (Freshness.NEVER, Freshness.CLOCK_WRONG):
        yield f"quiet-list-{freshness.name.lower()}", on_duty(at, overview=overview(at, freshness=freshness))
    yield "quiet-hub-refused", on_duty(at, overview=overview(at, hub=HubState.REFUSED))
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
    yield "alarm-theirs-chief", on_duty(at, alarm(at, 0, 40, taken(at, OTHER)), guard=CHIEF)
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
