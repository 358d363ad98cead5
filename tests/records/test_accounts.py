"""Accounts: who logs in, how long the others wait, what is kept of a PIN."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.account_rules import (
    FORGOTTEN_AFTER,
    LONGEST_WAIT_S,
    SessionLimits,
    Tries,
    one_more,
    pin_fault,
    session_ends_at,
    wait_s,
)
from records.account_tables import account_steps
from records.accounts import Accounts
from records.audit import AuditLog
from records.database import Database
from records.errors import (
    AccountRefused,
    DatabaseBusy,
    NoSession,
    PinRefused,
    RecordsError,
    StorageFull,
    WrongCredential,
)
from records.keys import DataKey
from records.opening import Place, open_at
from records.pins import PinHasher
from records.sealing import KeyedCipher
from records.tables import record_steps

NOON = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
LIMITS = SessionLimits(idle_s=600, whole_s=3600)
PIN, BADGE = "482913", "04A1B2"
CIPHER = KeyedCipher(DataKey(bytes(range(32))))
HASHER = PinHasher(rounds=1, memory_kib=8)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    with closing(open_at(place, [record_steps, account_steps])) as opened:
        with opened.writing():
            AuditLog(opened, CIPHER).begin(NOON, "test")
        yield opened


def of(database: Database) -> Accounts:
    tokens = iter(range(1000))
    return Accounts(database, CIPHER, lambda: f"token-{next(tokens)}-{id(tokens)}", HASHER)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    made = of(database)
    made.add("wei", "张三", "guard", PIN, "op", NOON)
    made.set_badge("wei", BADGE, "op", NOON)
    return made


def tries(accounts: Accounts, pin: str, seconds: float, who: str = "wei", client: str = "pc-1") -> str:
    """The token, after a whole login."""
    tried_on = accounts.begin_pin_try(who, client, at(seconds))
    fits = HASHER.fits(tried_on, pin)
    return accounts.end_pin_try(who, fits, tried_on, client, at(seconds), LIMITS).token


def refused(accounts: Accounts, seconds: float, who: str = "wei", client: str = "pc-1") -> float:
    with pytest.raises(WrongCredential) as told:
        tries(accounts, "999111", seconds, who, client)
    return told.value.wait_s


def everything(database: Database, place: Place) -> bytes:
    """The bytes of the files, or all that a server keeps."""
    if isinstance(place, Path):
        return b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*"))
    tables = ("accounts", "sessions", "account_tries", "audit", "blobs", "meta")
    values = [value for table in tables for row in database.rows(f"SELECT * FROM {table}") for value in row.values()]
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


@pytest.mark.parametrize(
    "pin",
    [
        *("", "48291", "4829130482913", "48291a", "４８２９１３", " 482913", "111111", "000000", "123456", "987654"),
        *("890123", "012345", "121212", "123123", "456456456", "7878787"),
    ],
)
def test_a_pin_that_everybody_tries_first_is_none(pin: str) -> None:
    assert pin_fault(pin)


@pytest.mark.parametrize("pin", ["482913", "770184", "135791", "112233", "482913048291"])
def test_others_are(pin: str) -> None:
    assert pin_fault(pin) == ""


def test_whoever_has_the_pin_gets_a_session(accounts: Accounts) -> None:
    token = tries(accounts, PIN, 0)
    opened = accounts.session(token, at(1), LIMITS)
    assert (opened.account.name, opened.account.role) == ("张三", "guard")
    assert opened.until == at(601)


def test_a_badge_does_too_and_somebody_elses_does_not(accounts: Accounts) -> None:
    assert accounts.log_in_by_badge(BADGE, "pc-1", NOON, LIMITS).account.account_id == "wei"
    with pytest.raises(WrongCredential):
        accounts.log_in_by_badge(BADGE + "0", "pc-1", NOON, LIMITS)
    accounts.set_badge("wei", None, "op", NOON)
    with pytest.raises(WrongCredential):
        accounts.log_in_by_badge(BADGE, "pc-1", NOON, LIMITS)


def test_wrong_tries_wait_longer_and_longer_and_a_right_one_ends_it(accounts: Accounts) -> None:
    waits = [refused(accounts, 0), refused(accounts, 0), refused(accounts, 0)]
    assert waits == [0, 0, 5]
    assert refused(accounts, 1) == 4
    assert refused(accounts, 5) == 10
    assert refused(accounts, 15) == 20
    tries(accounts, PIN, 35)
    assert refused(accounts, 36) == 0


def test_a_stranger_elsewhere_locks_nobody_out(accounts: Accounts) -> None:
    for _ in range(3):
        refused(accounts, 0, client="pc-2")
    assert refused(accounts, 0, client="pc-2") == 5
    tries(accounts, PIN, 0, client="pc-1")
    assert refused(accounts, 1, client="pc-2") == 4, "and is not let in by it"


def test_somebody_who_is_not_there_is_refused_as_somebody_who_is(accounts: Accounts) -> None:
    said = []
    for who in ("wei", "nobody", "?badge"):
        with pytest.raises(WrongCredential) as told:
            tries(accounts, "999111", 0, who)
        said.append((str(told.value), told.value.hint))
    assert len(set(said)) == 1


def test_an_account_stands_out_among_no_made_up_names_and_these_fill_no_table(accounts: Accounts) -> None:
    for number in range(20):
        refused(accounts, 0, f"name-{number}")
    assert {tuple(refused(accounts, s, who) for s in (0, 0, 0, 1, 5)) for who in ("wei", "yu")} == {(0, 0, 5, 4, 10)}
    assert len({accounts._tries_at(f"name-{number}") for number in range(20_000)}) <= 4096


def test_many_tries_at_once_are_no_way_around_the_wait(accounts: Accounts) -> None:
    for _ in range(3):
        accounts.begin_pin_try("wei", "pc-1", NOON)
    with pytest.raises(WrongCredential):
        accounts.begin_pin_try("wei", "pc-1", NOON)


def test_a_pin_that_was_changed_while_the_old_one_was_tried_lets_nobody_in(accounts: Accounts) -> None:
    tried_on = accounts.begin_pin_try("wei", "pc-1", NOON)
    accounts.set_pin("wei", "592037", "op", NOON)
    with pytest.raises(WrongCredential):
        accounts.end_pin_try("wei", True, tried_on, "pc-1", NOON, LIMITS)


def test_sessions_and_waits_outlive_the_program(accounts: Accounts, database: Database) -> None:
    token = tries(accounts, PIN, 0)
    for _ in range(3):
        refused(accounts, 0)
    again = of(database)
    assert again.session(token, at(5), LIMITS).account.account_id == "wei"
    assert refused(again, 0) == 5


def test_a_session_ends_when_it_is_not_used_and_however_much_it_is(accounts: Accounts) -> None:
    token = tries(accounts, PIN, 0)
    with pytest.raises(NoSession):
        accounts.session(token, at(600), LIMITS)
    for seconds in range(500, 3600, 500):
        accounts.session(token, at(seconds), LIMITS)
    with pytest.raises(NoSession):
        accounts.session(token, at(3600), LIMITS)


class ReadOnly:
    """A database that can still be read."""

    def __init__(self, database: Database, fault: RecordsError) -> None:
        self._database = database
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def writing(self) -> None:
        raise self._fault


@pytest.mark.parametrize("fault", [StorageFull("no space left"), DatabaseBusy("somebody writes much")], ids=type)
def test_where_nothing_can_be_written_a_session_goes_on_until_nobody_has_noted_it_for_too_long(
    accounts: Accounts, database: Database, fault: RecordsError
) -> None:
    token = tries(accounts, PIN, 0)
    unwritten = of(cast(Database, ReadOnly(database, fault)))
    assert unwritten.session(token, at(599), LIMITS).account.account_id == "wei"
    with pytest.raises(NoSession):
        unwritten.session(token, at(600), LIMITS)


@pytest.mark.parametrize("change", ["log_out", "set_pin", "set_badge", "remove"])
def test_what_ends_a_session_ends_it_at_once(accounts: Accounts, change: str) -> None:
    token = tries(accounts, PIN, 0)
    {
        "log_out": lambda: accounts.log_out(token, NOON),
        "set_pin": lambda: accounts.set_pin("wei", "592037", "op", NOON),
        "set_badge": lambda: accounts.set_badge("wei", "05", "op", NOON),
        "remove": lambda: accounts.remove("wei", "op", NOON),
    }[change]()
    with pytest.raises(NoSession):
        accounts.session(token, at(1), LIMITS)


def test_an_id_is_given_once(accounts: Accounts, database: Database) -> None:
    with pytest.raises(AccountRefused):
        accounts.add("wei", "李四", "guard", PIN, "op", NOON)
    accounts.remove("wei", "op", NOON)
    assert (accounts.all(), accounts.find("wei")) == ([], None)
    assert database.rows("SELECT id FROM blobs") == [], "the name is gone"
    with pytest.raises(AccountRefused):
        accounts.add("wei", "李四", "guard", PIN, "op", NOON)
    with pytest.raises(WrongCredential):
        tries(accounts, PIN, 0)


@pytest.mark.parametrize("account_id", ["", "Wei", "wei/1", "a" * 33, "?badge", "-wei", "张三"])
def test_what_is_no_id_is_refused(accounts: Accounts, account_id: str) -> None:
    with pytest.raises(AccountRefused):
        accounts.add(account_id, "李四", "guard", PIN, "op", NOON)


def test_a_badge_belongs_to_one(accounts: Accounts) -> None:
    accounts.add("li", "李四", "guard", PIN, "op", NOON)
    with pytest.raises(AccountRefused):
        accounts.set_badge("li", BADGE, "op", NOON)
    with pytest.raises(AccountRefused):
        accounts.set_badge("li", " ", "op", NOON)
    with pytest.raises(AccountRefused):
        accounts.set_badge("nobody", "06", "op", NOON)


def test_a_bad_pin_makes_no_account(accounts: Accounts) -> None:
    with pytest.raises(PinRefused):
        accounts.add("li", "李四", "guard", "111111", "op", NOON)
    assert accounts.find("li") is None


def test_everything_is_on_record_and_no_secret_is_anywhere(
    accounts: Accounts, database: Database, place: Place
) -> None:
    token = tries(accounts, PIN, 0)
    refused(accounts, 0)
    accounts.log_out(token, NOON)
    accounts.log_out(token, NOON)
    accounts.set_pin("wei", "592037", "op", NOON)
    accounts.remove("wei", "op", NOON)
    log = AuditLog(database, CIPHER)
    assert [(one.who, one.what.removeprefix("account.")) for one in log.records()[1:]] == [
        *(("op", "made"), ("op", "badge_set"), ("wei", "logged_in"), ("nobody", "refused"), ("wei", "logged_out")),
        *(("op", "pin_set"), ("op", "removed")),
    ]
    log.verify()
    kept = everything(database, place)
    for secret in (PIN, "592037", "999111", BADGE, token, "张三"):
        assert secret.encode() not in kept


@given(wrong=st.integers(0, 10_000), passed_s=st.floats(-1e6, 1e6))
def test_nobody_waits_for_ever(wrong: int, passed_s: float) -> None:
    assert 0 <= wait_s(Tries(wrong, NOON), at(passed_s)) <= LONGEST_WAIT_S


def test_tries_of_yesterday_are_forgotten() -> None:
    assert one_more(Tries(40, NOON), NOON + FORGOTTEN_AFTER + timedelta(seconds=1)).wrong == 1
    assert one_more(Tries(40, NOON), at(900)).wrong == 41


def test_a_clock_that_was_set_back_prolongs_no_session() -> None:
    assert session_ends_at(NOON, at(-5000), LIMITS) < NOON
    with pytest.raises(ValueError):
        SessionLimits(idle_s=0)
