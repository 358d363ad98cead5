"""Who was erased, beside the database: on the disk before the erasure, and written by this home alone."""

import json
from pathlib import Path

import pytest

from records.canonical import to_json
from records.errors import LedgerDamaged, StorageFull, StorageRefused
from records.keys import DataKey
from records.sealing import KeyedCipher
from tests.watchlist.feed_store.homes import Authority
from tests.watchlist.store_hand import NOON, photo
from watchlist.erasure_ledger import Mark, add_lines, read_ledger
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

CIPHER = KeyedCipher(DataKey(bytes(32)))
FIRST, SECOND = PersonId("first"), PersonId("second")
PEOPLE = [PersonId(f"p-{number}") for number in range(5)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "名单.erased"


def test_lines_are_added_and_read(path: Path) -> None:
    assert add_lines(path, [FIRST], NOON, CIPHER)[0] is None
    before, after = add_lines(path, [FIRST, SECOND], NOON, CIPHER)
    ledger = read_ledger(path, CIPHER)
    assert ledger.whole() == {FIRST, SECOND}
    assert [line.person_id for line in ledger.lines] == [FIRST, FIRST, SECOND]
    assert (before, after) == (ledger.lines[0].mark, ledger.end)
    assert after.number == len(path.read_bytes().splitlines()) == 3


def test_two_ledgers_are_not_one(path: Path, tmp_path: Path) -> None:
    _, one = add_lines(path, [FIRST], NOON, CIPHER)
    _, other = add_lines(tmp_path / "other", [FIRST], NOON, CIPHER)
    assert one.ledger_id != other.ledger_id
    path.write_bytes(path.read_bytes() + (tmp_path / "other").read_bytes())
    with pytest.raises(LedgerDamaged, match="line 2"):
        read_ledger(path, CIPHER).whole()


@pytest.mark.parametrize("left", [b"{", b'{"at":', b"\xff\xfe" * 50, bytes(9000)])
@pytest.mark.parametrize("people", [1, 40])
def test_a_line_that_a_lost_power_supply_cut_was_never_kept(path: Path, left: bytes, people: int) -> None:
    add_lines(path, [FIRST] * people, NOON, CIPHER)
    whole = path.read_bytes()
    path.write_bytes(whole + left)
    assert read_ledger(path, CIPHER).whole() == {FIRST}
    add_lines(path, [SECOND], NOON, CIPHER)
    assert read_ledger(path, CIPHER).whole() == {FIRST, SECOND}
    assert path.read_bytes().startswith(whole)
    path.write_bytes(left)
    add_lines(path, [SECOND], NOON, CIPHER)
    assert read_ledger(path, CIPHER).whole() == {SECOND}


@pytest.mark.parametrize("wrong", [b"{}\n", b"[]\n", b"null\n", b"hello\n", b"\xff\n", b'{"mac":1,"person_id":2}\n'])
def test_a_line_that_is_none_is_told(path: Path, wrong: bytes) -> None:
    add_lines(path, [FIRST], NOON, CIPHER)
    path.write_bytes(path.read_bytes() + wrong)
    with pytest.raises(LedgerDamaged, match="line 2"):
        read_ledger(path, CIPHER).whole()
    assert add_lines(path, [SECOND], NOON, CIPHER)[0] is None
    assert read_ledger(path, CIPHER).people == {FIRST, SECOND}, "who is erased later is written all the same"
    with pytest.raises(LedgerDamaged, match="line 2"):
        read_ledger(path, CIPHER).whole()


@pytest.mark.parametrize(
    "lines", [(1, 2, 3, 4), (0, 2, 3, 4), (0, 1, 3, 4), (1, 0, 2, 3, 4), (0, 1, 1, 2, 3, 4), (0, 1, 2, 4, 3)]
)
def test_a_line_that_was_taken_out_put_in_or_moved_shows(path: Path, lines: tuple[int, ...]) -> None:
    for person_id in PEOPLE:
        add_lines(path, [person_id], NOON, CIPHER)
    written = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(written[number] for number in lines))
    first_wrong = next(place for place, number in enumerate(lines) if place != number) + 1
    with pytest.raises(LedgerDamaged, match=f"line {first_wrong} does not follow"):
        read_ledger(path, CIPHER).whole()
    assert read_ledger(path, CIPHER).people == {PEOPLE[number] for number in lines}
    add_lines(path, [SECOND], NOON, CIPHER)
    with pytest.raises(LedgerDamaged, match=f"line {first_wrong} does not follow"):
        read_ledger(path, CIPHER).whole()


def test_a_line_of_another_copy_does_not_fit_in(path: Path) -> None:
    """The file was copied, and both went on: their lines have the same numbers."""
    add_lines(path, [FIRST], NOON, CIPHER)
    copy = path.read_bytes()
    add_lines(path, [FIRST, SECOND], NOON, CIPHER)
    here = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(copy)
    add_lines(path, [SECOND, FIRST], NOON, CIPHER)
    there = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(here[0] + there[1] + here[2])
    with pytest.raises(LedgerDamaged, match="line 3"):
        read_ledger(path, CIPHER).whole()


def test_one_of_an_earlier_form_is_refused_and_its_people_are_known(path: Path) -> None:
    told = {"at": "2026-01-01T00:00:00.000000Z", "person_id": FIRST}
    mac = CIPHER.mac(to_json(told).encode(), "erasure")
    path.write_text(to_json({**told, "mac": mac}) + "\n", encoding="utf-8")
    assert add_lines(path, [SECOND], NOON, CIPHER)[1].number == 1
    assert read_ledger(path, CIPHER).people == {FIRST, SECOND}
    with pytest.raises(LedgerDamaged, match="earlier form"):
        read_ledger(path, CIPHER).whole()


def test_nobody_without_the_key_adds_or_changes_a_line(path: Path) -> None:
    add_lines(path, [FIRST, SECOND], NOON, CIPHER)
    stranger = KeyedCipher(DataKey(b"1" * 32))
    with pytest.raises(LedgerDamaged):
        read_ledger(path, stranger).whole()
    assert read_ledger(path, stranger).people == frozenset()
    whole = path.read_bytes()
    for field, value in (("person_id", "frist"), ("previous", "0" * 64), ("number", 2), ("ledger", "0" * 16)):
        lines = [json.loads(line) for line in whole.splitlines()]
        lines[0][field] = value
        path.write_bytes(b"".join(to_json(line).encode() + b"\n" for line in lines))
        with pytest.raises(LedgerDamaged, match="line 1"):
            read_ledger(path, CIPHER).whole()
        assert read_ledger(path, CIPHER).people == {SECOND}


def test_a_ledger_says_how_far_it_goes(path: Path) -> None:
    assert read_ledger_end(path) is None
    _, end = add_lines(path, PEOPLE, NOON, CIPHER)
    assert (end.number, end) == (5, read_ledger_end(path))


def read_ledger_end(path: Path) -> Mark | None:
    return read_ledger(path, CIPHER).end if path.exists() else None


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
