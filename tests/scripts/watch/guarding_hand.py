"""A guarded watch over scripted messages, with a lamp and a broker whose hand the test is."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from camera.messages import FromWorker
from hardware.beacons.protocol import BeaconListener, BeaconLost
from hardware.beacons.protocol import Signal as Shown
from scripts.entrance.settings import GuardSettings, Settings
from scripts.watch.following import Following
from scripts.watch.guarding import Guarding
from scripts.watch.outward import Outward
from scripts.watch.watching import Watching
from tests.scripts.watch.hand import (
    LISTED_FACE,
    MODEL,
    START,
    HandContext,
    ScriptedWorkers,
    entrance_of,
)
from tests.watchlist.store_hand import photo
from watchlist.alarms.life import GuardId
from watchlist.announcing.fake import FakeAnnouncer
from watchlist.post.board import Board
from watchlist.post.portraits import Portraits

OTHER_FACE = 3
WEI = GuardId("wei")
SOON = GuardSettings(escalate_s=5, escalate_again_s=5)


def guarded_home(home: Path) -> HandContext:
    """张三 is listed, one guard may log in, and nobody waits long."""
    context = HandContext(home)
    context.settings = Settings(guard=SOON)
    with context.open_store() as store:
        store.list_person("张三", "sold slots", date(2027, 1, 1), "op", [photo(LISTED_FACE, MODEL)])
        store.accounts.add(WEI, "李四", "guard", "482913", "op", START)
    return context


class RecordingBeacon:
    """Shows at once, in the caller's thread; `lose` is what its cable does."""

    name = "lamp"

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.lose: Callable[[], None] = lambda: None

    def listen(self, listener: BeaconListener) -> None:
        self.lose = lambda: listener(BeaconLost(self.name, "unplugged", "Plug it in."))

    def show(self, signal: Shown) -> None:
        self.shown.append(signal)

    def close(self) -> None:
        pass


class Watched:
    """A guarded watch over scripted messages."""

    def __init__(self, context: HandContext, batches: list[list[FromWorker]]) -> None:
        self.context = context
        self.workers = ScriptedWorkers(batches)
        self.board = Board(START)
        self.beacon = RecordingBeacon()
        self.announcer = FakeAnnouncer()
        self.asked: list[float] = []
        self.following = Following()

    @property
    def signals(self) -> list[Shown]:
        return self.beacon.shown

    def run(self, keep_up: Any = lambda: None) -> None:
        def wall(at: float) -> Any:
            return START + timedelta(seconds=at)

        with entrance_of(self.context) as entrance:
            outward = Outward(self.beacon, self.announcer)
            guarding = Guarding(
                self.context,
                entrance,
                self.board,
                Portraits(bytes),
                wall,
                outward,
                self.following,
                keep_up,
                self.asked.append,
            )
            Watching(self.context, entrance, self.workers, lambda: self.workers.now, wall, guarding).run(lambda: False)


def quiet(polls: int) -> list[list[FromWorker]]:
    return [[] for _ in range(polls)]
