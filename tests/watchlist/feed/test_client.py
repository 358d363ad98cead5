"""A node follows its hub over real connections."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.watchlist.feed.client_hand import HASTY, WAIT_S, Node, node_of, with_
from watchlist.feed.client.fake_hub import FakeHub, Misconduct
from watchlist.feed.client.fake_keeper import FakeKeeper
from watchlist.feed.client.follower import Wanted
from watchlist.feed.client.telling import ListFollowed
from watchlist.feed.store.aside import Aside
from watchlist.feed.wire.transfer import Asked
from watchlist.types import PersonId, PhotoId


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        hub.authority.put("hopper")
        yield hub


@pytest.fixture
def node(hub: FakeHub, tmp_path: Path) -> Iterator[Node]:
    with node_of(hub, tmp_path) as node:
        node.follows(1)
        yield node


def test_a_newcomer_gets_the_whole_list_and_its_templates(hub: FakeHub, node: Node) -> None:
    assert hub.asked[0] == {"list": "fake-list", "model": "scripted"}
    assert node.names == ["Grace Hopper"]
    photo = PhotoId("hopper-0")
    assert node.keeper.vectors == {photo: hub.authority.vector(photo)}
    assert node.keeper.photos == {}
    assert node.follower.state.said_at == hub.authority.now


def test_a_change_at_the_hub_is_here_long_before_the_hub_would_answer_anyway(hub: FakeHub, node: Node) -> None:
    """The hub holds a question for 25 s; how quick it is, is measured elsewhere: machines of tests are busy."""
    node.waits()
    took = []
    for number in range(5):
        began = time.monotonic()
        with hub.changing() as authority:
            authority.put(f"person-{number}", name=f"Ada {number}")
        node.follows(2 + number)
        took.append(time.monotonic() - began)
    assert max(took) < 12.0
    assert len(node.names) == 6
    assert node.follower.state.is_reached


def test_what_is_withdrawn_or_erased_there_rings_here_no_more(hub: FakeHub, node: Node) -> None:
    with hub.changing() as authority:
        authority.put("ada", name="Ada Lovelace")
        authority.withdraw("hopper")
    node.follows(3)
    assert node.names == ["Ada Lovelace"]
    with hub.changing() as authority:
        authority.erase("ada")
    assert node.follows(4) == ListFollowed(hub.url, "fake-list", 1, 4, 1)
    assert node.names == []


def test_only_changes_are_asked_for_and_waited_for_after_the_first_time(hub: FakeHub, node: Node) -> None:
    node.waits()
    assert hub.asked[-1] == {"list": "fake-list", "epoch": "1", "after": "1", "wait_s": "25", "model": "scripted"}


def test_photographs_come_where_they_are_asked_for(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, wanted=Wanted(photos=True)) as node:
        node.follows(1)
        assert hub.asked[0] == {"list": "fake-list", "photos": "1"}
        assert node.keeper.photos == {PhotoId("hopper-0"): hub.authority.photo(PhotoId("hopper-0"))}
        assert list(node.keeper.vectors) == [PhotoId("hopper-0")]


def test_a_head_without_changes_says_how_old_the_list_is(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, with_(poll_s=0.05)) as node:
        node.follows(1)
        with hub.changing() as authority:
            authority.now += timedelta(hours=1)
        node.asks(3)
        assert node.follower.state.said_at == hub.authority.now


def test_an_answer_without_a_word_is_an_answer(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, with_(poll_s=0.05)) as node:
        node.follows(1)
        hub.misbehave(Misconduct(says_nothing_new=True))
        node.asks(3)
        with hub.changing() as authority:
            authority.put("ada", name="Ada Lovelace")
        node.follows(2)
        assert node.heard == [ListFollowed(hub.url, "fake-list", 1, 1, 1), ListFollowed(hub.url, "fake-list", 1, 2, 1)]


def test_a_hub_that_holds_nothing_back_is_not_asked_without_end(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, with_(least_round_s=0.2)) as node:
        node.follows(1)
        hub.misbehave(Misconduct(is_hasty=True))
        began, asked = time.monotonic(), len(hub.asked)
        node.asks(4)
        assert (len(hub.asked) - asked) / (time.monotonic() - began) < 10


def test_changes_that_do_not_fit_are_followed_by_the_whole_list(hub: FakeHub, node: Node) -> None:
    backup = hub.authority.backup()
    with hub.changing() as authority:
        authority.put("ada", name="Ada Lovelace")
    node.follows(2)
    with hub.changing() as authority:
        authority.restore(backup)
        authority.put("joan", name="Joan Clarke")
    event = node.hears(lambda event: isinstance(event, ListFollowed) and event.epoch == 2)
    assert isinstance(event, ListFollowed)
    assert node.names == ["Grace Hopper", "Joan Clarke"]


def test_a_hub_that_was_restored_is_told_who_was_erased(hub: FakeHub, node: Node) -> None:
    backup = hub.authority.backup()
    with hub.changing() as authority:
        authority.erase("hopper")
    node.follows(2)
    with hub.changing() as authority:
        authority.restore(backup)
        authority.put("ada", name="Ada Lovelace")
    assert hub.wait_until(lambda: bool(hub.offered))
    assert b"hopper" in hub.offered[0]
    assert b"Tombstone" in hub.offered[0]
    assert PersonId("hopper") not in node.keeper.entries


def test_it_ends_at_once_although_the_hub_holds_its_answer_back(hub: FakeHub, node: Node) -> None:
    node.waits()
    began = time.monotonic()
    node.follower.close()
    assert time.monotonic() - began < 4.0, "it would have been let go after 5 s"
    assert node.keeper.closed == node.keeper.opened == 2
    assert not node.follower.state.is_reached
    node.follower.close()


def test_it_can_be_closed_before_it_began(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, HASTY):
        pass


def test_of_two_programs_with_one_database_one_follows_until_it_ends(hub: FakeHub, tmp_path: Path) -> None:
    keeper = FakeKeeper(hub.authority.pinned())
    keeper.has_turn = False
    with node_of(hub, tmp_path, with_(stand_by_s=0.01), keeper=keeper) as node:
        with node_of(hub, tmp_path) as other:
            other.follows(1)
            assert not node.follower.state.is_reached
        asked = len(hub.asked)
        with hub.changing() as authority:
            authority.put("ada", name="Ada Lovelace")
        assert len(hub.asked) == asked
        keeper.has_turn = True
        node.follows(2)
    assert node.names == ["Ada Lovelace", "Grace Hopper"]


def test_who_stands_by_tells_how_old_the_list_is_that_another_follows(hub: FakeHub, tmp_path: Path) -> None:
    keeper = FakeKeeper(hub.authority.pinned())
    keeper.has_turn = False
    with node_of(hub, tmp_path, with_(stand_by_s=0.01), keeper=keeper, wanted=Wanted()) as node:
        for name in ("Ada Lovelace", "Joan Clarke"):
            hub.authority.put(name.lower().replace(" ", "-"), name=name)
            with Aside(tmp_path) as aside:
                keeper.take(hub.authority.batch(), aside, Asked(hub.authority.list_id))
            end = time.monotonic() + WAIT_S
            while node.follower.state.said_at != hub.authority.now:
                assert time.monotonic() < end
                time.sleep(0.01)
    assert hub.asked == []


def test_who_tells_the_list_on_asks_for_the_templates_of_all_models(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, wanted=Wanted()) as node:
        node.follows(1)
        assert hub.asked[0] == {"list": "fake-list"}
        assert list(node.keeper.vectors) == [PhotoId("hopper-0")]
