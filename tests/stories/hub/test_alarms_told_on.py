"""A hospital's own hub between two PCs and the authority, which is away for a while: what rang is there once."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scripts.command import SETTINGS_FILE, Context
from scripts.hub.list_store import open_list_store
from scripts.hub.process import hub_process
from scripts.keys.command import keys
from scripts.opening import open_store
from scripts.site_time import today
from tests.scripts.hub.list_hand import AtTheHub, list_home
from tests.stories.hub.nodes import listed_at
from tests.stories.hub.test_week_away import HASTY, free_port, until
from tests.watchlist.store_hand import photo
from tests.watchlist.upstream.upstream_hand import decides, rings
from watchlist.alarms.life import Verdict
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.thread import FollowThread
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.thread import UpstreamThread
from watchlist.upstream.values import Word

MANY = 12
"""Visits while the authority is away, each seen by both PCs."""


class Gate:
    """A watch's home: its threads ask the hospital's hub."""

    def __init__(self, home: Path, url: str, key: str, root: bytes) -> None:
        self.home = home
        home.mkdir()
        (home / "node.key").write_text(key, encoding="ascii")
        with self.open() as store:
            store.join("beijing", root, "it")
        hub = Hub(url, home / "node.key")
        self.following = FollowThread(Means(hub, Wanted("model-a@1"), self.open, home))
        self.telling = UpstreamThread(hub, lambda: self.open().outbox, "1.2", HASTY)

    def open(self) -> WatchlistStore:
        return open_store(self.home)

    def knows(self, person_id: PersonId) -> bool:
        with self.open() as store:
            return any(one.person_id == person_id for one in store.entries(today()))


@contextmanager
def the_list(home: Path) -> Iterator[WatchlistStore]:
    with open_list_store(Context(home)) as store:
        yield store


def alarms_at(store: WatchlistStore) -> list[str]:
    return [row["alarm_id"] for row in store._database.rows("SELECT alarm_id FROM upstream_alarms")]


@pytest.fixture
def authority(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AtTheHub:
    return AtTheHub(list_home(tmp_path / "authority"), tmp_path, capsys)


@pytest.fixture
def root(authority: AtTheHub, tmp_path: Path) -> str:
    secret, file = authority.secret("a stick in a safe box"), tmp_path / "root.pem"
    authority.run(keys, "root", "--out", file, "--passphrase-file", secret)
    [begun] = authority.run(keys, "begin", "--root", file, "--passphrase-file", secret)
    return str(begun["root"])


@pytest.fixture
def west(authority: AtTheHub, root: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AtTheHub:
    [node] = authority.nodes("add", "west-hub", "--kind", "follower", "--source", "第二医院")
    home = list_home(tmp_path / "west")
    text = '[hub]\nrole = "follower"\nlist_id = "beijing"\nsource = "第二医院"\n'
    text += f'[follow]\nhub = "http://127.0.0.1:{free_port()}"\nkey_file = "west.key"\n'
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    (home / "west.key").write_text(node["key"], encoding="ascii")
    with the_list(home) as store:
        store.join("beijing", bytes.fromhex(root), "it")
    return AtTheHub(home, tmp_path, capsys)


def port_in(home: Path) -> str:
    """Where the authority is looked for."""
    return (home / SETTINGS_FILE).read_text(encoding="utf-8").partition("127.0.0.1:")[2].partition('"')[0]


def ring_at(gate: Gate, person_id: PersonId, now: datetime, late: timedelta) -> None:
    """Every three hours, and somebody of the hospital's own list besides; the last one was somebody else."""
    with gate.open() as store:
        own = store.list_person("李四", "known here", today() + timedelta(days=9), "it", [photo(99)]).person_id
        rings(store, f"{gate.home.name}-own", own, at=now)
        for number in range(MANY):
            at = now + late - timedelta(hours=3 * (MANY - 1 - number))
            alarm_id = rings(store, f"{gate.home.name}-{number:02}", person_id, at=at)
        decides(store, alarm_id, Verdict.NOT_THIS_PERSON, now + late)


def test_what_two_pcs_told_a_hospitals_hub_is_at_the_authority_once(
    authority: AtTheHub, west: AtTheHub, root: str, tmp_path: Path
) -> None:
    port, now = port_in(west.home), datetime.now(UTC) - timedelta(minutes=10)
    at_west = [west.nodes("add", f"gate-{number}", "--kind", "watch")[0]["key"] for number in (1, 2)]
    with ExitStack() as running:
        here, above = (running.enter_context(the_list(hub.home)) for hub in (west, authority))
        person_id = listed_at(above, 1)
        with hub_process(authority.home, "--port", port):
            url, _ = running.enter_context(hub_process(west.home))
            gates = [
                Gate(tmp_path / f"gate-{number}", url, key, bytes.fromhex(root))
                for number, key in enumerate(at_west, 1)
            ]
            for gate, late in zip(gates, (timedelta(), timedelta(minutes=3)), strict=True):
                running.enter_context(closing(gate.telling))
                with closing(gate.following):
                    gate.following.listen(lambda _: None)
                    until(lambda gate=gate: gate.knows(person_id))  # type: ignore[misc]
                ring_at(gate, person_id, now, late)
        for gate in gates:
            gate.telling.listen(lambda _: None)
        until(lambda: len(alarms_at(here)) == 2 * MANY)
        assert alarms_at(above) == []
        with hub_process(authority.home, "--port", port):
            until(lambda: len(alarms_at(above)) == 2 * MANY)
            with gates[0].open() as store:
                rings(store, "live", person_id, at=now + timedelta(hours=2))
            until(lambda: "gate-1/live" in alarms_at(above))
        [told] = [one for one in above.node_standings() if one.node_id == "west-hub"]
    assert (told.word, [one.list_id for one in told.lists]) == (Word.HEARD, ["beijing"])
    with the_list(authority.home) as store:
        visits = store.upstream.visits(100)
        assert [len(visit.alarms) for visit in visits] == [1, *[2] * MANY], "two PCs, one visit"
        assert {visit.alarms[0].source for visit in visits} == {"第二医院"}
        assert visits[1].life.verdict is Verdict.NOT_THIS_PERSON
        delivered = [one.detail["alarms"] for one in store.audit_records() if one.what == "alarms.delivered"]
        ids = [alarm_id for some in delivered for alarm_id in some]  # type: ignore[union-attr]
        assert len(ids) == len(set(ids)) == 2 * MANY + 1
        assert not any("own" in str(one) for one in ids)
        assert store.verify()
