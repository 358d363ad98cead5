"""Posts of every kind with the same people in front of them and the same hand behind them.

Whoever builds another kind of post adds its world to WORLDS, and the contract is run on it.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette

from records.sealing import TransparentCipher
from tests.kiosk.desk.http_hand import running
from tests.watchlist.store_hand import NEXT_YEAR, Hand, an_alarm, open_store, photo
from watchlist.alarms.life import GuardId
from watchlist.post.board import Board
from watchlist.post.http.client import HttpPost
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.routes import post_routes
from watchlist.post.http.service import PostService
from watchlist.post.local import LocalPost
from watchlist.post.portraits import Portraits
from watchlist.post.protocol import GuardPost
from watchlist.post.store_thread import StoreThread
from watchlist.post.values import CameraView, Pin, PlanPlace, Session, Sight, SitePlan
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId

GUARD, OTHER, SUPERVISOR = GuardId("guard-1"), GuardId("guard-2"), GuardId("supervisor")
PINS = {GUARD: "482913", OTHER: "592037", SUPERVISOR: "770184"}
BADGE = "04A1B2C3"
"""That of GUARD."""
NAMES = ("张三", "李四")
"""Those on the list."""
CAPTURED = b"\xff\xd8 the captured face"
KEY = "the key of this run"
PLAN = SitePlan(b"\xff\xd8 the plan" + b"\xff" * 200_000, (PlanPlace("door", 0.5, 0.07), PlanPlace("gate", 1.0, 0.0)))


@dataclass(slots=True)
class PostWorld:
    """`ring(*names)` lets an alarm about these people ring, a tie when they are two; `wait` lets the post's time pass,
    `show` puts a camera's picture on the board."""

    post: GuardPost
    people: dict[str, PersonId]
    ring: Callable[..., AlarmId]
    wait: Callable[[float], None]
    show: Callable[[str, bytes], None]

    def log_in(self, guard: GuardId = GUARD) -> Session:
        return self.post.log_in(Pin(guard, PINS[guard]))


@dataclass(slots=True)
class LocalWorld:
    """What stands behind a local post: another program's store of the same file, the board, the clock."""

    store: WatchlistStore
    hand: Hand
    board: Board
    stores: StoreThread
    cut: list[bytes]
    post: LocalPost
    people: dict[str, PersonId] = field(default_factory=dict)

    def ring(self, *names: str, camera: str = "door", one_in: int | None = None) -> AlarmId:
        number = len(self.store.alarms()) + 1
        record = an_alarm(f"alarm{number:03}", *(self.people[name] for name in names), at=self.hand.now)
        changed = {"camera": camera, "last_camera": camera, "one_in": one_in}
        kept = type(record)(**{name: changed.get(name, getattr(record, name)) for name in record.__slots__})
        self.store.raise_alarm(kept, CAPTURED)
        return kept.alarm_id

    def wait(self, seconds: float) -> None:
        self.hand.now += timedelta(seconds=seconds)

    def show(self, camera: str, jpeg: bytes) -> None:
        self.board.show_camera(CameraView(camera, Sight.LIVE, self.hand.now))
        self.board.show_thumbnail(camera, jpeg, self.hand.now)


def portrait_of(data: bytes) -> bytes:
    return b"\xff\xd8" + hashlib.sha256(data).digest()


@contextmanager
def local_world(folder: Path) -> Iterator[LocalWorld]:
    hand = Hand()
    path = folder / "gatehouse.db"
    cut: list[bytes] = []

    def cutting(data: bytes) -> bytes:
        cut.append(data)
        return portrait_of(data)

    with open_store(path, hand) as store:
        board = Board(hand.now)
        ids = Hand(prefix="post")
        stores = StoreThread(lambda: WatchlistStore.open(path, TransparentCipher(), lambda: hand.now, ids.new_id))
        clock: Callable[[], datetime] = lambda: hand.now  # noqa: E731
        post = LocalPost(stores, board, Portraits(cutting), clock, plan=PLAN)
        world = LocalWorld(store, hand, board, stores, cut, post)
        for seed, name in enumerate(NAMES, start=1):
            world.people[name] = store.list_person(name, f"sold slots {seed}", NEXT_YEAR, "op", [photo(seed)]).person_id
        for guard, role in ((GUARD, "guard"), (OTHER, "guard"), (SUPERVISOR, "supervisor")):
            store.accounts.add(guard, f"the {guard}", role, PINS[guard], "op", hand.now)
        store.accounts.set_badge(GUARD, BADGE, "op", hand.now)
        try:
            yield world
        finally:
            stores.close()


@contextmanager
def served_world(folder: Path, limits: PostLimits | None = None) -> Iterator[tuple[LocalWorld, PostService, str]]:
    """Its post behind a real server; the address."""
    with local_world(folder) as world:
        service = PostService(
            world.post.for_client,
            world.post.revision,
            lambda key: key == KEY,
            time.monotonic,
            limits or PostLimits(look_every_s=0.02),
        )
        with running(Starlette(routes=post_routes(service))) as url:
            try:
                yield world, service, url
            finally:
                service.close()


@contextmanager
def local(folder: Path) -> Iterator[PostWorld]:
    with local_world(folder) as world:
        yield PostWorld(world.post, world.people, world.ring, world.wait, world.show)


@contextmanager
def over_http(folder: Path) -> Iterator[PostWorld]:
    with served_world(folder) as (world, _, url), HttpPost(url, KEY) as post:
        yield PostWorld(post, world.people, world.ring, world.wait, world.show)


WORLDS: dict[str, Callable[[Path], AbstractContextManager[PostWorld]]] = {"local": local, "http": over_http}
