"""Two PCs of a hospital were cut off for a week: what rang there is at the hub once, also when the hub is killed in the
middle of being told."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.hub.list_store import open_list_store
from scripts.hub.process import hub_process
from scripts.opening import open_store
from scripts.site_time import today
from tests.scripts.hub.list_hand import AtTheHub, list_home
from tests.watchlist.feed_store.homes import ROOT
from tests.watchlist.store_hand import follow, photo
from tests.watchlist.upstream.upstream_hand import STATED, decides, rings
from watchlist.alarms.life import Verdict
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.patience import Patience
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.telling import AlarmsDelivered, UpstreamEvent
from watchlist.upstream.thread import Rhythm, UpstreamThread
from watchlist.upstream.values import Word

DAYS, A_DAY = 7, 8
WITHIN_S = 60.0
HASTY = Rhythm(look_every_s=0.1, patience=Patience(first_wait_s=0.05, longest_wait_s=0.2))


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        return int(bound.getsockname()[1])


def until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < WITHIN_S
        time.sleep(0.1)


class Gate:
    """A PC at which somebody listed comes by every three hours of a week; the last time they are somebody else."""

    def __init__(self, home: Path, url: str, key: str, person_id: PersonId, last_at: datetime) -> None:
        self.home = home
        home.mkdir()
        (home / "node.key").write_text(key, encoding="ascii")
        with open_store(home) as store:
            store.join("beijing", ROOT.public, "it")
            follow(store, person_id, 1)
            for number in range(DAYS * A_DAY):
                at = last_at - timedelta(hours=3 * (DAYS * A_DAY - 1 - number))
                alarm_id = rings(store, f"{home.name}-{number:03}", person_id, at=at)
            decides(store, alarm_id, Verdict.NOT_THIS_PERSON, last_at)
        self.heard: list[UpstreamEvent] = []
        self.thread = UpstreamThread(Hub(url, home / "node.key"), lambda: open_store(home).outbox, "1.2", HASTY)


@contextmanager
def the_hub(home: Path) -> Iterator[WatchlistStore]:
    with open_list_store(Context(home)) as store:
        yield store


def told(store: WatchlistStore) -> int:
    return len(store._database.rows("SELECT 1 FROM upstream_alarms"))


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AtTheHub:
    return AtTheHub(list_home(tmp_path / "hub"), tmp_path, capsys)


def test_what_rang_in_a_week_is_at_the_hub_once_and_then_it_goes_on(hub: AtTheHub, tmp_path: Path) -> None:
    with the_hub(hub.home) as store:
        until_day = today() + timedelta(days=90)
        entry = store.list_person("Grace Hopper", "sold slots", until_day, "li", [photo(1)], **STATED)  # type: ignore[arg-type]
        store.approve(entry.person_id, "wang")
    keys = [hub.nodes("add", f"gate-{number}", "--kind", "watch")[0]["key"] for number in (1, 2)]
    port, now = free_port(), datetime.now(UTC)
    url = f"http://127.0.0.1:{port}"
    late = (timedelta(), timedelta(minutes=3))
    gates = [
        Gate(tmp_path / f"gate-{place}", url, key, entry.person_id, now - late[place - 1])
        for place, key in enumerate(keys, 1)
    ]
    rang = 2 * DAYS * A_DAY
    with ExitStack() as running:
        kept = running.enter_context(the_hub(hub.home))
        for gate in gates:
            running.enter_context(closing(gate.thread))
            gate.thread.listen(gate.heard.append)
        with hub_process(hub.home, "--port", str(port)) as (_, process):
            until(lambda: told(kept) > 0)
            process.kill()
            process.wait(20)
        before = told(kept)
        with hub_process(hub.home, "--port", str(port)):
            until(lambda: all(any(isinstance(one, AlarmsDelivered) for one in gate.heard) for gate in gates))
            with open_store(gates[0].home) as store:
                rings(store, "live", entry.person_id, at=now + timedelta(hours=1))
            until(lambda: told(kept) == rang + 1)
            nodes = kept.node_standings()
    assert 0 < before <= rang
    assert [one.word for one in nodes] == [Word.HEARD] * 2
    with the_hub(hub.home) as store:
        visits = store.upstream.visits(1000)
        assert [len(visit.alarms) for visit in visits] == [1, *[2] * (DAYS * A_DAY)], "two PCs, one visit"
        assert visits[1].life.verdict is Verdict.NOT_THIS_PERSON
        delivered = [one.detail for one in store.audit_records() if one.what == "alarms.delivered"]
        ids = [alarm_id for one in delivered for alarm_id in one["alarms"]]  # type: ignore[union-attr]
        assert len(ids) == len(set(ids)) == rang + 1
        assert store.verify()
