"""What a stolen key cannot do: take the whole list again and again, or go on with it after it was revoked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from records.rates import Rate
from tests.watchlist.hub.hub_hand import NO_HURRY, HubWorld, served
from tests.watchlist.hub.test_feed import ask, listed, place_of, read
from tests.watchlist.store_hand import MODEL
from watchlist.feed.client.patience import Patience
from watchlist.feed.errors import HubAway, TransferCut
from watchlist.feed.wire.transfer import Asked, TransferReader
from watchlist.hub.http import feed
from watchlist.hub.rights import NodeKind

WATCH = Asked("beijing", MODEL)
PHOTOS = Asked("beijing", photos=True)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[HubWorld]:
    limits = replace(NO_HURRY, transfers=Rate(per_s=1 / 60, burst=2))
    world = HubWorld(tmp_path / "hub.db", limits=limits)
    world.begin_list()
    listed(world, 1)
    yield world
    world.stores.close()


@pytest.fixture
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


def sent(world: HubWorld) -> int:
    return [what for _, what, _ in world.audited()].count("list.sent")


def test_the_whole_list_goes_to_a_node_a_few_times_in_a_row(world: HubWorld, url: str) -> None:
    token = world.token(NodeKind.WATCH)
    batch, _ = [read(ask(url, token, model=MODEL)) for _ in range(2)][-1]
    refused = ask(url, token, model=MODEL)
    assert (refused.status_code, refused.headers["Retry-After"], sent(world)) == (429, "60", 2)
    other_epoch = place_of(batch) | {"epoch": "7"}
    assert ask(url, token, model=MODEL, **other_epoch).status_code == 429
    for number in range(2, 6):  # what changes goes on, and so does another node
        listed(world, number)
        batch, _ = read(ask(url, token, model=MODEL, **place_of(batch)))
        assert len(batch.records) == 1
    assert ask(url, world.token(NodeKind.FOLLOWER), model=MODEL).status_code == 200
    world.seconds += 60
    assert ask(url, token, model=MODEL).status_code == 200


def test_whatever_is_large_counts_whatever_it_is_called(
    world: HubWorld, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.open_store() as store:
        key = store.nodes.add("other-model", NodeKind.WATCH, True, bytes(32), "test", world.hand.now)
    batch, _ = read(ask(url, key, photos="1"), PHOTOS)
    for number in range(2, 6):
        listed(world, number)
        batch, _ = read(ask(url, key, photos="1", **place_of(batch)), PHOTOS)
    monkeypatch.setattr(feed, "CHUNK_BYTES", 100)
    from_the_first = place_of(batch) | {"after": "1"}
    asked = [ask(url, key, photos="1", **from_the_first), ask(url, key, model=MODEL, **from_the_first)]
    assert [answer.status_code for answer in asked] == [200, 429]


def test_who_keeps_up_with_a_list_that_changes_much_waits_for_nothing(
    world: HubWorld, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "CHUNK_BYTES", 100)
    token = world.token(NodeKind.WATCH)
    places = [{"epoch": "1", "after": "0"}]
    for number in range(2, 7):
        batch, _ = read(ask(url, token, model=MODEL, **places[-1]))
        places.append(place_of(batch))
        listed(world, number)
    asked = [ask(url, token, model=MODEL, **place).status_code for place in (places[-1], *places[-2:])]
    assert asked == [200, 200, 429]


def test_a_follower_waits_as_long_as_it_is_told() -> None:
    assert Patience().wait_s(HubAway("asked too often", None, 60.0), 0, 0.5) >= 60.0


def test_a_transfer_ends_soon_after_its_key_was_revoked(
    world: HubWorld, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2, 8):
        listed(world, number)
    made, piece_of = list[bytes](), feed._piece

    def piece(lines: Iterator[bytes]) -> tuple[bytes, bool]:
        """Revoked after the second piece, and then time goes by."""
        if len(made) == 2:
            with world.open_store() as store:
                store.nodes.revoke("watch-1", "test", world.hand.now)
        if len(made) == 4:
            world.seconds += feed.LOOKS_AT_KEY_EVERY_S
        told, is_all = piece_of(lines)
        made.append(told)
        return told, is_all

    monkeypatch.setattr(feed, "CHUNK_BYTES", 100)
    monkeypatch.setattr(feed, "_piece", piece)
    token = world.token(NodeKind.WATCH)
    reader = TransferReader(WATCH)
    reader.feed(ask(url, token, model=MODEL).content)
    with pytest.raises(TransferCut):
        reader.end()
    assert len(made) == 5
    assert ask(url, token, model=MODEL).status_code == httpx.codes.UNAUTHORIZED
