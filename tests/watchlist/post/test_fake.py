"""The fake keeps the contract of every post, and misbehaves when it is asked to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.watchlist.post.contract import PostContract
from tests.watchlist.post.worlds import BADGE, CAPTURED, GUARD, NAMES, PINS, PLAN, SUPERVISOR, PostWorld
from watchlist.alarms.errors import AlarmTaken
from watchlist.alarms.life import GuardId, Take
from watchlist.errors import NoSuchAlarm
from watchlist.post.errors import LoginRefused, PostAway, SessionOver
from watchlist.post.fake import FakeGuard, FakePost
from watchlist.post.values import CandidateView, Guard, GuardRole, Pin, Sight
from watchlist.types import AlarmId, PersonId

PEOPLE = {name: PersonId(f"person-{place}") for place, name in enumerate(NAMES)}


class Time:
    def __init__(self) -> None:
        self.now = datetime(2025, 11, 24, 10, 11, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def guards() -> tuple[FakeGuard, ...]:
    roles = {SUPERVISOR: GuardRole.SUPERVISOR}
    return tuple(
        FakeGuard(Guard(one, f"the {one}", roles.get(one, GuardRole.GUARD)), pin, BADGE if one == GUARD else "")
        for one, pin in PINS.items()
    )


@pytest.fixture
def post() -> FakePost:
    post = FakePost(Time(), guards(), face=lambda person: b"\xff\xd8 " + person.encode())
    post.site_plan = PLAN
    return post


@pytest.fixture
def world(post: FakePost) -> PostWorld:
    views: dict[str, bytes] = {}

    def ring(*names: str, camera: str = "door", one_in: int | None = None) -> AlarmId:
        people = [CandidateView(PEOPLE[name], name, 0.6) for name in names]
        reasons = tuple(f"sold slots {NAMES.index(name) + 1}" for name in names)
        return post.raise_alarm(camera, *people, captured=CAPTURED, reasons=reasons, one_in=one_in)

    def show(camera: str, jpeg: bytes) -> None:
        post.set_camera(camera, Sight.LIVE)
        views[camera] = jpeg

    post._view = views.get
    clock = post._clock
    assert isinstance(clock, Time)

    def wait(seconds: float) -> None:
        clock.now += timedelta(seconds=seconds)

    wait_some: Callable[[float], None] = wait
    return PostWorld(post, PEOPLE, ring, wait_some, show)


class TestTheFake(PostContract):
    pass


def log_in(post: FakePost, guard: GuardId = GUARD):  # type: ignore[no-untyped-def]
    return post.log_in(Pin(guard, PINS[guard]))


def test_it_goes_away_and_comes_back(post: FakePost) -> None:
    post.is_away = True
    with pytest.raises(PostAway):
        post.overview()
    post.is_away = False
    assert post.overview().open_alarms == 0


def test_it_makes_a_guard_wait(post: FakePost) -> None:
    post.wait_s = 30
    with pytest.raises(LoginRefused) as refused:
        log_in(post)
    assert refused.value.wait_s == 30


def test_it_ends_sessions(post: FakePost) -> None:
    session = log_in(post)
    post.end_sessions()
    with pytest.raises(SessionOver):
        post.changes(session, 0)


def test_a_racing_guard_is_faster(post: FakePost) -> None:
    session, alarm_id = log_in(post), post.raise_alarm("door", CandidateView(PEOPLE[NAMES[0]], NAMES[0], 0.6))

    def racing() -> None:
        post.step(alarm_id, SUPERVISOR, Take())

    post.before_act = racing
    with pytest.raises(AlarmTaken):
        post.act(session, alarm_id, Take())


def test_a_picture_is_erased(post: FakePost) -> None:
    person = CandidateView(PEOPLE[NAMES[0]], NAMES[0], 0.6)
    session, alarm_id = log_in(post), post.raise_alarm("door", person, captured=b"x")
    assert post.captured(session, alarm_id) == b"x"
    post.erase_picture(alarm_id)
    with pytest.raises(NoSuchAlarm):
        post.captured(session, alarm_id)
    assert not post.changes(session, 0).alarms[0].has_picture


def test_it_escalates_and_sees_again(post: FakePost) -> None:
    person = CandidateView(PEOPLE[NAMES[0]], NAMES[0], 0.6)
    session, alarm_id = log_in(post), post.raise_alarm("door", person)
    post.escalate(alarm_id)
    post.see_again(alarm_id, "hall")
    alarm = post.sheet(session, alarm_id)
    assert (alarm.alarm.life.level, alarm.alarm.last_camera, len(alarm.stays)) == (1, "hall", 2)
    assert post.overview().loudest == 1
    assert post.looked == [(GUARD, alarm_id)]
