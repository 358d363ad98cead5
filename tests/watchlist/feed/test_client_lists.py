"""A node that follows two lists of one hub: what befalls one is no trouble of the other's."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.sealing import TransparentCipher
from tests.watchlist.feed.client_hand import Node, node_of, with_
from watchlist.feed.client.fake_authority import FakeAuthority, Misdeed
from watchlist.feed.client.fake_hub import FakeHub
from watchlist.feed.client.telling import FollowEvent, HubLost, ListFollowed
from watchlist.store import WatchlistStore

HASTY = with_(poll_s=0.05, look_for_lists_s=0.01)


@pytest.fixture
def own() -> FakeAuthority:
    authority = FakeAuthority("own-list")
    authority.put("own-ada", name="Ada Lovelace")
    return authority


@pytest.fixture
def hub(own: FakeAuthority) -> Iterator[FakeHub]:
    with FakeHub(others=[own]) as hub:
        hub.authority.put("hopper")
        yield hub


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ids = itertools.count()

    def open(self) -> WatchlistStore:
        at = self.folder / "node.db"
        return WatchlistStore.open(at, TransparentCipher(), lambda: datetime.now(UTC), lambda: f"id-{next(self._ids)}")

    def join(self, *authorities: FakeAuthority) -> None:
        with self.open() as store:
            for authority in authorities:
                store.join(authority.list_id, authority.root_public, "it")

    def names(self) -> set[str]:
        with self.open() as store:
            return {entry.name for entry in store.entries(datetime.now(UTC).date())}


def follows(node: Node, list_id: str, seq: int) -> None:
    """Now, or it has before: which list comes first nobody knows."""

    def is_it(event: FollowEvent) -> bool:
        return isinstance(event, ListFollowed) and (event.list_id, event.seq) == (list_id, seq)

    if not any(is_it(event) for event in node.heard):
        node.hears(is_it)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_both_lists_are_followed_each_by_its_own_questions(hub: FakeHub, own: FakeAuthority, home: Home) -> None:
    home.join(hub.authority, own)
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        node.hears(lambda event: isinstance(event, ListFollowed))
        node.hears(lambda event: isinstance(event, ListFollowed))
        assert {event.list_id for event in node.heard if isinstance(event, ListFollowed)} == {"fake-list", "own-list"}
        with hub.changing():
            own.put("own-joan", name="Joan Clarke")
        follows(node, "own-list", 2)
    assert home.names() == {"Grace Hopper", "Ada Lovelace", "Joan Clarke"}


def test_a_list_that_is_refused_keeps_the_other_up_in_nothing(hub: FakeHub, own: FakeAuthority, home: Home) -> None:
    home.join(hub.authority, own)
    own.misbehave(Misdeed.FORGED)
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        lost = node.loses()
        follows(node, "fake-list", 1)
        assert "Forged" in lost.why or "sign" in lost.why
        with hub.changing() as authority:
            authority.put("joan", name="Joan Clarke")
        follows(node, "fake-list", 2)
        assert (node.follower.state.is_reached, node.follower.state.is_refused) == (False, True)
        assert node.follower.state.said_at is None, "as old as the one that never came"
        assert home.names() == {"Grace Hopper", "Joan Clarke"}
        assert [type(event) for event in node.heard].count(HubLost) == 1
        with hub.changing():
            own.behave()
        follows(node, "own-list", own.seq)
        node.is_back()
        assert node.follower.state.is_reached


def test_a_list_is_joined_and_left_while_the_node_runs(hub: FakeHub, own: FakeAuthority, home: Home) -> None:
    home.join(hub.authority)
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        follows(node, "fake-list", 1)
        home.join(own)
        follows(node, "own-list", 1)
        with home.open() as store:
            store.leave("own-list", "it")
        before = len([one for one in hub.asked if one["list"] == "own-list"])
        with hub.changing():
            own.put("own-joan", name="Joan Clarke")
        node.asks(8)
        assert home.names() == {"Grace Hopper"}
        assert len([one for one in hub.asked if one["list"] == "own-list"]) <= before + 2
        assert node.follower.state.is_reached


def test_a_list_that_the_hub_does_not_have_is_told_and_the_other_goes_on(hub: FakeHub, home: Home) -> None:
    home.join(hub.authority, FakeAuthority("nobodys-list"))
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        assert "there is no such list" in node.loses().why
        with hub.changing() as authority:
            authority.put("joan", name="Joan Clarke")
        follows(node, "fake-list", 2)


def test_who_is_on_the_other_list_is_not_erased_by_this_one(hub: FakeHub, own: FakeAuthority, home: Home) -> None:
    home.join(hub.authority, own)
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        follows(node, "own-list", 1)
        with home.open() as store:
            while "Grace Hopper" not in home.names():
                store.standings()
        with hub.changing():
            own.erase("hopper")
        assert "another list" in node.loses().why
        assert "Grace Hopper" in home.names()


def test_a_list_that_is_left_while_the_hub_is_asked_is_no_trouble(hub: FakeHub, own: FakeAuthority, home: Home) -> None:
    home.join(hub.authority, own)
    patience = with_(poll_s=60.0, look_for_lists_s=0.01, let_in_wait_s=60.0)
    with node_of(hub, home.folder, patience, open_keeper=home.open) as node:
        follows(node, "own-list", 1)
        assert hub.wait_until(lambda: any("wait_s" in one for one in hub.asked if one["list"] == "own-list"), 20)
        with home.open() as store:
            store.leave("own-list", "it")
        with hub.changing() as authority:
            own.put("own-joan", name="Joan Clarke")
            authority.put("joan", name="Joan Clarke")
        follows(node, "fake-list", 2)
        home.join(own)
        follows(node, "own-list", 2)
        assert node.follower.state.is_refused is False
        assert not any(isinstance(event, HubLost) for event in node.heard)


def test_two_lists_that_the_hub_does_not_have_are_both_told_and_a_hub_that_is_away_once(
    hub: FakeHub, home: Home
) -> None:
    home.join(FakeAuthority("nobodys-list"), FakeAuthority("another"))
    with node_of(hub, home.folder, HASTY, open_keeper=home.open) as node:
        assert [type(node.loses()) for _ in range(2)] == [HubLost, HubLost]
        hub.close()
        assert "does not answer" in node.loses().why
    assert sum(isinstance(event, HubLost) for event in [*node.heard, *node.told.queue]) == 3
