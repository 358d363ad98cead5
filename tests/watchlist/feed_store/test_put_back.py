"""A follower put back to an older copy: who was erased since is gone, and it tells on nothing before it caught up."""

import shutil
from pathlib import Path

import pytest

from tests.watchlist.feed_store.homes import ALL, Authority, Follower
from tests.watchlist.store_hand import TODAY
from watchlist.feed.errors import NotServed
from watchlist.feed.store.put_back import Since


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "authority.db"


def test_a_follower_that_lost_a_tombstone_serves_nothing_until_it_has_it(
    authority: Authority, follower: Follower, tmp_path: Path
) -> None:
    stays, gone = authority.list("stays", 1), authority.list("gone", 2)
    follower.catch_up(authority.store)
    follower.close()
    shutil.copy(tmp_path / "follower.db", tmp_path / "older")
    follower.restart()
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    over = follower.store.what_is_over()
    assert over.erased == set(over.tombstones) == {gone}

    follower.close()
    shutil.copy(tmp_path / "older", tmp_path / "follower.db")
    follower.restart()
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 1
    assert [entry.person_id for entry in follower.store.entries(TODAY)] == [stays]
    assert follower.store.where_to_go_on(ALL) == (0, 0)
    with pytest.raises(NotServed):
        list(follower.store.transfer(photos=True))
    follower.catch_up(authority.store)
    assert list(follower.store.transfer(photos=True))
    assert follower.store.shared_sha256() == authority.store.shared_sha256()
    assert set(follower.store.followed().erased) == {gone}
    assert follower.store.verify()
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 0
