"""A watch in trouble: the store locked or full, an embedding of another model, photographs without a vector."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.messages import FromWorker, Heartbeat
from camera.side_by_side import to_jpeg
from camera.types import Box, Embedding, Face, Image, Landmarks, PipelineCounts
from records.errors import DatabaseBusy, RecordsError, StorageFull
from records.sealing import TransparentCipher
from scripts.entrance.building import ListInForce
from scripts.errors import CommandError
from scripts.watch.watching import POLL_S, NobodyObserves, Watching
from tests.scripts.watch.hand import (
    LISTED_FACE,
    MODEL,
    START,
    HandContext,
    ScriptedWorkers,
    entrance_of,
    live,
    seen,
    walks_past,
    watch,
)
from tests.watchlist.store_hand import photo, vector
from watchlist.erasure_ledger import add_lines
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore

UNTIL = date(2027, 1, 1)


@pytest.fixture
def context(tmp_path: Path) -> HandContext:
    context = HandContext(tmp_path / "home")
    with context.open_store() as store:
        store.list_person("张三", "sold slots", UNTIL, "operator", [photo(LISTED_FACE, MODEL)])
    return context


class Refusing:
    """A book that cannot keep anything for the first tries."""

    def __init__(self, store: WatchlistStore, error: Exception, tries: int) -> None:
        self._store = store
        self._error = error
        self._left = tries

    def raise_alarm(self, *arguments: Any) -> None:
        if self._left:
            self._left -= 1
            raise self._error
        self._store.raise_alarm(*arguments)

    def update_alarm(self, *arguments: Any, sure: bool = True) -> object:
        return self._store.update_alarm(*arguments, sure=sure)


def run_with(context: HandContext, error: Exception, tries: int, polls: int) -> None:
    idle: list[list[FromWorker]] = [[live("door")] for _ in range(polls)]
    workers = ScriptedWorkers([walks_past(LISTED_FACE, 0), *idle])
    with entrance_of(context) as entrance:
        entrance.ringer._book = Refusing(entrance.store, error, tries)
        clock = lambda: workers.now  # noqa: E731
        Watching(context, entrance, workers, clock, lambda at: START + timedelta(seconds=at)).run(lambda: False)


@pytest.mark.parametrize("error", [DatabaseBusy("locked"), StorageFull("full")])
def test_an_alarm_that_cannot_be_kept_now_is_kept_and_told_later(context: HandContext, error: Exception) -> None:
    run_with(context, error, tries=4, polls=3)
    order = [event["event"] for event in context.told if event["event"] in ("trouble", "alarm")]
    assert order == ["trouble", "alarm"]
    with context.open_store() as store:
        assert [alarm.alarm_id for alarm in store.alarms()] == [context.events("alarm")[0]["id"]]


def test_an_alarm_that_could_not_be_kept_to_the_last_is_a_failure_that_is_told(context: HandContext) -> None:
    with pytest.raises(CommandError, match="1 alarm"):
        run_with(context, StorageFull("full"), tries=1000, polls=2)
    assert context.events("alarm") == []
    assert context.events("summary")


def test_a_locked_database_does_not_end_the_watch(context: HandContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds the write lock while a listed person walks in."""
    monkeypatch.setattr("records.database.BUSY_TIMEOUT_S", 0.05)
    with _locked(context.home / "gatehouse.db") as lock:

        def let_go(event: dict[str, Any]) -> None:
            if event["event"] == "trouble":
                lock.rollback()

        context.listen = let_go
        watch(context, [walks_past(LISTED_FACE, 0), [live("door")]])
    assert len(context.events("alarm")) == 1


class Ticking(NobodyObserves):
    """What lamp and siren follow."""

    def __init__(self) -> None:
        self.ticked_at: list[float] = []

    def tick(self, now: float) -> None:
        self.ticked_at.append(now)


