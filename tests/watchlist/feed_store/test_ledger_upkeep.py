"""The database and its ledger of erasures, held against each other: an older copy brings nobody back."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from records.account_rules import SessionLimits
from records.errors import DatabaseOlder, LedgerDamaged, NoSession, RecordsError, StorageFull, StorageRefused
from records.sealing import TransparentCipher
from tests.watchlist.feed_store.homes import LIST, Authority, Follower
from tests.watchlist.feed_store.put_back_hand import copied, kinds, put_back_by_hand, ringing
from tests.watchlist.store_hand import NEXT_YEAR, NOON, TODAY, Hand
from watchlist import erasure_marks
from watchlist.erasure_ledger import add_lines, read_ledger
from watchlist.feed.store.put_back import Since
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

CIPHER = TransparentCipher()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "authority.db"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "authority.erased"


def restored_on_record(store: WatchlistStore) -> list[object]:
    return [dict(one.detail) for one in store.audit_records() if one.what == "home.restored"]


def test_an_older_copy_that_was_put_back_by_hand_brings_nobody_back(
    authority: Authority, follower: Follower, tmp_path: Path
) -> None:
    authority.list("stays", 1)
    gone, also = authority.list("gone", 2), authority.list("also", 3)
    authority.store.accounts.add("li.na", "li.na", "reviewer", "copper lantern rice boat", "op", NOON)
    tried = authority.store.accounts.begin_pin_try("li.na", "here", NOON)
    copy = copied(authority, tmp_path)
    for who in (gone, also):
        authority.store.erase(who, "op", "asked for")
    follower.catch_up(authority.store)
    epoch = authority.store.standings()[0].epoch
    assert authority.store.keep_ledger() == ()

    put_back_by_hand(authority, copy)
    assert ringing(authority) == ["also", "gone", "stays"]
    session = authority.store.accounts.end_pin_try("li.na", True, tried, "here", NOON, SessionLimits())
    told = authority.store.keep_ledger()
    assert kinds(told) == [DatabaseOlder] and "2 person" in str(told[0])
    assert ringing(authority) == ["stays"]
    assert authority.store._database.rows("SELECT * FROM blobs WHERE owner IN (?, ?)", (gone, also)) == []
    with pytest.raises(NoSession):
        authority.store.accounts.session(session.token, NOON, SessionLimits())
    assert authority.store.standings()[0].epoch > epoch
    assert restored_on_record(authority.store) == [{"from": "ledger", "known there": 2, "erased again": 2}]
    follower.catch_up(authority.store)
    assert ringing(follower) == ["stays"]
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)

    epoch = authority.store.standings()[0].epoch
    assert authority.store.keep_ledger() == ()
    assert authority.store.standings()[0].epoch == epoch
    assert authority.store.verify()


def test_a_power_cut_before_the_erasure_was_kept_is_made_up_for(authority: Authority, ledger: Path) -> None:
    stays, meant = authority.list("stays", 1), authority.list("meant", 2)
    add_lines(ledger, [meant], NOON, CIPHER)
    assert authority.store.verify(), "a ledger that is ahead is no damage"
    assert kinds(authority.store.keep_ledger()) == [DatabaseOlder]
    assert (ringing(authority), authority.store.entry(meant)) == (["stays"], None)
    assert authority.store.keep_ledger() == ()
    authority.store.erase(stays, "op", "asked for")
    assert authority.store.keep_ledger() == ()
    assert authority.store.verify()


def test_an_erasure_that_the_database_did_not_keep_is_made_up_for_also_after_another(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, erased = authority.list("failed", 1), authority.list("erased", 2)

    def full(*_given: object) -> None:
        raise StorageFull("no space left")

    with monkeypatch.context() as patched, pytest.raises(StorageFull):
        patched.setattr(authority.store._audit, "append", full)
        authority.store.erase(failed, "op", "asked for")
    authority.store.erase(erased, "op", "asked for")
    assert ringing(authority) == ["failed"]
    assert kinds(authority.store.keep_ledger()) == [DatabaseOlder]
    assert ringing(authority) == []
    assert authority.store.verify()


def test_who_was_listed_and_erased_after_the_copy_is_told_as_erased(
    authority: Authority, follower: Follower, tmp_path: Path
) -> None:
    """The follower heard of the listing and not of the erasing."""
    authority.list("stays", 1)
    copy = copied(authority, tmp_path)
    gone = authority.list("gone", 2)
    follower.catch_up(authority.store)
    authority.store.erase(gone, "op", "asked for")
    put_back_by_hand(authority, copy)
    assert kinds(authority.store.keep_ledger()) == [DatabaseOlder]
    assert authority.store.keep_ledger() == ()
    follower.catch_up(authority.store)
    assert ringing(follower) == ["stays"]
    assert follower.store.followed(LIST).newest[gone].is_tombstone
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)
    assert authority.store.verify()
    authority.store.rebuild()
    assert authority.store.verify()


def test_a_home_without_a_shared_list_is_told_once(tmp_path: Path) -> None:
    home = Authority(tmp_path / "list.db")
    home.list("stays", 1)
    copy = copied(home, tmp_path)
    home.store.erase(home.list("gone", 2), "op", "asked for")
    put_back_by_hand(home, copy)
    assert kinds(home.store.keep_ledger()) == [DatabaseOlder]
    assert (home.store.keep_ledger(), ringing(home)) == ((), ["stays"])
    elsewhere = PersonId("elsewhere")
    home.store.put_back(Since(frozenset({elsewhere})), "op", {})
    assert elsewhere in home.store.read_ledger(tmp_path / "list.erased"), "another copy may know whom this one does not"
    assert home.store.keep_ledger() == ()
    home.close()


def test_a_follower_that_was_put_back_by_hand_shows_nobody_who_was_erased(
    authority: Authority, follower: Follower, tmp_path: Path
) -> None:
    authority.list("stays", 1)
    gone = authority.list("gone", 2)
    follower.catch_up(authority.store)
    copy = copied(follower, tmp_path)
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    put_back_by_hand(follower, copy)
    assert kinds(follower.store.keep_ledger()) == [DatabaseOlder]
    assert (follower.store.keep_ledger(), ringing(follower)) == ((), ["stays"])
    follower.catch_up(authority.store)
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


@pytest.fixture
def two_homes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[WatchlistStore, WatchlistStore]]:
    """Two hubs on one server, each with a ledger of its own; beside them a home of before, which lists."""
    from tests.postgres_peer import PostgresPeer

    peer: PostgresPeer = request.getfixturevalue("postgres")
    server, hand = peer.new_database(), Hand()

    def opened(name: str) -> WatchlistStore:
        return WatchlistStore.open(server, CIPHER, hand.clock, hand.new_id, ledger=tmp_path / f"{name}.erased")

    with opened("one") as one, opened("other") as other:
        yield one, other


def test_every_home_on_a_server_has_everybody_in_its_ledger(
    two_homes: tuple[WatchlistStore, WatchlistStore], tmp_path: Path
) -> None:
    one, other = two_homes
    first, second, third = (_listed(one, name) for name in ("first", "second", "third"))
    one.erase(first, "op", "asked for")
    other.erase(second, "op", "asked for")
    assert (one.keep_ledger(), other.keep_ledger()) == ((), ())
    for name in ("one", "other"):
        assert read_ledger(tmp_path / f"{name}.erased", CIPHER).whole() == {first, second}
    assert one.verify() and other.verify()
    (tmp_path / "other.erased").unlink()
    assert other.keep_ledger() == (), "another home's ledger is not missed here"
    assert read_ledger(tmp_path / "other.erased", CIPHER).whole() == {first, second}
    add_lines(tmp_path / "other.erased", [third], NOON, CIPHER)
    assert kinds(other.keep_ledger()) == [DatabaseOlder]
    assert one.keep_ledger() == ()
    assert read_ledger(tmp_path / "one.erased", CIPHER).whole() == {first, second, third}


def test_an_erasure_that_another_home_made_up_for_counts_in_both_ledgers(
    two_homes: tuple[WatchlistStore, WatchlistStore], tmp_path: Path
) -> None:
    one, other = two_homes
    first, second = _listed(one, "first"), _listed(one, "second")
    other.erase(first, "op", "asked for")
    whole = (tmp_path / "other.erased").read_bytes()
    add_lines(tmp_path / "other.erased", [second], NOON, CIPHER)
    one.erase(second, "op", "asked for")
    assert other.keep_ledger() == ()
    (tmp_path / "other.erased").write_bytes(whole)
    with pytest.raises(LedgerDamaged, match="cut off"):
        other.verify()
    assert one.verify()


def _listed(store: WatchlistStore, name: str) -> PersonId:
    return store.list_person(name, "sold slots", TODAY, "op", adult=True).person_id


def test_of_two_programs_one_erases_again(authority: Authority, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meant = authority.list("meant", 1)
    add_lines(ledger, [meant], NOON, CIPHER)
    hand = authority.hand
    with WatchlistStore.open(authority.place, CIPHER, hand.clock, hand.new_id) as other:
        compared = authority.store._compared
        meanwhile = iter([other.keep_ledger])

        def slowly() -> object:
            found = compared()
            monkeypatch.setattr(authority.store, "_compared", compared)
            assert found.lost == {meant}
            return found

        monkeypatch.setattr(authority.store, "_compared", slowly)
        writing = authority.store._database.writing

        def after_the_other() -> object:
            told.extend(kinds(next(meanwhile, lambda: ())()))
            return writing()

        told: list[type[RecordsError]] = []
        monkeypatch.setattr(authority.store._database, "writing", after_the_other)
        assert authority.store.keep_ledger() == ()
        assert told == [DatabaseOlder]
    assert len(restored_on_record(authority.store)) == 1


def test_a_store_in_memory_keeps_none() -> None:
    home = Authority(None)
    home.store.erase(home.list("gone", 1), "op", "asked for")
    assert home.store.keep_ledger() == ()
    assert home.store.verify()
    home.close()


def test_whoever_is_erased_again_stands_there_once_and_needs_no_ledger_that_can_be_written(
    authority: Authority, tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [authority.list(f"gone {number}", number) for number in range(1, 4)]
    copy = copied(authority, tmp_path)
    for who in people:
        authority.store.erase(who, "op", "asked for")
    written = ledger.read_bytes()
    put_back_by_hand(authority, copy)

    def read_only(*_given: object) -> None:
        raise StorageRefused("read only")

    with monkeypatch.context() as patched:
        patched.setattr(erasure_marks, "add_lines", read_only)
        assert kinds(authority.store.keep_ledger()) == [DatabaseOlder]
    assert (ringing(authority), ledger.read_bytes()) == ([], written)
    assert authority.store.keep_ledger() == ()
    authority.store.erase(authority.list("later", 4), "op", "asked for")
    assert authority.store.keep_ledger() == ()
    assert len(read_ledger(ledger, CIPHER).lines) == 4
    assert authority.store.verify()


def test_those_who_expired_together_wait_for_the_disk_once(
    authority: Authority, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [authority.list(f"over {number}", number) for number in range(1, 4)]
    written: list[int] = []

    def counted(path: Path, some: Sequence[PersonId], *rest: Any) -> object:
        written.append(len(some))
        return add_lines(path, some, *rest)

    monkeypatch.setattr(erasure_marks, "add_lines", counted)
    authority.store.purge_expired(NEXT_YEAR + timedelta(days=31), timedelta(days=30))
    assert (ringing(authority), written) == ([], [3])
    assert read_ledger(ledger, CIPHER).whole() == frozenset(people)
    assert authority.store.keep_ledger() == ()
    assert authority.store.verify()
