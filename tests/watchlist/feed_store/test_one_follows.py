"""Several processes of one hub that follows: one of them asks the authority, and when it ends another goes on."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from records.sealing import TransparentCipher
from tests.postgres_peer import PostgresPeer
from tests.watchlist.feed.client_hand import HASTY, WAIT_S, with_
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.fake_hub import KEY, FakeHub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.thread import FollowThread
from watchlist.store import WatchlistStore


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_one_process_follows_for_all_and_when_it_ends_another_goes_on(postgres: PostgresPeer, tmp_path: Path) -> None:
    database, key_file = postgres.new_database(), tmp_path / "hub.key"
    key_file.write_text(KEY, encoding="ascii")

    def open_store() -> WatchlistStore:
        ids = iter(range(1_000))
        return WatchlistStore.open(database, TransparentCipher(), lambda: datetime.now(UTC), lambda: str(next(ids)))

    def here() -> tuple[int, int]:
        with open_store() as store:
            return store.places()["fake-list"]

    with FakeHub() as hub, ExitStack() as running:
        hub.authority.put("hopper")
        with open_store() as store:
            store.join(hub.authority.list_id, hub.authority.root_public, "test")
        patience = with_(HASTY, stand_by_s=0.02)
        threads = [
            FollowThread(Means(Hub(hub.url, key_file), Wanted(), open_store, tmp_path, patience, lambda: 1.0))
            for _ in range(2)
        ]
        for thread in threads:
            running.enter_context(closing(thread))
            thread.listen(lambda _event: None)
        until(lambda: here() == (1, 1))
        until(lambda: all(thread.state.said_at for thread in threads))
        [leader] = [thread for thread in threads if thread.state.is_reached]
        [other] = [thread for thread in threads if thread is not leader]
        leader.close()
        with hub.changing() as authority:
            authority.put("ada", name="Ada Lovelace")
        until(lambda: here() == (1, 2))
        until(lambda: other.state.is_reached)
        postgres.hang_up()
        with hub.changing() as authority:
            authority.put("joan", name="Joan Clarke")
        until(lambda: here() == (1, 3))
