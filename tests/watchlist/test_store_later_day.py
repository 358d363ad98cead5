"""On a list with four eyes nobody lets an entry ring longer alone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.opening import Place
from records.sealing import TransparentCipher
from tests.watchlist.store_hand import MODEL, TODAY, Hand, open_store, photo
from watchlist.errors import EntryRefused
from watchlist.listing_rules import SHARED
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, LaterDay, PersonId

UNTIL = TODAY + timedelta(days=30)
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def store(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        yield store


@pytest.fixture
def one(store: WatchlistStore) -> PersonId:
    return listed(store)


def listed(store: WatchlistStore) -> PersonId:
    """By op1, approved by op2."""
    shared = {"evidence": "seen", "source": "first hospital", "basis": "agreement 7", "adult": True}
    who = store.list_person("p", "reason", UNTIL, "op1", [photo(1)], **shared).person_id  # type: ignore[arg-type]
    store.approve(who, "op2")
    return who


def rings(store: WatchlistStore, days: int) -> bool:
    return bool(store.templates(MODEL, TODAY + timedelta(days=days)))


def test_a_later_day_waits_for_somebody_else(store: WatchlistStore, one: PersonId) -> None:
    store.extend(one, LATER, "op1", "seen again")
    [entry] = store.entries(TODAY)
    assert (entry.state, entry.until, entry.later) == (EntryState.ACTIVE, UNTIL, LaterDay(LATER, "op1"))
    assert entry.has_waiting
    assert (rings(store, 30), rings(store, 31)) == (True, False)
    assert store.audit_records(newest=1)[0].what == "later_day.proposed"
    with pytest.raises(EntryRefused, match="this later day"):
        store.approve(one, " OP1")
    store.approve(one, "op2")
    [entry] = store.entries(TODAY)
    assert (entry.until, entry.later, entry.has_waiting) == (LATER, None, False)
    assert (rings(store, 90), rings(store, 91)) == (True, False)


def test_turned_down_the_old_day_stays(store: WatchlistStore, one: PersonId) -> None:
    store.extend(one, LATER, "op1")
    store.refuse(one, "op2", "not seen for a year")
    [entry] = store.entries(TODAY)
    assert (entry.state, entry.until, entry.has_waiting) == (EntryState.ACTIVE, UNTIL, False)
    with pytest.raises(EntryRefused, match="turned down"):
        store.refuse(one, "op2", "again")


def test_an_earlier_day_counts_at_once(store: WatchlistStore, one: PersonId) -> None:
    store.extend(one, LATER, "op1")
    store.extend(one, TODAY, "op1")
    [entry] = store.entries(TODAY)
    assert (entry.until, entry.later) == (TODAY, None)
    assert not rings(store, 1)


def test_an_entry_expires_while_it_waits_and_rings_again_when_approved(
    store: WatchlistStore, hand: Hand, one: PersonId
) -> None:
    store.extend(one, LATER, "op1")
    hand.wait(days=31)
    today = hand.now.date()
    assert [(entry.state, entry.has_waiting) for entry in store.entries(today)] == [(EntryState.EXPIRED, True)]
    assert store.templates(MODEL, today) == []
    store.approve(one, "op2")
    assert [(entry.state, entry.until) for entry in store.entries(today)] == [(EntryState.ACTIVE, LATER)]
    assert len(store.templates(MODEL, today)) == 1


STEPS: list[Callable[[WatchlistStore, PersonId], object]] = [
    lambda s, who: s.extend(who, LATER, "op1"),
    lambda s, who: s.add_photos(who, [photo(2)], "op1"),
    lambda s, who: s.approve(who, "op2"),
    lambda s, who: s.extend(who, LATER + timedelta(days=1), "op2"),
    lambda s, who: s.suspend(who, "op"),
    lambda s, who: s.refuse(who, "op3", "no"),
    lambda s, who: s.resume(who, "op"),
    lambda s, who: s.extend(who, LATER + timedelta(days=2), "op3"),
    lambda s, who: s.erase(who, "op", "asked for"),
]


def test_what_waits_stands_after_a_rebuild(store: WatchlistStore, one: PersonId) -> None:
    waited = 0
    for step in STEPS:
        step(store, one)
        before = store._tables.people()
        waited += before[one].later is not None
        store.verify()
        store.rebuild()
        assert store._tables.people() == before
        assert store._tables.person(one) == before[one]
    assert waited == 5


ALONE: dict[str, Callable[[WatchlistStore, PersonId, str], object]] = {
    "later": lambda s, who, by: s.extend(who, LATER, by),
    "latest": lambda s, who, by: s.extend(who, LATER + timedelta(days=1), by),
    "today": lambda s, who, by: s.extend(who, TODAY, by),
    "same": lambda s, who, by: s.extend(who, UNTIL, by),
    "approve": lambda s, who, by: s.approve(who, by),
    "refuse": lambda s, who, by: s.refuse(who, by, "no"),
    "suspend": lambda s, who, by: s.suspend(who, by),
    "resume": lambda s, who, by: s.resume(who, by),
    "revoke": lambda s, who, by: s.revoke(who, by),
    "appeal": lambda s, who, by: s.lodge_appeal(who, "not me", by),
    "stands": lambda s, who, by: s.decide_appeal(who, True, by),
    "photo": lambda s, who, by: s.add_photos(who, [photo(7)], by),
}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(sorted(ALONE)), max_size=10), st.sampled_from(["op1", "op2", "op3"]), st.booleans())
def test_whatever_one_does_alone_nobody_rings_longer_than_two_said(deeds: list[str], operator: str, wait: bool) -> None:
    hand = Hand()
    with WatchlistStore.open(None, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        who = listed(store)
        for place, deed in enumerate(deeds):
            if wait and place == len(deeds) // 2:
                hand.wait(days=31)
            try:
                ALONE[deed](store, who, operator)
            except EntryRefused:
                continue
            assert not rings(store, 31), deed


def test_a_list_kept_by_the_version_before_has_no_later_days(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.db"
    with open_store(path) as store:
        who = store.list_person("p", "reason", UNTIL, "op1", [photo(1)]).person_id
        before = store._tables.people()
        with store._database.writing():
            for column in ("later_until", "later_asked_by"):
                store._database.execute(f"ALTER TABLE entries DROP COLUMN {column}")
            undone = store._database.execute("DELETE FROM _sqlite_migrations WHERE name = 'w018_later_days'")
    assert undone == 1
    with open_store(path, Hand(prefix="later")) as store:
        assert store._tables.people() == before
        store.verify()
        store.extend(who, LATER, "op1", four_eyes=True)
        store.verify()
