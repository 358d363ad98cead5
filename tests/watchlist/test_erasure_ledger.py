"""Who was erased, beside the database: on the disk before the erasure, and written by this home alone."""

from pathlib import Path

import pytest

from records.errors import LedgerDamaged, StorageFull, StorageRefused
from records.keys import DataKey
from records.sealing import KeyedCipher
from tests.watchlist.feed_store.homes import Authority
from tests.watchlist.store_hand import NOON, photo
from watchlist.erasure_ledger import ErasureLedger, read_ledger
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

CIPHER = KeyedCipher(DataKey(bytes(32)))
FIRST, SECOND = PersonId("first"), PersonId("second")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "名单.erased"


def test_lines_are_added_and_read(path: Path) -> None:
    ledger = ErasureLedger(path, CIPHER)
    ledger.add([], NOON)
    assert not path.exists()
    ledger.add([FIRST], NOON)
    ledger.add([FIRST, SECOND], NOON)
    assert read_ledger(path, CIPHER) == {FIRST, SECOND}
    assert len(path.read_bytes().splitlines()) == 3
    ErasureLedger(None, CIPHER).add([FIRST], NOON)


@pytest.mark.parametrize("left", [b"{", b'{"at":', b"\xff\xfe" * 50, bytes(9000)])
def test_a_line_that_a_lost_power_supply_cut_was_never_kept(path: Path, left: bytes) -> None:
    ledger = ErasureLedger(path, CIPHER)
    ledger.add([FIRST], NOON)
    whole = path.read_bytes()
    path.write_bytes(whole + left)
    assert read_ledger(path, CIPHER) == {FIRST}
    ledger.add([SECOND], NOON)
    assert read_ledger(path, CIPHER) == {FIRST, SECOND}
    assert path.read_bytes().startswith(whole)


@pytest.mark.parametrize("wrong", [b"{}\n", b"[]\n", b"null\n", b"hello\n", b"\xff\n", b'{"mac":1,"person_id":2}\n'])
def test_a_line_that_is_none_is_told(path: Path, wrong: bytes) -> None:
    ErasureLedger(path, CIPHER).add([FIRST], NOON)
    path.write_bytes(path.read_bytes() + wrong)
    with pytest.raises(LedgerDamaged, match="line 2"):
        read_ledger(path, CIPHER)


def test_nobody_without_the_key_adds_or_changes_a_line(path: Path) -> None:
    ErasureLedger(path, CIPHER).add([FIRST], NOON)
    with pytest.raises(LedgerDamaged):
        read_ledger(path, KeyedCipher(DataKey(b"1" * 32)))
    path.write_bytes(path.read_bytes().replace(b"first", b"fisrt"))
    with pytest.raises(LedgerDamaged):
        read_ledger(path, CIPHER)


def test_every_way_of_erasing_is_in_it(tmp_path: Path) -> None:
    home = Authority(tmp_path / "list.db")
    home.begin()
    stays, erased, over = home.list("stays", 1), home.list("erased", 2), home.list("over", 3)
    home.store.erase(erased, "op", "asked for")
    home.store.revoke(over, "op")
    home.hand.wait(days=400)
    home.store.extend(stays, home.hand.now.date(), "op")
    home.store.approve(stays, "somebody")
    home.store.purge_expired(home.hand.now.date(), home.hand.now - home.hand.now)
    assert home.store.read_ledger(tmp_path / "list.erased") == {erased, over}
    home.close()


def test_where_it_cannot_be_written_nobody_is_erased(tmp_path: Path) -> None:
    """Else a backup of before would bring them back."""
    home = Authority(tmp_path / "list.db")
    home.begin()
    who = home.list("Wang", 1)
    (tmp_path / "list.erased").mkdir()
    with pytest.raises((StorageRefused, StorageFull)):
        home.store.erase(who, "op", "asked for")
    assert home.store.entry(who) is not None
    (tmp_path / "list.erased").rmdir()
    home.store.erase(who, "op", "asked for")
    assert home.store.entry(who) is None
    home.close()


def test_on_a_server_it_lies_where_the_hub_says(place: Path | str, tmp_path: Path) -> None:
    home, ledger = Authority(place), tmp_path / "hub.erased"
    who = home.propose("Wang", photo(1))
    home.close()
    hand = home.hand
    with WatchlistStore.open(place, home.store._cipher, hand.clock, hand.new_id, ledger=ledger) as store:
        store.erase(who, "op", "asked for")
        assert store.read_ledger(ledger) == {who}