def test_time_passes_for_the_beacons_while_the_list_cannot_be_followed(
    context: HandContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise DatabaseBusy("locked")

    workers = ScriptedWorkers([[live("door")] for _ in range(6)])
    observer = Ticking()
    with entrance_of(context) as entrance:
        monkeypatch.setattr(entrance.listed, "refresh", locked)
        watching = Watching(
            context, entrance, workers, lambda: workers.now, lambda at: START + timedelta(seconds=at), observer
        )
        watching.run(lambda: False)
    assert observer.ticked_at == [0.5, 1.5, 2.5]
    assert [event["why"] for event in context.events("trouble")] == ["locked"]


class _locked:  # noqa: N801 - reads as a word
    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> sqlite3.Connection:
        self._connection.execute("BEGIN IMMEDIATE")
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def test_an_embedding_of_another_model_is_trouble_of_that_camera_alone(context: HandContext) -> None:
    sighting = seen(LISTED_FACE, 0.0)
    foreign = type(sighting)(
        "old", sighting.track, 0.0, 0.0, Embedding(vector(1), "other"), 1, sighting.box, sighting.portrait
    )
    watch(context, [[foreign], walks_past(LISTED_FACE, 1)])
    assert len(context.events("trouble")) == 1
    assert len(context.events("alarm")) == 1


def test_a_computer_that_is_too_slow_for_its_camera_says_so_once_in_a_while(context: HandContext) -> None:
    beats: list[list[FromWorker]] = [
        [Heartbeat("door", float(number), PipelineCounts(slow=True), 0, 1.0)] for number in range(5)
    ]
    watch(context, beats)
    [trouble] = context.events("trouble")
    assert "door" in trouble["why"]
    assert "YuNet" in trouble["hint"]


def one_face(image: Image, _min_face_px: int) -> list[Face]:
    points = np.array([[38, 50], [74, 50], [56, 72], [42, 92], [70, 92]], np.float32)
    return [Face(Box(20, 10, 92, 110), 0.95, Landmarks(points, "five-points"))]


def pictures() -> Iterator[bytes]:
    rng = np.random.default_rng(5)
    while True:
        yield to_jpeg(rng.integers(0, 255, (120, 112, 3), np.uint8))


def test_photographs_enrolled_with_another_model_get_their_vectors_step_by_step(context: HandContext) -> None:
    engine = Engine(SeeingDetector(one_face), lambda _image, face: face.landmarks, ScriptedEmbedder(model_id="newer"))
    with context.open_store() as store:
        listed = ListInForce(store, engine, START.date)
        photos = [NewPhoto(data) for data, _ in zip(pictures(), range(3), strict=False)]
        store.list_person("李四", "sold slots", UNTIL, "operator", photos)
        sizes = []
        for _ in range(5):
            listed.complete(2)
            gallery = listed.refresh()
            sizes.append(None if gallery is None else gallery.templates)
    assert sizes[-1] is None
    assert [size for size in sizes if size is not None][-1] >= 3


def test_nobody_rings_who_was_erased_before_the_database_was_put_back(context: HandContext) -> None:
    with context.open_store() as store:
        [listed] = store.entries(START.date())
        other = store.list_person("李四", "sold slots", UNTIL, "operator", [photo(LISTED_FACE + 1, MODEL)])
    ledger = context.home / "gatehouse.erased"
    add_lines(ledger, [listed.person_id], START, TransparentCipher())
    watch(context, [walks_past(LISTED_FACE, 0), walks_past(LISTED_FACE + 1, 0, track=2), [live("door")]])
    assert [event["person"] for event in context.events("alarm")] == ["李四"]
    [trouble] = context.events("trouble")
    assert "older than its ledger" in trouble["why"] and "nodes and accounts" in trouble["hint"]

    context.told.clear()
    hour: list[list[FromWorker]] = [[live("door")]] * int(3600 / POLL_S)

    def erase_elsewhere(event: dict[str, Any]) -> None:
        if event["event"] == "camera":
            add_lines(ledger, [other.person_id], START, TransparentCipher())

    context.listen = erase_elsewhere
    watch(context, [[live("door")], *hour, walks_past(LISTED_FACE + 1, 3700)])
    assert context.events("alarm") == []
    assert "older than its ledger" in context.events("trouble")[0]["why"]


def test_what_the_ledger_tells_is_carried_out_soon_after_the_database_was_locked(
    context: HandContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context.open_store() as store:
        [listed] = store.entries(START.date())
    add_lines(context.home / "gatehouse.erased", [listed.person_id], START, TransparentCipher())
    locked, keep_ledger = [DatabaseBusy("locked")] * 2, WatchlistStore.keep_ledger

    def kept(store: WatchlistStore) -> tuple[RecordsError, ...]:
        if locked:
            raise locked.pop()
        return keep_ledger(store)

    monkeypatch.setattr(WatchlistStore, "keep_ledger", kept)
    minutes: list[list[FromWorker]] = [[live("door")]] * int(120 / POLL_S)
    watch(context, [*minutes, walks_past(LISTED_FACE, 130)])
    assert context.events("alarm") == []
