"""What the door and the building hear of a watch."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from camera.messages import Thumbnail
from hardware.beacons.protocol import Signal as Shown
from records.errors import StorageRefused
from scripts.errors import CommandError
from tests.scripts.watch.guarding_hand import OTHER_FACE, Watched, guarded_home, quiet
from tests.scripts.watch.hand import (
    LISTED_FACE,
    MODEL,
    START,
    HandContext,
    live,
    walks_past,
)
from tests.watchlist.store_hand import photo
from watchlist.store import WatchlistStore


@pytest.fixture
def context(tmp_path: Path) -> HandContext:
    return guarded_home(tmp_path / "home")


def test_a_second_alarm_while_the_first_rings_starts_the_siren_again(context: HandContext) -> None:
    with context.open_store() as store:
        store.list_person("王五", "sold slots", date(2027, 1, 1), "op", [photo(OTHER_FACE, MODEL)])
    second = walks_past(OTHER_FACE, 3.0, track=2)
    watched = Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(2), second, *quiet(1)])
    watched.run()
    assert len(context.events("alarm")) == 2
    assert watched.signals == [Shown.ALARM, Shown.OFF, Shown.ALARM]


def test_an_alarm_that_cannot_be_kept_rings_at_the_door(context: HandContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise StorageRefused("the disk is full", "Free some space.")

    watched = Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(2)])
    with monkeypatch.context() as patched, pytest.raises(CommandError):
        patched.setattr(WatchlistStore, "raise_alarm", full)
        watched.run()
    assert context.events("alarm") == []
    assert watched.signals == [Shown.ALARM]


def test_listeners_hear_of_cameras_and_alarms_and_never_who_it_is(context: HandContext) -> None:
    watched = Watched(context, [[live("door")], walks_past(LISTED_FACE, 0.5), *quiet(4)])
    watched.run()
    kept = b"".join(watched.announcer.kept.values()) + b"".join(one.payload for one in watched.announcer.heard)
    assert b'"live"' in kept
    assert context.events("alarm")[0]["id"].encode() in b"".join(
        one.topic.encode() + one.payload for one in watched.announcer.heard
    )
    assert "张三".encode() not in kept


def test_what_happens_to_a_beacon_or_the_broker_is_told(context: HandContext) -> None:
    watched = Watched(context, [[live("door")], *quiet(6)])
    context.listen = lambda event: watched.beacon.lose() if event["event"] == "camera" else None
    watched.announcer.go_away()
    watched.run()
    assert [(event["state"], event["why"]) for event in context.events("beacon")] == [("lost", "unplugged")]
    assert [event["state"] for event in context.events("broker")] == ["lost"]


def test_thumbnails_are_asked_for_while_a_screen_shows_them(context: HandContext) -> None:
    watched = Watched(context, [[live("door")], [Thumbnail("door", 1.0, b"jpeg")], *quiet(3)])
    watched.run()
    assert watched.asked == []
    assert watched.board.thumbnail("door", START + timedelta(seconds=2)) == b"jpeg"
    again = Watched(context, [[live("door")], *quiet(4)])
    again.board = watched.board
    again.run()
    assert again.asked
