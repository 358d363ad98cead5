"""A node tells its hub what rang, over real connections, and the hub misbehaves."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from records.errors import StorageFull
from tests.postgres_peer import PostgresPeer
from tests.watchlist.feed_store.homes import LIST
from tests.watchlist.store_hand import NOON
from tests.watchlist.upstream.upstream_hand import a_hub_between, a_node, again, deliver, rings
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.patience import Patience
from watchlist.post.values import CameraView, Sight
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.fake_hub import KEY, FakeUpstreamHub
from watchlist.upstream.telling import AlarmsDelivered, AlarmSetAside, ClockOff, DeliveryLost, UpstreamEvent
from watchlist.upstream.thread import Rhythm, UpstreamThread
from watchlist.upstream.values import ListTold

WAIT_S = 12.0
ANN = PersonId("p-1")
HASTY = Rhythm(
    beat_every_s=0.05,
    news_after_s=0.01,
    look_every_s=0.01,
    patience=Patience(answer_s=2.0, first_wait_s=0.01, longest_wait_s=0.02, refused_wait_s=0.02, let_in_wait_s=0.02),
)
Event = TypeVar("Event", bound=UpstreamEvent)


@dataclass
class Node:
    """Rings in one store while its thread tells from another on the same file."""

    home: Path
    store: WatchlistStore
    thread: UpstreamThread
    heard: "queue.Queue[UpstreamEvent]" = field(default_factory=queue.Queue)

    def hears(self, kind: type[Event]) -> Event:
        while not isinstance(event := self.heard.get(timeout=WAIT_S), kind):
            pass
        return event

    def rings(self, *alarm_ids: str) -> None:
        for alarm_id in alarm_ids:
            rings(self.store, alarm_id, ANN)

    def set_aside(self) -> list[str]:
        return [one.subject for one in self.store.audit_records() if one.what == "alarm.set_aside"]


@contextmanager
def a_thread(
    hub_url: str,
    folder: Path,
    key: str = KEY,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    open_store: Callable[[], WatchlistStore] | None = None,
    rhythm: Rhythm = HASTY,
) -> Iterator[Node]:
    (folder / "node.key").write_text(key, encoding="utf-8")
    place = folder / "gatehouse.db"

    with a_node([ANN], place) as store:
        thread = UpstreamThread(
            Hub(hub_url, folder / "node.key"),
            lambda: (open_store() if open_store else again(place)).outbox,
            "1.2",
            rhythm,
            now,
            share=lambda: 1.0,
        )
        node = Node(folder, store, thread)
        try:
            yield node
        finally:
            thread.close()
            assert not any(one.name == "alarms to the hub" for one in threading.enumerate())


@pytest.fixture
def hub() -> Iterator[FakeUpstreamHub]:
    with FakeUpstreamHub() as hub:
        yield hub


@pytest.fixture
def node(hub: FakeUpstreamHub, tmp_path: Path) -> Iterator[Node]:
    with a_thread(hub.url, tmp_path) as node:
        yield node


def test_what_rings_is_told_in_order_and_live(hub: FakeUpstreamHub, node: Node) -> None:
    node.rings("a-1", "a-2")
    node.thread.listen(node.heard.put)
    assert hub.wait_until(lambda: hub.told == ["a-1", "a-2"])
    node.rings("a-3")
    assert hub.wait_until(lambda: hub.told == ["a-1", "a-2", "a-3"])
    assert node.heard.empty(), "an ordinary day is nothing to tell"


def test_a_word_of_life_tells_how_the_node_is(hub: FakeUpstreamHub, node: Node) -> None:
    node.thread.show([CameraView("北门", Sight.LIVE, NOON), CameraView("desk", Sight.LOST, NOON)])
    node.thread.listen(node.heard.put)
    assert hub.wait_until(lambda: len(hub.beats) > 2)
    last = hub.beats[-1]
    assert [(one.name, one.sight) for one in last.cameras] == [("北门", Sight.LIVE), ("desk", Sight.LOST)]
    assert (last.version, last.lists, last.waiting) == ("1.2", (ListTold(LIST),), 0)


def test_news_of_the_cameras_does_not_wait_for_the_next_word(hub: FakeUpstreamHub, tmp_path: Path) -> None:
    with a_thread(hub.url, tmp_path, rhythm=replace(HASTY, beat_every_s=3600.0)) as node:
        node.thread.listen(node.heard.put)
        assert hub.wait_until(lambda: len(hub.beats) == 1)
        node.thread.show([CameraView("desk", Sight.COVERED, NOON)])
        assert hub.wait_until(lambda: len(hub.beats) == 2)
        assert hub.beats[1].cameras[0].sight is Sight.COVERED


def test_a_backlog_of_a_week_is_told_once_each_and_then_it_goes_on_live(hub: FakeUpstreamHub, tmp_path: Path) -> None:
    port = hub.port
    with a_thread("http://127.0.0.1:9", tmp_path) as cut:
        cut.thread.listen(cut.heard.put)
        cut.rings(*(f"a-{number:03}" for number in range(65)))
    with a_thread(f"http://127.0.0.1:{port}", tmp_path) as node:
        node.thread.listen(node.heard.put)
        assert node.hears(AlarmsDelivered).alarms == 65
        assert hub.told == [f"a-{number:03}" for number in range(65)]
        assert max(hub.sizes) == 20
        node.rings("live")
        assert hub.wait_until(lambda: hub.told[-1] == "live")


def test_an_answer_that_is_lost_is_asked_for_again(hub: FakeUpstreamHub, node: Node) -> None:
    hub.misbehave(loses_answers=True)
    node.rings("a-1", "a-2")
    node.thread.listen(node.heard.put)
    assert hub.wait_until(lambda: len(hub.beats) > 3)
    hub.misbehave()
    assert hub.wait_until(lambda: hub.told[-2:] == ["a-1", "a-2"])
    node.rings("a-3")
    assert hub.wait_until(lambda: hub.told[-1] == "a-3")


@pytest.mark.parametrize("cuts_at", [1, 17, 40])
def test_a_connection_cut_in_an_answer_loses_nothing(hub: FakeUpstreamHub, node: Node, cuts_at: int) -> None:
    node.rings("a-1")
    hub.misbehave(cuts_at=cuts_at)
    node.thread.listen(node.heard.put)
    assert hub.wait_until(lambda: len(hub.beats) > 2)
    hub.misbehave()
    assert hub.wait_until(lambda: "a-1" in hub.told)


def test_one_poisoned_alarm_is_found_set_aside_and_told_and_the_others_go_on(hub: FakeUpstreamHub, node: Node) -> None:
    ids = [f"a-{number:02}" for number in range(30)]
    hub.misbehave(refused=frozenset({"a-07"}))
    node.rings(*ids)
    node.thread.listen(node.heard.put)
    told = node.hears(AlarmSetAside)
    assert (told.alarm_id, "no such camera" in told.why) == ("a-07", True)
    assert hub.wait_until(lambda: [*hub.told] == [one for one in ids if one != "a-07"])
    assert hub.wait_until(lambda: len(hub.beats) > 5)
    assert node.set_aside() == ["a-07"], "once, and not at every word of the hub again"


def test_one_that_the_hub_stumbles_over_is_tried_some_times_and_then_set_aside(
    hub: FakeUpstreamHub, node: Node
) -> None:
    hub.misbehave(failed=frozenset({"a-1"}))
    node.rings("a-0", "a-1", "a-2")
    node.thread.listen(node.heard.put)
    assert "500" in node.hears(DeliveryLost).why
    assert node.hears(AlarmSetAside).alarm_id == "a-1"
    assert hub.wait_until(lambda: hub.told == ["a-0", "a-2"])


def test_one_that_the_hub_does_not_take_is_set_aside_and_the_others_are_there(hub: FakeUpstreamHub, node: Node) -> None:
    hub.misbehave(not_taken=frozenset({"a-1"}))
    node.rings("a-0", "a-1", "a-2")
    node.thread.listen(node.heard.put)
    assert node.hears(AlarmSetAside).why == "nobody of this list"
    assert hub.told == ["a-0", "a-2"]


@pytest.mark.parametrize("status", [400, 404, 405, 409, 413, 500])
def test_a_hub_that_refuses_everything_is_waited_for_and_nothing_is_given_up(
    hub: FakeUpstreamHub, node: Node, status: int
) -> None:
    hub.misbehave(status=status)
    node.rings("a-1", "a-2")
    node.thread.listen(node.heard.put)
    node.hears(DeliveryLost)
    hub.misbehave()
    assert hub.wait_until(lambda: hub.told == ["a-1", "a-2"])
    assert node.set_aside() == []
    assert node.hears(AlarmsDelivered).alarms == 2


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503])
def test_what_the_follower_of_the_list_tells_as_well_is_told_by_that(
    hub: FakeUpstreamHub, node: Node, status: int
) -> None:
    hub.misbehave(status=status, words=b'{"error": "away", "message": "m", "hint": "h"}')
    node.rings("a-1")
    node.thread.listen(node.heard.put)
    hub.misbehave()
    assert hub.wait_until(lambda: hub.told == ["a-1"])
    assert not any(isinstance(one, DeliveryLost) for one in list(node.heard.queue))


def test_a_revoked_key_lets_nothing_through_and_stops_nobody(hub: FakeUpstreamHub, tmp_path: Path) -> None:
    with a_thread(hub.url, tmp_path, key="gone." + "7" * 64) as node:
        node.thread.listen(node.heard.put)
        node.rings("a-1")
        (tmp_path / "node.key").write_text(KEY, encoding="utf-8")
        assert hub.wait_until(lambda: hub.told == ["a-1"])


def test_a_hub_restored_from_a_backup_is_told_what_it_lost(hub: FakeUpstreamHub, node: Node) -> None:
    node.rings("a-1", "a-2", "a-3")
    node.thread.listen(node.heard.put)
    assert hub.wait_until(lambda: len(hub.told) == 3)
    hub.kept = 1
    assert hub.wait_until(lambda: hub.told[3:] == ["a-2", "a-3"])


def test_a_clock_that_is_wrong_is_told_once_and_once_when_it_is_right(hub: FakeUpstreamHub, tmp_path: Path) -> None:
    off = [timedelta(hours=1)]
    with a_thread(hub.url, tmp_path, now=lambda: datetime.now(UTC) + off[0]) as node:
        node.thread.listen(node.heard.put)
        assert round(node.hears(ClockOff).off_s / 60) == 60
        assert hub.wait_until(lambda: len(hub.beats) > 3)
        off[0] = timedelta()
        assert node.hears(ClockOff).off_s == 0


def test_a_store_in_trouble_is_told_and_opened_again(hub: FakeUpstreamHub, tmp_path: Path) -> None:
    tries: list[int] = []

    def opened() -> WatchlistStore:
        tries.append(1)
        if len(tries) < 3:
            raise StorageFull("the disk is full")
        return again(tmp_path / "gatehouse.db")

    with a_thread(hub.url, tmp_path, open_store=opened) as node:
        node.rings("a-1")
        node.thread.listen(node.heard.put)
        assert "full" in node.hears(DeliveryLost).why
        assert hub.wait_until(lambda: hub.told == ["a-1"])


def test_of_several_programs_of_a_hub_one_tells_and_another_takes_over(
    hub: FakeUpstreamHub, postgres: PostgresPeer, tmp_path: Path
) -> None:
    """The one that has the database's turn; the other says not even how it is."""
    place = postgres.new_database()
    (tmp_path / "node.key").write_text(KEY, encoding="utf-8")
    rhythm = replace(HASTY, patience=replace(HASTY.patience, stand_by_s=0.02))
    with a_hub_between([ANN], place) as west, a_node([ANN]) as gate, again(place) as first:
        assert first.relay.may_deliver()
        thread = UpstreamThread(Hub(hub.url, tmp_path / "node.key"), lambda: again(place).relay, "1.2", rhythm)
        with closing(thread):
            thread.listen(lambda _: None)
            rings(gate, "a-1", ANN)
            deliver(gate, west)
            assert not hub.wait_until(lambda: bool(hub.beats or hub.told), 1.0)
            first.close()
            assert hub.wait_until(lambda: hub.told == ["gate-1/a-1"])
