"""Many alarms that time changes at once: nobody waits for all of them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, an_alarm, open_store, photo
from watchlist.alarms import lives
from watchlist.alarms.life import Decide, GuardId, LifeLimits, Verdict
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId

LIMITS = LifeLimits()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def store(hand: Hand, place: Place) -> Iterator[WatchlistStore]:
    with open_store(place, hand) as opened:
        yield opened


@pytest.fixture
def person(store: WatchlistStore) -> PersonId:
    return store.list_person("Zhang San", "resold slots", NEXT_YEAR, "it", [photo(1)]).person_id


def counted_writes(store: WatchlistStore, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for every transaction from now on."""
    writing, writes = store._database.writing, list[None]()

    def counted() -> AbstractContextManager[None]:
        writes.append(None)
        return writing()

    monkeypatch.setattr(store._database, "writing", counted)
    return writes


def test_what_a_night_leaves_is_done_in_batches_the_newest_first(
    store: WatchlistStore, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lives, "AT_ONCE", 3)
    for number in range(7):
        store.raise_alarm(an_alarm(f"a-{number}", person, at=NOON + timedelta(seconds=number)), b"jpeg")
    writes = counted_writes(store, monkeypatch)
    morning = NOON + timedelta(seconds=LIMITS.expire_s + 60)
    batches = [[one.alarm_id for one in store.pass_time(morning, LIMITS)] for _ in range(4)]
    assert batches == [["a-6", "a-5", "a-4"], ["a-3", "a-2", "a-1"], ["a-0"], []]
    assert len(writes) == 3


def test_what_ended_is_settled_in_batches(
    store: WatchlistStore, person: PersonId, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lives, "AT_ONCE", 3)
    for number in range(7):
        store.raise_alarm(an_alarm(f"a-{number}", person), b"jpeg")
        store.act(AlarmId(f"a-{number}"), GuardId("li"), Decide(Verdict.NOT_THIS_PERSON))
    hand.now += timedelta(seconds=121)
    writes, left = counted_writes(store, monkeypatch), []
    for _ in range(4):
        store.pass_time(hand.now, LIMITS)
        left.append(7 - len(store.rejections()))
    assert (left, len(writes)) == ([4, 1, 0, 0], 3)
