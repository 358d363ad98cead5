"""The feed while something goes wrong: a database restarted, a key revoked, nodes that hang up, a wrong clock."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.postgres_peer import PostgresPeer
from tests.watchlist.feed_store.homes import ROOT
from tests.watchlist.hub.hub_hand import HubWorld, served
from tests.watchlist.hub.test_feed import ask, listed, place_of, read
from tests.watchlist.store_hand import MODEL, Hand, open_store
from watchlist.feed.age import AgeLimits, Freshness, age_of
from watchlist.feed.client.asking import Hub, HubLine, Question
from watchlist.feed.client.patience import Patience
from watchlist.feed.following import Batch
from watchlist.feed.store.aside import Aside
from watchlist.feed.wire.transfer import Asked
from watchlist.hub.rights import NodeKind

WITHIN_S = 12.0
WATCH = Asked("beijing", MODEL)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[HubWorld]:
    yield from a_world(tmp_path / "hub.db")


@pytest.fixture
def world_on_a_server(postgres: PostgresPeer) -> Iterator[HubWorld]:
    yield from a_world(postgres.new_database())


def a_world(place: Path | str) -> Iterator[HubWorld]:
    world = HubWorld(place, longest_wait_s=20.0)
    world.begin_list()
    yield world
    world.stores.close()


class Waiting:
    """A question that the hub holds back; `answer` waits for what comes."""

    def __init__(self, world: HubWorld, url: str, token: str, batch: Batch) -> None:
        self._answers: list[httpx.Response] = []
        before = world.feed._watch.waiting
        self._thread = threading.Thread(target=lambda: self._answers.append(self._asked(url, token, batch)))
        self._thread.start()
        until(lambda: world.feed._watch.waiting > before)

    @property
    def answer(self) -> httpx.Response:
        self._thread.join(WITHIN_S)
        [answer] = self._answers
        return answer

    def _asked(self, url: str, token: str, batch: Batch) -> httpx.Response:
        return ask(url, token, model=MODEL, wait_s="20", **place_of(batch))


def until(is_so: Callable[[], bool]) -> None:
    end_s = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < end_s
        time.sleep(0.01)


def test_a_database_that_is_restarted_ends_no_question_that_is_held_back(
    world_on_a_server: HubWorld, postgres: PostgresPeer
) -> None:
    world = world_on_a_server
    with served(world) as url:
        token = world.token(NodeKind.WATCH)
        batch, _ = read(ask(url, token, model=MODEL))
        waiting = [Waiting(world, url, token, batch) for _ in range(3)]
        postgres.restart()
        listed(world, 1)
        assert [len(read(one.answer)[0].records) for one in waiting] == [1, 1, 1]


def test_a_key_that_is_revoked_meanwhile_is_refused_at_the_next_question(world: HubWorld) -> None:
    with served(world) as url:
        token = world.token(NodeKind.WATCH)
        batch, _ = read(ask(url, token, model=MODEL))
        held, other = Waiting(world, url, token, batch), Waiting(world, url, world.token(NodeKind.FOLLOWER), batch)
        with world.open_store() as store:
            store.nodes.revoke("watch-1", "test", world.hand.now)
        listed(world, 1)
        assert held.answer.status_code == 401, "what is told after the revocation is not for this node"
        assert len(read(other.answer)[0].records) == 1
        assert ask(url, token, model=MODEL).status_code == 401


def test_a_key_that_is_revoked_meanwhile_is_refused_also_where_nothing_changed(tmp_path: Path) -> None:
    world = HubWorld(tmp_path / "hub.db", longest_wait_s=0.5)
    world.begin_list()
    with served(world) as url:
        token = world.token(NodeKind.WATCH)
        batch, _ = read(ask(url, token, model=MODEL))
        held = Waiting(world, url, token, batch)
        with world.open_store() as store:
            store.nodes.revoke("watch-1", "test", world.hand.now)
        assert held.answer.status_code == 401
    world.stores.close()


def test_whoever_hangs_up_takes_no_room_among_those_who_wait(world: HubWorld) -> None:
    with served(world) as url:
        token = world.token(NodeKind.WATCH)
        batch, _ = read(ask(url, token, model=MODEL))
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(
                f"{url}/list/v1/feed",
                params={"list": "beijing", "wait_s": "20", **place_of(batch)},
                headers={"Authorization": f"Bearer {token}"},
                timeout=httpx.Timeout(WITHIN_S, read=0.3),
                trust_env=False,
            )
        until(lambda: world.feed._watch.waiting == 0)


def test_a_hub_that_ends_sends_those_who_wait_away_at_once(world: HubWorld) -> None:
    with served(world) as url:
        token = world.token(NodeKind.WATCH)
        batch, _ = read(ask(url, token, model=MODEL))
        waiting = Waiting(world, url, token, batch)
        looking = world.feed._watch._looking
        assert looking is not None
        looking.get_loop().call_soon_threadsafe(world.feed.end)
        assert (waiting.answer.status_code, waiting.answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.parametrize(
    ("hours", "freshness"), [(1, Freshness.FRESH), (7, Freshness.OLD), (-1, Freshness.CLOCK_WRONG)]
)
def test_a_node_whose_clock_is_wrong_follows_and_shows_what_it_knows_of_the_lists_age(
    world: HubWorld, tmp_path: Path, hours: int, freshness: Freshness
) -> None:
    person_id = listed(world, 1)
    key_file = tmp_path / "node.key"
    key_file.write_text(world.token(NodeKind.WATCH), encoding="ascii")
    hand = Hand(now=world.hand.now + timedelta(hours=hours), prefix="node")
    with served(world) as url, open_store(tmp_path / "node.db", hand) as store, Aside(tmp_path) as aside:
        store.join("beijing", ROOT.public, "it")
        store.take(asyncio.run(fetched(Hub(url, key_file), aside)), aside, WATCH)
        assert [one.person_id for one in store.templates(MODEL, hand.now.date())] == [person_id]
        standing = store.standing("beijing")
    assert standing is not None
    assert standing.head_told is not None
    age = age_of(standing.head_told.at, hand.now, AgeLimits())
    assert (age.age_s, age.freshness) == (max(hours, 0) * 3600.0, freshness)


async def fetched(hub: Hub, aside: Aside) -> Batch:
    async with HubLine(hub, Patience()) as line:
        batch = await line.fetch(Question(WATCH), aside.put)
    assert batch is not None
    return batch
