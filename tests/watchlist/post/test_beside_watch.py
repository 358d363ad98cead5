"""The post of a hub: what it tells of cameras that another program watches."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.watchlist.post.worlds import GUARD, PINS, local_world
from watchlist.feed.age import Freshness
from watchlist.post.beside_watch import ASKED_ANEW_AFTER_S, PostBesideWatch, WatchSeen
from watchlist.post.errors import SessionOver
from watchlist.post.fake import FakePost
from watchlist.post.portraits import Portraits
from watchlist.post.values import HubState, Overview, Pin, Sight

NOON = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


class World:
    def __init__(self) -> None:
        self.now = NOON
        self.timer = 0.0
        self.asked = 0
        self.watch = FakePost(lambda: self.now)
        self.watch.set_camera("door", Sight.LIVE)
        self.seen = WatchSeen(self, ("gate", "door"), lambda: self.now, lambda: self.timer)  # type: ignore[arg-type]

    def overview(self) -> Overview:
        self.asked += 1
        return self.watch.overview()

    def look(self) -> Overview:
        own = Overview(self.now, 3, 1, 1, 0, None, None, (), self.now, 0, HubState.NONE)
        return self.seen.with_cameras(own)

    def wait(self, seconds: float = ASKED_ANEW_AFTER_S) -> None:
        self.timer += seconds
        self.now += timedelta(seconds=seconds)


def sights(told: Overview) -> dict[str, Sight]:
    return {view.camera: view.sight for view in told.cameras}


def test_the_cameras_are_as_the_watch_tells_them_and_the_alarms_are_our_own() -> None:
    world = World()
    world.watch.freshness = Freshness.OLD
    told = world.look()
    assert sights(told) == {"door": Sight.LIVE}
    assert (told.people, told.list_at, told.revision) == (3, NOON - timedelta(hours=2), 3)
    assert told.freshness is Freshness.OLD


def test_the_watch_is_asked_no_more_than_every_two_seconds() -> None:
    world = World()
    for _ in range(5):
        world.look()
    assert world.asked == 1
    world.wait()
    world.look()
    assert world.asked == 2


def test_without_the_watch_its_cameras_are_not_known_since_it_was_last_heard() -> None:
    world = World()
    world.look()
    world.wait(60)
    world.watch.is_away = True
    (view,) = world.look().cameras
    assert (view.sight, view.since) == (Sight.UNKNOWN, NOON)
    assert "watch" in view.why
    world.wait()
    world.watch.is_away = False
    assert sights(world.look()) == {"door": Sight.LIVE}


def test_a_watch_that_was_never_heard_of_leaves_the_cameras_of_the_settings_unknown() -> None:
    world = World()
    world.watch.is_away = True
    assert sights(world.look()) == {"door": Sight.UNKNOWN, "gate": Sight.UNKNOWN}


def test_a_picture_of_a_camera_comes_from_the_watch_for_those_who_are_logged_in(tmp_path: Path) -> None:
    with local_world(tmp_path) as here:
        clock = lambda: here.hand.now  # noqa: E731
        here.show("door", b"\xff\xd8 the door")
        seen = WatchSeen(here.post, (), clock, lambda: 0.0)
        post = PostBesideWatch(here.stores, seen, Portraits(lambda data: data), clock)
        session = post.log_in(Pin(GUARD, PINS[GUARD]))
        assert post.thumbnail(session, "door") == b"\xff\xd8 the door"
        assert sights(post.for_client("phone").overview()) == {"door": Sight.LIVE}
        elsewhere = WatchSeen(FakePost(clock), (), clock, lambda: 0.0)
        assert elsewhere.thumbnail(session, "door") is None
        post.log_out(session)
        with pytest.raises(SessionOver):
            post.thumbnail(session, "door")
