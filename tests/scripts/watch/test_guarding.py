"""What a watch does for the guards, and what it goes on doing when their post cannot be served."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from camera.messages import CameraCondition, CameraState
from hardware.beacons.protocol import Signal as Shown
from records.errors import StorageRefused
from scripts.entrance.settings import GuardSettings
from scripts.errors import CommandError, SettingsError
from scripts.settings import SiteSettings
from scripts.watch import post_server
from scripts.watch.guarding import guards_post
from scripts.watch.lives import what_happened
from scripts.watch.post_server import TRY_AGAIN_S, PostServer
from tests.scripts.watch.guarding_hand import WEI, Watched, guarded_home, quiet
from tests.scripts.watch.hand import (
    LISTED_FACE,
    START,
    HandContext,
    entrance_of,
    live,
    walks_past,
)
from tests.watchlist.post.worlds import PINS, SUPERVISOR, local_world
from watchlist.alarms.life import Decide, GuardId, Life, LifeLimits, Stage, Take, Verdict
from watchlist.post.errors import PostAway
from watchlist.post.http.client import HttpPost
from watchlist.post.run_file import post_file, read_card
from watchlist.post.values import Pin, Sight


@pytest.fixture
def context(tmp_path: Path) -> HandContext:
    return guarded_home(tmp_path / "home")


def test_an_alarm_nobody_takes_escalates_twice_and_each_time_the_siren_begins_anew(context: HandContext) -> None:
    watched = Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(30)])
    watched.run()
    assert [(event["what"], event["level"]) for event in context.events("life")] == [("escalated", 1), ("escalated", 2)]
    assert watched.signals == [Shown.ALARM, Shown.ESCALATED, Shown.OFF, Shown.ESCALATED]


def test_what_a_guard_does_in_another_program_is_told_here(context: HandContext) -> None:
    def act(event: dict[str, Any]) -> None:
        if event["event"] == "alarm":
            with context.open_store() as other:
                other.act(event["id"], WEI, Take())
        if event["event"] == "life" and event["what"] == "taken":
            with context.open_store() as other:
                other.act(event["id"], WEI, Decide(Verdict.NOT_THIS_PERSON))

    context.listen = act
    watched = Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(6)])
    watched.run()
    told = [(event["what"], event["guard"], event["verdict"]) for event in context.events("life")]
    assert told == [("taken", WEI, None), ("decided", WEI, "not_this_person")]
    assert watched.signals == []


def test_what_was_told_before_a_restart_is_not_told_again(context: HandContext) -> None:
    def act(event: dict[str, Any]) -> None:
        if event["event"] == "alarm":
            with context.open_store() as other:
                other.act(event["id"], WEI, Take())

    context.listen = act
    Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(4)]).run()
    Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(4)]).run()
    assert context.events("update")
    assert len(context.events("life")) == 1


TAKEN = Life(Stage.TAKEN, WEI, START)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (Life(), Life(), None),
        (Life(), TAKEN, "taken"),
        (TAKEN, Life(Stage.TAKEN, GuardId("boss"), START), "taken"),
        (TAKEN, Life(since=START), "released"),
        (TAKEN, Life(since=START, meant_for=GuardId("boss")), "forwarded"),
        (Life(), Life(level=1, since=START), "escalated"),
        (TAKEN, Life(Stage.TAKEN, WEI, START, level=1), "escalated"),
        (Life(level=1, since=START), TAKEN, "taken"),
        (TAKEN, Life(Stage.DECIDED, WEI, START, verdict=Verdict.CONFIRMED), "decided"),
        (Life(level=2, since=START), Life(Stage.EXPIRED, since=START, level=2), "expired"),
    ],
)
def test_every_turn_of_a_life_has_its_word(before: Life, after: Life, what: str | None) -> None:
    assert what_happened(before, after) == what


def test_the_board_shows_the_cameras_and_how_many_ring(context: HandContext) -> None:
    lost = CameraState("gate", CameraCondition.LOST, 1.0, "no picture", "Check the cable.")
    watched = Watched(context, [[live("door"), lost], *quiet(3)])
    watched.run()
    views = {view.camera: view for view in watched.board.cameras(START)}
    assert (views["door"].sight, views["gate"].sight) == (Sight.LIVE, Sight.LOST)
    assert (views["gate"].why, views["gate"].hint) == ("no picture", "Check the cable.")
    assert watched.board.list_state().people == 1
    assert watched.signals == [Shown.ATTENTION]


def test_every_condition_of_a_camera_is_a_sight() -> None:
    assert {condition.value for condition in CameraCondition} <= {sight.value for sight in Sight}


def test_a_post_that_cannot_be_served_is_told_and_the_alarm_rings(context: HandContext) -> None:
    def not_there() -> None:
        raise CommandError("the guards' screens cannot log in: no port", "It is tried again.")

    Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(12)]).run(not_there)
    assert len(context.events("alarm")) == 1
    assert [event["why"] for event in context.events("trouble")] == ["the guards' screens cannot log in: no port"]
    assert context.events("life"), "and time passes for it"


@contextmanager
def server_of(tmp_path: Path, port: int = 0) -> Iterator[tuple[PostServer, list[float]]]:
    with local_world(tmp_path) as world:
        now = [0.0]
        server = PostServer(world.post, post_file(tmp_path), lambda: now[0], port)
        server.start()
        try:
            yield server, now
        finally:
            server.stop()


def wait_for_card(tmp_path: Path) -> None:
    while read_card(post_file(tmp_path)) is None:
        pass


def test_a_screen_of_this_pc_reaches_the_post_by_its_run_file(tmp_path: Path) -> None:
    with server_of(tmp_path) as (server, _):
        wait_for_card(tmp_path)
        card = read_card(post_file(tmp_path))
        assert card is not None
        assert card.url.startswith("http://127.0.0.1:")
        assert len(card.key) > 30
        with HttpPost.of_this_pc(post_file(tmp_path)) as post:
            assert post.log_in(Pin(SUPERVISOR, PINS[SUPERVISOR])).guard.guard_id == SUPERVISOR
        server.keep_up()
        server.stop()
        assert read_card(post_file(tmp_path)) is None
        with HttpPost.of_this_pc(post_file(tmp_path)) as post, pytest.raises(PostAway):
            post.overview()


def test_a_server_that_cannot_listen_is_told_and_tried_again(tmp_path: Path) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    with closing(taken), server_of(tmp_path, taken.getsockname()[1]) as (server, now):
        server._run.thread.join(20)  # type: ignore[union-attr]
        with pytest.raises(CommandError, match="cannot listen"):
            server.keep_up()
        taken.close()
        now[0] = TRY_AGAIN_S
        with pytest.raises(CommandError):
            server.keep_up()
        wait_for_card(tmp_path)
        server.keep_up()


def test_a_run_file_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise StorageRefused("the disk is read-only")

    monkeypatch.setattr(post_server, "write_card", refused)
    with server_of(tmp_path) as (server, _):
        server._run.thread.join(20)  # type: ignore[union-attr]
        with pytest.raises(CommandError, match="read-only"):
            server.keep_up()


def test_a_whole_post_is_served_while_the_watch_runs(context: HandContext) -> None:
    with (
        entrance_of(context) as entrance,
        guards_post(context, entrance, ["door"], None, lambda at: START, lambda _until: None) as guarding,
    ):
        wait_for_card(context.home)
        with HttpPost.of_this_pc(post_file(context.home)) as post:
            overview = post.overview()
        guarding.tick(0.0)
    assert [(view.camera, view.sight) for view in overview.cameras] == [("door", Sight.STARTING)]
    assert [guard.guard_id for guard in overview.guards] == [WEI]
    assert read_card(post_file(context.home)) is None


def test_a_plan_that_cannot_be_shown_ends_the_watch_at_its_start(context: HandContext) -> None:
    context.settings = replace(context.settings, site=SiteSettings(plan="nowhere.png"))
    with (
        entrance_of(context) as entrance,
        pytest.raises(SettingsError, match=r"nowhere\.png"),
        guards_post(context, entrance, ["door"], None, lambda at: START, lambda _until: None),
    ):
        pytest.fail("it began")


def test_the_settings_say_how_long_guards_are_waited_for() -> None:
    assert GuardSettings().life_limits == LifeLimits()
    assert GuardSettings(lock_after_s=60).session_limits.idle_s == 60
    for wrong in ({"escalate_s": 1}, {"lock_after_s": 5}, {"instruction": "x" * 201}):
        with pytest.raises(ValueError):
            GuardSettings(**wrong)
