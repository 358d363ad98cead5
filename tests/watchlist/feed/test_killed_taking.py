"""A program that is killed in the middle of taking a hub's list."""

import subprocess
import sys
from pathlib import Path

from records.sealing import TransparentCipher
from tests.watchlist.feed.client_hand import node_of
from tests.watchlist.store_hand import TODAY, Hand, open_store
from watchlist.feed.client.fake_hub import KEY, FakeHub
from watchlist.store import WatchlistStore

ROOT = Path(__file__).resolve().parents[3]
FOLLOWS = """
import sys
from pathlib import Path
from records.sealing import TransparentCipher
from tests.watchlist.store_hand import Hand
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.thread import FollowThread
from watchlist.feed.store.tables import FeedTables
from watchlist.store import WatchlistStore
home, url = Path(sys.argv[1]), sys.argv[2]
put = FeedTables.put_record
kept = []
def put_and_stop(self, *arguments):
    put(self, *arguments)
    kept.append(1)
    if len(kept) == 30:
        print("in the middle", flush=True)
        sys.stdin.readline()
FeedTables.put_record = put_and_stop
def open_store():
    hand = Hand(prefix="killed")
    return WatchlistStore.open(home / "gatehouse.db", TransparentCipher(), hand.clock, hand.new_id)
follower = FollowThread(Means(Hub(url, home / "node.key"), Wanted(photos=True), open_store, home))
follower.listen(lambda event: print(event, flush=True))
follower._thread.join()
"""


def test_a_list_that_was_half_taken_is_not_there_and_is_taken_whole_afterwards(tmp_path: Path) -> None:
    place = tmp_path / "gatehouse.db"
    (tmp_path / "node.key").write_text(KEY, encoding="utf-8")
    with FakeHub() as hub:
        for number in range(60):
            hub.authority.put(f"person-{number:02}", name=f"Ada {number}")
        with open_store(place) as store:
            store.join(hub.authority.list_id, hub.authority.root_public, "wei")
        arguments = [sys.executable, "-c", FOLLOWS, str(tmp_path), hub.url]
        with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            assert program.stdout.readline() == "in the middle\n"
            program.kill()
        with open_store(place) as store:
            store.verify()
            assert store.places()["fake-list"] == (0, 0)
            assert store.entries(TODAY) == []
        assert {path.name for path in tmp_path.iterdir()} <= {"gatehouse.db", "node.key"}

        with node_of(hub, tmp_path, open_keeper=lambda: opened(place)) as node:
            node.follows(60)
        with open_store(place) as store:
            store.verify()
            assert len(store.entries(TODAY)) == 60


def test_a_disk_that_is_full_in_the_middle_leaves_the_list_before(tmp_path: Path) -> None:
    place = tmp_path / "gatehouse.db"
    with FakeHub() as hub:
        hub.authority.put("hopper")
        with open_store(place) as store:
            store.join(hub.authority.list_id, hub.authority.root_public, "wei")
        with node_of(hub, tmp_path, open_keeper=lambda: limited(place)) as node:
            node.follows(1)
            with hub.changing() as authority:
                for number in range(300):
                    authority.put(f"person-{number:03}", name=f"Ada {number}")
            assert "Free some space" in node.loses().hint
            with open_store(place) as store:
                store.verify()
                assert [entry.name for entry in store.entries(TODAY)] == ["Grace Hopper"]
                assert store.places()["fake-list"] == (1, 1)


def opened(place: Path) -> WatchlistStore:
    hand = Hand(prefix="node")
    return WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id)


def limited(place: Path) -> WatchlistStore:
    """On a disk with little room: SQLite's own limit of pages answers as a full disk does."""
    store = opened(place)
    [pages] = store._database.rows("PRAGMA page_count")
    store._database.rows(f"PRAGMA max_page_count = {pages['page_count'] + 40}")
    return store
