"""Words among the kept alarms, looked for in pieces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from records.database import Row, Values
from records.opening import Place
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, an_alarm, open_store, photo
from watchlist.alarms import finding
from watchlist.alarms.life import Decide, GuardId, Verdict
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId

GUARD = GuardId("guard-1")


@pytest.fixture
def store(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchlistStore]:
    monkeypatch.setattr(finding, "AT_ONCE", 3)
    with open_store(place, Hand()) as made:
        yield made


def ring(store: WatchlistStore, number: int, *who: str, camera: str = "door", minute: int | None = None) -> AlarmId:
    at = NOON + timedelta(minutes=number if minute is None else minute)
    record = replace(an_alarm(f"alarm{number}", *who, at=at), camera=camera, last_camera=camera)
    store.raise_alarm(record, b"face")
    return record.alarm_id


def found(store: WatchlistStore, *words: str, most: int = 50) -> list[str]:
    search = store.finding.search(words, {GUARD: "Wang Weiguo"}, None, most)
    while not search.is_over:
        store.finding.go_on(search)
    return [record.alarm_id for record in store.finding.found(search)]


def listed(store: WatchlistStore, *names: str) -> list[str]:
    return [
        store.list_person(name, "sold slots", NEXT_YEAR, "op", [photo(seed)]).person_id
        for seed, name in enumerate(names)
    ]


def test_pieces_leave_none_out_and_show_none_twice_also_of_one_moment(store: WatchlistStore) -> None:
    [who] = listed(store, "Zhang San")
    for number in range(8):
        ring(store, number, who, minute=number // 4)
    assert found(store) == ["alarm4", "alarm5", "alarm6", "alarm7", "alarm0", "alarm1", "alarm2", "alarm3"]
    assert found(store, most=5) == ["alarm4", "alarm5", "alarm6", "alarm7", "alarm0"]


def test_every_word_is_looked_for_in_names_cameras_guards_and_notes(store: WatchlistStore) -> None:
    zhang, li = listed(store, "Zhang San", "Li Si")
    tie = ring(store, 0, zhang, li)
    far = ring(store, 1, li, camera="South gate")
    for number in range(2, 6):
        ring(store, number, zhang)
    store.update_alarm(AlarmId("alarm3"), NOON + timedelta(minutes=3), "hall", 0.9)
    store.update_alarm(AlarmId("alarm3"), NOON + timedelta(minutes=4), "door", 0.9)
    store.act(AlarmId("alarm2"), GUARD, Decide(Verdict.CONFIRMED, "Blue coat"))
    assert found(store, "li") == [far, tie]
    assert found(store, "gate", "SOUTH", "li") == [far]
    assert (found(store, "hall"), found(store, "weiguo"), found(store, GUARD)) == (["alarm3"], ["alarm2"], ["alarm2"])
    assert (found(store, "blue", "door"), found(store, "blue", "gate")) == (["alarm2"], [])
    assert found(store, "zzz") == []


def test_neither_the_name_nor_the_notes_of_somebody_erased_are_found(store: WatchlistStore) -> None:
    [who] = listed(store, "Zhang San")
    alarm_id = ring(store, 0, who)
    store.act(alarm_id, GUARD, Decide(Verdict.CONFIRMED, "Blue coat"))
    store.erase(store.entry_by_name("Zhang San").person_id, "op", "listed by mistake")
    assert (found(store, "zhang"), found(store, "blue"), found(store)) == ([], [], [alarm_id])


def test_one_that_went_while_it_was_looked_for_is_not_shown(store: WatchlistStore) -> None:
    [who] = listed(store, "Zhang San")
    ring(store, 0, who)
    search = store.finding.search((), {}, None, 50)
    store.finding.go_on(search)
    assert store.purge_alarms(NOON + timedelta(days=1)) == 1
    assert store.finding.found(search) == []


def test_how_much_is_asked_of_the_database_grows_with_the_pieces_not_with_the_alarms(
    store: WatchlistStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "AT_ONCE", 1_000)
    [who] = listed(store, "Zhang San")
    for number in range(40):
        ring(store, number, who)
        store.act(AlarmId(f"alarm{number}"), GUARD, Decide(Verdict.CONFIRMED, "Blue coat"))
    rows, asked = store._database.rows, list[str]()

    def counted(sql: str, values: Values = ()) -> list[Row]:
        asked.append(sql)
        return rows(sql, values)

    monkeypatch.setattr(store._database, "rows", counted)
    assert found(store, "zzz") == []
    assert len(asked) <= 8
