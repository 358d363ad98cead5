"""A watch for tests: a store with clear contents, a scripted embedder, workers that say what they are told to."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from camera.detectors.scripted import ScriptedDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.messages import CameraCondition, CameraState, FromWorker
from camera.types import Box, Embedding, Seconds, Sighting, TrackId
from records.sealing import TransparentCipher
from scripts.command import Context
from scripts.entrance.building import Entrance, open_entrance
from scripts.watch.watching import Watching
from tests.watchlist.store_hand import Hand, vector
from watchlist.store import WatchlistStore

MODEL = "scripted"
LISTED_FACE = 1
STRANGERS_FACE = 2
START = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


class HandContext(Context):
    """Remembers what was told; its store is sealed with the transparent cipher, so that every byte can be found."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, json=True)
        self.told: list[dict[str, Any]] = []
        self.listen: Callable[[dict[str, Any]], None] = lambda event: None

    def open_store(self) -> WatchlistStore:
        self.home.mkdir(parents=True, exist_ok=True)
        hand = Hand(START, prefix=f"id{len(self.told)}")
        return WatchlistStore.open(self.home / "gatehouse.db", TransparentCipher(), hand.clock, uuid_like(hand))

    def out(self, obj: dict[str, Any], text: str) -> None:
        self.told.append(obj)
        self.listen(obj)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.told if event["event"] == kind]


def uuid_like(hand: Hand) -> Callable[[], str]:
    """Ids that do not repeat when a home is opened again."""
    return lambda: f"{hand.new_id()}-{uuid.uuid4().hex[:8]}"


def scripted_engine() -> Engine:
    detector = ScriptedDetector([])
    return Engine(detector, lambda _image, face: face.landmarks, ScriptedEmbedder(model_id=MODEL))


@dataclass
class ScriptedWorkers:
    """Says one batch a poll, the last words when stopped; has then ended. `now` is the clock of the test."""

    batches: list[list[FromWorker]]
    last_words: list[FromWorker] = field(default_factory=list)
    now: Seconds = 0.0
    stopped: int = 0

    @property
    def all_ended(self) -> bool:
        return not self.batches

    def poll(self, wait_s: Seconds) -> list[FromWorker]:
        self.now += wait_s
        return self.batches.pop(0)

    def stop(self) -> list[FromWorker]:
        self.stopped += 1
        return self.last_words


def seen(face: int, at: Seconds, camera: str = "door", track: int = 1) -> Sighting:
    portrait = np.full((40, 30, 3), 90 + face, np.uint8)
    return Sighting(camera, TrackId(track), at, at, Embedding(vector(face), MODEL), 1, Box(5, 5, 25, 30), portrait)


def walks_past(face: int, start_s: Seconds, camera: str = "door", track: int = 1) -> list[FromWorker]:
    return [seen(face, start_s + step / 4, camera, track) for step in range(6)]


def live(camera: str, at: Seconds = 0.0) -> CameraState:
    return CameraState(camera, CameraCondition.LIVE, at)


@contextmanager
def entrance_of(context: HandContext, now: Seconds = 0.0, wall_at: datetime = START) -> Iterator[Entrance]:
    def wall(at: Seconds) -> datetime:
        return wall_at + timedelta(seconds=at - now)

    with open_entrance(context, scripted_engine(), wall=wall, now=now) as entrance:
        yield entrance


def watch(
    context: HandContext,
    batches: Iterable[list[FromWorker]],
    last_words: list[FromWorker] | None = None,
    wall_at: datetime = START,
) -> ScriptedWorkers:
    """Run a watch over these messages to its end; the workers, to ask what became of them."""
    workers = ScriptedWorkers(list(batches), last_words or [])
    with entrance_of(context, wall_at=wall_at) as entrance:
        Watching(context, entrance, workers, lambda: workers.now, lambda at: wall_at + timedelta(seconds=at)).run(
            lambda: False
        )
    return workers
