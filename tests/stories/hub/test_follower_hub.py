"""An authority of two processes on PostgreSQL, a hospital's own hub that tells its list on beside one of its own, and
watches behind both."""

import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from scripts.bench.postgres import free_port
from scripts.command import SETTINGS_FILE, Context
from scripts.following.command import join
from scripts.hub.list_store import open_list_store
from scripts.hub.process import hub_process
from scripts.keys.command import keys
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.list_hand import AtTheHub, list_home
from tests.stories.hub.churn import Churn
from tests.stories.hub.nodes import Look, Node, listed_at, rings, seconds_until
from watchlist.store import WatchlistStore

IN_FORCE_WITHIN_S = 12.0
"""On an idle PC it takes less than 1 s, also behind a hub that follows."""
CHANGES, KILLED_AT, BACK_AT = 1_000, 400, 450
SEED = 20261122


class Authority:
    """Two processes over one PostgreSQL; they keep their addresses when they begin again."""

    def __init__(self, home: Path, running: ExitStack) -> None:
        self.home = home
        self._ports = [free_port() for _ in range(2)]
        self._running = running
        self._processes: list[subprocess.Popen[str]] = []

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    def store(self) -> WatchlistStore:
        return open_list_store(Context(self.home))

    def start(self) -> None:
        started = [hub_process(self.home, "--port", str(port)) for port in self._ports]
        with ThreadPoolExecutor() as threads:
            both = list(threads.map(self._running.enter_context, started))
        self._processes = [process for _, process in both]

    def kill(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait(20)


class World:
    def __init__(self, authority: Authority, hub_home: Path, nodes: list[Node]) -> None:
        self.authority = authority
        self.hub_home = hub_home
        self.nodes = nodes

    def hub(self) -> WatchlistStore:
        return open_list_store(Context(self.hub_home))

    @property
    def behind(self) -> list[Node]:
        """Those who follow the hospital's hub, and both its lists."""
        return self.nodes[1:]

    def seconds_until(self, is_so: Look, nodes: Sequence[Node] = ()) -> float:
        """Until it is so at these nodes, or at every one."""
        opens = [node.open for node in nodes or self.nodes]
        return seconds_until(opens, is_so, lambda: [node.heard[-3:] for node in self.nodes])


@pytest.fixture
def world(postgres: PostgresPeer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[World]:
    """One watch asks the authority, two the hospital's hub, which asks the authority's other process."""
    at_authority = AtTheHub(list_home(tmp_path / "authority", postgres.new_database()), tmp_path, capsys)
    public = begun_list(at_authority)
    [first] = at_authority.nodes("add", "gate-0", "--kind", "watch")
    [west] = at_authority.nodes("add", "west-hub", "--kind", "follower")
    with ExitStack() as running:
        authority = Authority(at_authority.home, running)
        authority.start()
        at_hub = AtTheHub(following_home(tmp_path / "west", authority.urls[0], west["key"]), tmp_path, capsys)
        at_hub.run(join, "--list", "beijing", "--root", public.hex())
        roots = {"beijing": public, "west": begun_list(at_hub)}
        behind = [at_hub.nodes("add", f"gate-{number}", "--kind", "watch")[0]["key"] for number in (1, 2)]
        url, _ = running.enter_context(hub_process(at_hub.home))
        nodes = [Node(tmp_path / "gate-0", authority.urls[1], first["key"])]
        nodes += [Node(tmp_path / f"gate-{number}", url, key) for number, key in enumerate(behind, start=1)]
        for node in nodes:
            running.enter_context(closing(node.thread))
            node.join(roots if node in nodes[1:] else {"beijing": public})
        yield World(authority, at_hub.home, nodes)


def begun_list(at: AtTheHub) -> bytes:
    """Its root's public half."""
    secret, root = at.secret("a stick in a safe box"), at.home.parent / f"{at.home.name}-root.pem"
    at.run(keys, "root", "--out", root, "--passphrase-file", secret)
    [begun] = at.run(keys, "begin", "--root", root, "--passphrase-file", secret)
    return bytes.fromhex(begun["root"])


def following_home(home: Path, url: str, key: str) -> Path:
    list_home(home)
    text = '[hub]\nrole = "follower"\nlist_id = "beijing"\nown_list_id = "west"\nsource = "第二医院"\n'
    text += f'[follow]\nhub = "{url}"\nkey_file = "west.key"\n'
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    (home / "west.key").write_text(key, encoding="ascii")
    return home


def test_what_the_authority_says_is_so_behind_a_hub_that_follows_too(world: World) -> None:
    """And what the hospital's hub says itself is so behind it alone, also while the authority is away."""
    with world.authority.store() as store, world.hub() as hub, ThreadPoolExecutor(1) as aside:
        first = listed_at(store, 1)
        world.seconds_until(rings(first))
        second = listed_at(store, 2)
        took = [world.seconds_until(rings(second))]
        store.revoke(first, "wang.wei", "it was somebody else")
        took.append(world.seconds_until(lambda one: not rings(first)(one)))
        ours = listed_at(hub, 3)
        took.append(world.seconds_until(rings(ours), world.behind))
        assert max(took) < IN_FORCE_WITHIN_S, took

        churn, begun = Churn(store, SEED), store.revision
        churn.until(begun + KILLED_AT)
        world.authority.kill()
        hub.revoke(ours, "wang.wei", "it was somebody else")
        assert world.seconds_until(lambda one: not rings(ours)(one), world.behind) < IN_FORCE_WITHIN_S
        churn.until(begun + BACK_AT)
        starting = aside.submit(world.authority.start)
        churn.until(begun + CHANGES)
        starting.result()
        store.head("beijing")
        said = store.shared_sha256("beijing")
        seconds_until(
            [world.hub, *(node.open for node in world.nodes)], lambda one: one.shared_sha256("beijing") == said
        )
        store.verify()
        own = hub.shared_sha256("west")
        seconds_until([node.open for node in world.behind], lambda one: one.shared_sha256("west") == own)
        assert not world.nodes[0].seen(lambda one: one.shared_export("west"))
    for opened in (world.hub, *(node.open for node in world.nodes)):
        with opened() as store:
            assert store.verify()
