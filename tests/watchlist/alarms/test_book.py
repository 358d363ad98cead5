"""Alarms are on the disk when they are told, and go when their time is over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from records.errors import StorageFull
from records.opening import Place
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, an_alarm, full_disk, open_store
from watchlist.alarms.record import AlarmRecord
from watchlist.errors import NoSuchAlarm
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Candidate, PersonId

LATER = NOON + timedelta(minutes=3)


@pytest.fixture
def store(place: Place) -> Iterator[WatchlistStore]:
    with open_store(place) as store:
        for name in ("p-1", "p-2"):
            store.list_person(name, "reason", NEXT_YEAR, "operator")
        yield store


@pytest.fixture
def one(store: WatchlistStore) -> PersonId:
    return store.entry_by_name("p-1").person_id


@pytest.fixture
def two(store: WatchlistStore) -> PersonId:
    return store.entry_by_name("p-2").person_id


def test_an_alarm_can_be_seen_by_another_program_at_once(store: WatchlistStore, place: Place, one: PersonId) -> None:
    record = an_alarm("a-1", one)
    store.raise_alarm(record, b"jpeg")
    with open_store(place, Hand(prefix="other")) as other:
        assert other.alarms() == [record]
        assert other.picture("a-1", "guard") == b"jpeg"


def test_an_alarm_is_in_the_audit_log(store: WatchlistStore, one: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", one), b"jpeg")
    (last,) = store.audit_records(newest=1)
    assert (last.who, last.what, last.subject) == ("gatehouse", "alarm.raised", "a-1")
    assert last.detail == {"camera": "door", "score": 0.7, "who": one}


def test_later_sightings_update_the_alarm_and_keep_the_best_score(store: WatchlistStore, one: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", one), b"jpeg")
    store.update_alarm(AlarmId("a-1"), LATER, "hall", 0.9)
    updated = store.update_alarm(AlarmId("a-1"), LATER - timedelta(minutes=1), "stairs", 0.4)
    assert store.alarm("a-1") == updated
    assert (updated.updates, updated.score, updated.last_camera, updated.last_seen_at) == (2, 0.9, "hall", LATER)
    assert (updated.camera, updated.raised_at) == ("door", NOON)


def test_an_unsure_sighting_counts_and_prolongs_nothing(store: WatchlistStore, one: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", one), b"jpeg")
    updated = store.update_alarm(AlarmId("a-1"), LATER, "hall", 0.6, sure=False)
    assert (updated.updates, updated.last_seen_at, updated.last_camera) == (1, NOON, "door")


def test_a_tie_is_resolved_once(store: WatchlistStore, one: PersonId, two: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", one, two), b"jpeg")
    assert store.alarm("a-1").person_id is None
    store.update_alarm(AlarmId("a-1"), LATER, "hall", 0.8, person_id=two)
    store.update_alarm(AlarmId("a-1"), LATER, "hall", 0.8, person_id=one)
    assert store.alarm("a-1").person_id == two
    assert [one.what for one in store.audit_records()].count("alarm.resolved") == 1


def test_an_update_of_no_alarm_is_refused(store: WatchlistStore) -> None:
    with pytest.raises(NoSuchAlarm):
        store.update_alarm(AlarmId("a-9"), LATER, "hall", 0.8)


def test_the_newest_alarms_come_first(store: WatchlistStore, one: PersonId) -> None:
    for number in range(4):
        store.raise_alarm(an_alarm(f"a-{number}", one, at=NOON + timedelta(minutes=number)), b"jpeg")
    assert [alarm.alarm_id for alarm in store.alarms(limit=2)] == ["a-3", "a-2"]
    assert len(store.alarms()) == 4


def test_the_beginning_of_an_id_is_enough_when_only_one_begins_so(store: WatchlistStore, one: PersonId) -> None:
    for alarm_id in ("ab12", "ab34", "ab3"):
        store.raise_alarm(an_alarm(alarm_id, one), b"jpeg")
    assert store.alarm("ab1").alarm_id == "ab12"
    assert store.alarm("ab3").alarm_id == "ab3"
    for unclear in ("ab", "", "zz", "%", "ab__"):
        with pytest.raises(NoSuchAlarm):
            store.alarm(unclear)


def test_looking_at_a_picture_is_audited(store: WatchlistStore, one: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", one), b"jpeg")
    store.picture("a-1", "guard")
    (look,) = store.audit_records(newest=1)
    assert (look.who, look.what, look.subject) == ("guard", "alarm.looked_at", "a-1")


def test_the_quiet_time_can_be_taken_up_after_a_restart(
    store: WatchlistStore, place: Place, one: PersonId, two: PersonId
) -> None:
    store.raise_alarm(an_alarm("old", one, at=NOON - timedelta(hours=2)), b"jpeg")
    store.raise_alarm(an_alarm("a-1", one, at=NOON - timedelta(minutes=30)), b"jpeg")
    store.raise_alarm(an_alarm("a-2", one, two), b"jpeg")
    store.update_alarm(AlarmId("a-1"), LATER, "hall", 0.8)
    with open_store(place, Hand(prefix="restarted")) as restarted:
        assert restarted.last_visits(NOON - timedelta(minutes=15)) == [
            (frozenset({one, two}), NOON, "a-2"),
            (frozenset({one}), LATER, "a-1"),
        ]


def test_old_alarms_go_with_their_pictures(store: WatchlistStore, one: PersonId) -> None:
    store.raise_alarm(an_alarm("old", one, at=NOON - timedelta(days=31)), b"picture of an old alarm" * 300)
    store.raise_alarm(an_alarm("new", one), b"jpeg")
    assert store.purge_alarms(NOON - timedelta(days=30)) == 1
    assert [alarm.alarm_id for alarm in store.alarms()] == ["new"]
    assert store.audit_records(newest=1)[0].what == "alarms.purged"
    assert store._database.rows("SELECT id FROM blobs WHERE id = 'old'") == []
    count = store.verify()
    assert store.purge_alarms(NOON - timedelta(days=30)) == 0
    assert store.verify() == count


def test_an_alarm_that_does_not_fit_on_the_disk_is_told_and_not_half_kept(store: WatchlistStore, one: PersonId) -> None:
    with full_disk(store), pytest.raises(StorageFull):
        store.raise_alarm(an_alarm("a-1", one), b"x" * 100_000)
    assert store.alarms() == []
    store.verify()


def test_an_alarm_about_nobody_or_at_no_certain_time_cannot_be_built() -> None:
    good = an_alarm("a-1", "p-1")
    values = {name: getattr(good, name) for name in AlarmRecord.__slots__}
    with pytest.raises(ValueError, match="nobody"):
        AlarmRecord(**{**values, "person_id": None, "candidates": ()})
    with pytest.raises(ValueError, match="time zone"):
        AlarmRecord(**{**values, "raised_at": NOON.replace(tzinfo=None)})


def test_candidates_are_kept_in_their_order(store: WatchlistStore, one: PersonId, two: PersonId) -> None:
    store.raise_alarm(an_alarm("a-1", two, one), b"jpeg")
    assert store.alarm("a-1").candidates == (Candidate(two, 0.7), Candidate(one, 0.69))
