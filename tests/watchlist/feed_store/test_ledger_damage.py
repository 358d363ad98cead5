"""What somebody took out of a ledger of erasures shows, and goes on showing; whom it still names stays erased."""

from pathlib import Path

import pytest

from records.errors import DatabaseOlder, LedgerDamaged, LedgerGone
from records.meta import Meta
from records.sealing import TransparentCipher
from tests.watchlist.feed_store.homes import Authority
from tests.watchlist.feed_store.put_back_hand import copied, kinds, put_back_by_hand, ringing
from tests.watchlist.store_hand import NOON
from watchlist.erasure_ledger import add_lines, read_ledger
from watchlist.types import PersonId

CIPHER = TransparentCipher()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "authority.db"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "authority.erased"


def erased_people(authority: Authority, number: int = 4) -> list[PersonId]:
    people = [authority.list(f"p{one}", one) for one in range(1, number + 1)]
    for person_id in people:
        authority.store.erase(person_id, "op", "asked for")
    return people


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_a_cut_off_end_shows_and_goes_on_showing(authority: Authority, ledger: Path, kept: int) -> None:
    people = erased_people(authority)
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:kept]))
    with pytest.raises(LedgerDamaged):
        authority.store.verify()
    later = authority.list("later", 9)
    authority.store.erase(later, "op", "asked for")
    with pytest.raises(LedgerDamaged):
        authority.store.verify()
    told = authority.store.keep_ledger()
    assert kinds(told) == [LedgerGone if kept == 0 else LedgerDamaged]
    assert read_ledger(ledger, CIPHER).people == {*people, later}
    if kept:
        assert kinds(authority.store.keep_ledger()) == [LedgerDamaged]
        ledger.unlink()
        assert kinds(authority.store.keep_ledger()) == [LedgerGone]
    assert authority.store.keep_ledger() == ()
    assert read_ledger(ledger, CIPHER).whole() == {*people, later}
    assert authority.store.verify()
    assert "erasures.ledger_gone" in {one.what for one in authority.store.audit_records()}


def test_a_line_that_was_taken_out_shows_and_the_others_count(
    authority: Authority, ledger: Path, tmp_path: Path
) -> None:
    people = [authority.list(f"p{one}", one) for one in range(1, 5)]
    copy = copied(authority, tmp_path)
    for person_id in people:
        authority.store.erase(person_id, "op", "asked for")
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], *lines[2:]]))
    with pytest.raises(LedgerDamaged, match="line 2"):
        authority.store.verify()
    assert kinds(authority.store.keep_ledger()) == [LedgerDamaged], "the database still knows the one who is missing"
    ledger.write_bytes(b"".join([lines[0], *lines[2:]]))
    put_back_by_hand(authority, copy)
    assert kinds(authority.store.keep_ledger()) == [DatabaseOlder, LedgerDamaged]
    assert ringing(authority) == ["p2"]


def test_a_ledger_that_went_on_elsewhere_shows(authority: Authority, ledger: Path) -> None:
    first, second = authority.list("first", 1), authority.list("second", 2)
    authority.store.erase(first, "op", "asked for")
    short = ledger.read_bytes()
    authority.store.erase(second, "op", "asked for")
    ledger.write_bytes(short)
    add_lines(ledger, [PersonId("other")], NOON, CIPHER)
    with pytest.raises(LedgerDamaged, match="remembers"):
        authority.store.verify()


def test_what_the_database_remembers_is_not_changed_unseen(authority: Authority) -> None:
    erased_people(authority, 1)
    database = authority.store._database
    with database.writing():
        Meta(database).put("erasure ledgers", b"{}")
    with pytest.raises(LedgerDamaged, match="remembers"):
        authority.store.verify()
    authority.store.erase(authority.list("later", 9), "op", "asked for")
    assert kinds(authority.store.keep_ledger()) == [LedgerDamaged]
