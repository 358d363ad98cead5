"""An authority put back to an older copy: who was erased since stays erased, and the authority learns it."""

import shutil
from pathlib import Path

import pytest

from tests.watchlist.feed_store.homes import FIRST, NO_PHOTOS, SECOND, Authority, Follower
from tests.watchlist.store_hand import MODEL, TODAY, photo
from watchlist.feed.documents import Tombstone, Withdrawn, document_from_bytes, document_to_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList, KeyUnknown, NotServed, OldList
from watchlist.feed.signed import sign
from watchlist.feed.store.put_back import Since
from watchlist.types import EntryState, PersonId


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "authority.db"


def copied(authority: Authority, to: Path) -> None:
    authority.close()
    shutil.copy(Path(str(authority.place)), to)
    authority.restart()


def restored(authority: Authority, copy: Path) -> None:
    authority.close()
    shutil.copy(copy, Path(str(authority.place)))
    authority.hand.prefix = "later"
    authority.restart()


def names(home: Authority | Follower) -> list[str]:
    return [entry.name for entry in home.store.entries(TODAY) if entry.state is EntryState.ACTIVE]


def test_whom_a_restored_authority_brings_back_stays_erased_everywhere(
    authority: Authority, follower: Follower, watch: Follower, tmp_path: Path
) -> None:
    stays, erased = authority.list("stays", 1), authority.list("erased", 2)
    proposed = authority.propose("proposed", photo(3))
    copied(authority, tmp_path / "backup")
    authority.store.approve(proposed, "bob")
    since = authority.list("since", 4)
    for who in (erased, proposed, since):
        follower.catch_up(authority.store)
        authority.store.erase(who, "op", "asked for")
    follower.catch_up(authority.store)
    watch.catch_up(follower.store)

    restored(authority, tmp_path / "backup")
    assert names(authority) == ["erased", "stays"]
    with pytest.raises(OldList):
        follower.catch_up(authority.store)
    assert authority.store.begin_epoch("op") > 1
    taken = follower.catch_up(authority.store)
    assert (names(follower), len(taken.tombstones)) == (["stays"], 3)
    with pytest.raises(NotServed):
        follower.store.transfer(NO_PHOTOS)

    assert authority.store.offer_tombstones(taken.tombstones) == 3
    assert authority.store.offer_tombstones(taken.tombstones) == 0
    assert names(authority) == ["stays"]
    assert {one.photo_id for one in authority.store.templates(MODEL, TODAY)} == {
        one.photo_id for one in follower.store.templates(MODEL, TODAY)
    }
    assert follower.catch_up(authority.store).tombstones == ()
    watch.catch_up(follower.store)
    assert len({home.store.shared_sha256("beijing") for home in (authority, follower, watch)}) == 1
    assert watch.store.followed("beijing").newest[stays].is_tombstone is False
    for home in (authority, follower, watch):
        home.store.verify()
    authority.store.rebuild()
    authority.store.verify()


def test_what_was_only_in_the_lost_time_is_withdrawn(authority: Authority, follower: Follower, tmp_path: Path) -> None:
    authority.list("stays", 1)
    copied(authority, tmp_path / "backup")
    authority.list("lost", 2)
    follower.catch_up(authority.store)
    restored(authority, tmp_path / "backup")
    authority.store.begin_epoch("op")
    authority.list("later", 3)
    follower.catch_up(authority.store)
    assert names(follower) == ["later", "stays"]
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")


def test_only_tombstones_of_this_list_with_its_keys_are_taken(authority: Authority) -> None:
    who = authority.list("Wang", 1)
    listed = authority.store._tables.people()
    foreign_key = sign(document_to_bytes(Tombstone("beijing", 9, who)), SECOND)
    foreign_list = sign(document_to_bytes(Tombstone("shanghai", 9, who)), FIRST)
    withdrawn = sign(document_to_bytes(Withdrawn("beijing", 9, who)), FIRST)
    good = sign(document_to_bytes(Tombstone("beijing", 9, who)), FIRST)
    for bad, error in ((foreign_key, KeyUnknown), (foreign_list, ForeignList), (withdrawn, DocumentRefused)):
        with pytest.raises(error):
            authority.store.offer_tombstones([good, bad])
        assert authority.store._tables.people() == listed
    assert authority.store.offer_tombstones([good, good]) == 1
    [told] = [document_from_bytes(line) for line in authority.store.shared_export("beijing").splitlines()]
    assert told == Tombstone("beijing", authority.store.revision, PersonId(who))


def test_whoever_heard_one_restored_authority_takes_the_next_as_later(
    authority: Authority, follower: Follower, tmp_path: Path
) -> None:
    """Both were put back from one old backup, and knew nothing of each other."""
    authority.list("stays", 1)
    copied(authority, tmp_path / "backup")
    for name in ("first", "second"):
        restored(authority, tmp_path / "backup")
        authority.hand.wait(minutes=1)
        authority.store.put_back(Since(), "op", {})
        authority.list(name, 2)
        follower.catch_up(authority.store)
        assert names(follower) == [name, "stays"]
