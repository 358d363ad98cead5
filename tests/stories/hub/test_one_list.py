"""One list for many: approved at the hub by another, in force at every node at once, and gone everywhere at once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.hub.list_store import open_list_store
from scripts.hub.process import hub_process
from scripts.keys.command import keys
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.list_hand import AtTheHub, list_home
from tests.stories.hub.nodes import Node, listed_at, rings, seconds_until
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

IN_FORCE_WITHIN_S = 12.0
"""A hub holds a question for 25 s: nobody waited for the end of that. On an idle PC it takes less than 1 s."""


class World:
    def __init__(self, hub: AtTheHub, nodes: list[Node]) -> None:
        self.hub = hub
        self.nodes = nodes

    def authority(self) -> WatchlistStore:
        return open_list_store(Context(self.hub.home))

    def listed(self, number: int) -> PersonId:
        with self.authority() as store:
            return listed_at(store, number)

    def seconds_until(self, is_so: Callable[[WatchlistStore], bool]) -> float:
        """Until it is so at every node."""
        return seconds_until(
            [node.open for node in self.nodes], is_so, lambda: [node.heard[-3:] for node in self.nodes]
        )


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[World]:
    """On PostgreSQL two processes serve the list; the nodes ask one and the other."""
    database, processes = "", 1
    if request.param == "postgresql":
        peer: PostgresPeer = request.getfixturevalue("postgres")
        database, processes = peer.new_database(), 2
    hub = AtTheHub(list_home(tmp_path / "hub", database), tmp_path, capsys)
    secret = hub.secret("a stick in a safe box")
    root = tmp_path / "root.pem"
    hub.run(keys, "root", "--out", root, "--passphrase-file", secret)
    [begun] = hub.run(keys, "begin", "--root", root, "--passphrase-file", secret)
    written = [hub.nodes("add", f"gate-{number}", "--kind", "watch")[0]["key"] for number in range(3)]
    with ExitStack() as running:
        urls = [running.enter_context(hub_process(hub.home))[0] for _ in range(processes)]
        nodes = [Node(tmp_path / f"gate-{place}", urls[place % processes], key) for place, key in enumerate(written)]
        for node in nodes:
            running.enter_context(closing(node.thread))
            node.join({"beijing": bytes.fromhex(begun["root"])})
        yield World(hub, nodes)


@pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)
def test_an_approval_reaches_every_node_and_a_revocation_stops_it_everywhere(world: World) -> None:
    first = world.listed(1)
    world.seconds_until(rings(first))

    second = world.listed(2)
    took = [world.seconds_until(rings(second))]
    with world.authority() as store:
        store.revoke(first, "wang.wei", "it was somebody else")
    took.append(world.seconds_until(lambda store: not rings(first)(store)))
    with world.authority() as store:
        store.erase(second, "chen", "asked for")
    took.append(world.seconds_until(lambda store: not rings(second)(store)))
    assert max(took) < IN_FORCE_WITHIN_S, took

    with world.authority() as store:
        store.head("beijing")
        at_the_hub = store.shared_sha256("beijing")
    assert {node.seen(lambda store: store.shared_sha256("beijing")) for node in world.nodes} == {at_the_hub}
    for node in world.nodes:
        assert node.seen(lambda store: store.verify())
        assert all(b"Person 2" not in file.read_bytes() for file in node.home.iterdir() if file.is_file())
