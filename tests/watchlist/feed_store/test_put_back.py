"""A follower put back to an older copy: who was erased since is gone, and it tells on nothing before it caught up."""

import shutil
from pathlib import Path

import pytest

from tests.watchlist.feed_store.homes import ALL, FIRST, SECOND, Authority, Follower, key_list
from tests.watchlist.store_hand import TODAY
from watchlist.feed.errors import NotServed
from watchlist.feed.store.put_back import Since
from watchlist.types import PersonId

NEW_KEYS = key_list(2, SECOND, revoked=(FIRST,))


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
    assert over.erased == set(over.tombstones["beijing"]) == {gone}

    follower.close()
    shutil.copy(tmp_path / "older", tmp_path / "follower.db")
    follower.restart()
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 1
    assert [entry.person_id for entry in follower.store.entries(TODAY)] == [stays]
    with pytest.raises(NotServed):
        list(follower.store.transfer(ALL))
    follower.catch_up(authority.store)
    assert list(follower.store.transfer(ALL))
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
    assert set(follower.store.followed("beijing").erased) == {gone}
    assert follower.store.verify()
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 0


def test_whom_only_a_ledger_knows_to_be_erased_nothing_comes_back_of(authority: Authority, follower: Follower) -> None:
    """The authority was put back as well, and lists the person: there is no tombstone to tell it."""
    gone = authority.list("gone", 1)
    follower.catch_up(authority.store)
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 1
    for seed, change in ((2, authority.list), (3, lambda *_: authority.store.change_keys(NEW_KEYS, "op", SECOND))):
        change(f"later {seed}", seed)
        follower.receive(follower.lines(authority.store, whole=True))
        rows = follower.store._database.rows("SELECT purpose FROM blobs WHERE owner = ?", (gone,))
        assert rows == []
        assert f'"{gone}"'.encode() not in follower.store.shared_export("beijing")
        assert follower.store.where_to_go_on(ALL) != (0, 0), "the whole list would come again and again"
        with pytest.raises(NotServed, match="erased"):
            follower.store.transfer(ALL)
    assert [entry.name for entry in follower.store.entries(TODAY)] == ["later 2"]
    assert follower.store.verify()
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    assert list(follower.store.transfer(ALL))
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")


def test_whom_an_older_copy_never_heard_of_the_list_does_not_bring_back_either(
    authority: Authority, follower: Follower
) -> None:
    """Listed and erased since the copy was made; the authority's copy lies between."""
    gone = PersonId("id-1")
    assert follower.store.put_back(Since(frozenset({gone})), "op", {}) == 0
    assert authority.list("gone", 1) == gone
    stays = authority.list("stays", 2)
    follower.catch_up(authority.store)
    assert [entry.person_id for entry in follower.store.entries(TODAY)] == [stays]
    assert follower.store._database.rows("SELECT purpose FROM blobs WHERE owner = ?", (gone,)) == []
    assert follower.store.verify()
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
