"""The tables are what the changes come to, whatever was done; and what was changed behind the back shows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import ChainBroken
from records.opening import Place
from tests.records.tampering import tamper
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, Hand, follow, open_store, photo, vector
from watchlist.errors import WatchlistError
from watchlist.store import WatchlistStore
from watchlist.types import PersonId, Template

Deed = Callable[[WatchlistStore, PersonId, int], object]

DEEDS: dict[str, Deed] = {
    "list": lambda s, _, n: s.list_person(f"p{n}", "r", NEXT_YEAR, "a", [photo(n), photo(n + 50)], evidence="e"),
    "propose": lambda s, _, n: s.list_person(f"p{n}", "r", NEXT_YEAR, "a", [photo(n)], four_eyes=True),
    "approve": lambda s, who, n: s.approve(who, "ab"[n % 2]),
    "add": lambda s, who, n: s.add_photos(who, [photo(n + 100)], "a"),
    "extend": lambda s, who, n: s.extend(who, TODAY + timedelta(days=n), "a"),
    "revoke": lambda s, who, _: s.revoke(who, "a"),
    "refuse": lambda s, who, _: s.refuse(who, "b", "no evidence"),
    "suspend": lambda s, who, _: s.suspend(who, "a"),
    "resume": lambda s, who, _: s.resume(who, "a"),
    "appeal": lambda s, who, n: s.lodge_appeal(who, f"not me {n}", "a"),
    "decide": lambda s, who, n: s.decide_appeal(who, n % 3 == 0, "abcd"[n % 4]),
    "renew": lambda s, who, n: s.extend(who, TODAY + timedelta(days=n), "b", four_eyes=True),
    "later": lambda s, who, n: s.extend(who, NEXT_YEAR + timedelta(days=n), "abc"[n % 3], four_eyes=True),
    "follow": lambda s, who, n: follow(s, f"shared-{n % 4}", n + 1, ringing=n % 3 > 0),
    "reason": lambda s, who, n: s.change_reason(who, f"r{n}", "a"),
    "erase": lambda s, who, _: s.erase(who, "a", "asked for"),
    "model": lambda s, _, n: s.add_templates(
        [Template(*missing, vector(n), "b") for missing in s.photos_without_template("b")[: n % 3]], "a"
    ),
}


def do(store: WatchlistStore, deeds: list[tuple[str, int]]) -> None:
    """Do them all; what the rules refuse is refused."""
    listed: list[PersonId] = []
    for kind, number in deeds:
        whom = listed[number % len(listed)] if listed else PersonId("nobody")
        try:
            DEEDS[kind](store, whom, number)
        except WatchlistError:
            continue
        listed = sorted(store._tables.people())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 12)), max_size=25))
def test_rebuilding_from_the_changes_gives_the_same_list(deeds: list[tuple[str, int]]) -> None:
    with open_store(None) as store:
        do(store, [("list", 1), *deeds])
        store.verify()
        tables, entries = store._tables.people(), store.entries(TODAY)
        templates = [(one.photo_id, one.vector.tobytes()) for one in store.templates(MODEL, TODAY)]
        store.rebuild()
        assert store._tables.people() == tables
        assert store.entries(TODAY) == entries
        assert [(one.photo_id, one.vector.tobytes()) for one in store.templates(MODEL, TODAY)] == templates
        store.verify()


def test_a_list_that_lost_its_tables_is_made_anew() -> None:
    with open_store(None, Hand()) as store:
        do(store, [("list", 1), ("list", 2), ("erase", 1), ("model", 2)])
        before = store._tables.people()
        with store._database.writing():
            store._tables.clear()
        assert store.entries(TODAY) == []
        store.rebuild()
        assert store._tables.people() == before


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE entries SET until = '2099-01-01'", "the list is not"),
        ("UPDATE entries SET state = 'active'", "the list is not"),
        ("DELETE FROM templates", "the list is not"),
        ("UPDATE changes SET why = 'another' WHERE number = 1", "change 1 "),
        ("UPDATE changes SET act = replace(act, '2027', '2099') WHERE number = 1", "change 1 "),
        ("DELETE FROM changes WHERE number >= 4", "change 4 "),
        ("INSERT INTO changes SELECT 10, at, who, why, act FROM changes WHERE number = 4", "change 10 "),
        ("UPDATE audit SET who = 'x' WHERE number = 2", "record 2 "),
    ],
)
def test_what_was_changed_behind_the_programs_back_shows(place: Place, sql: str, named: str) -> None:
    with open_store(place) as store:
        do(store, [("propose", 1), ("list", 2)])
        store.revoke(store.entry_by_name("p2").person_id, "a")
        store.verify()
        tamper(store._database, sql)
        with pytest.raises(ChainBroken, match=named):
            store.verify()
