"""A place for the guards' phone page: a store of its own, three guards, two people on a list, a watch's cameras, and
the hand that makes things happen there."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import numpy as np

from records.sealing import TransparentCipher
from scripts.hub.guards import HEARTBEAT_S, Application, GuardsPage
from scripts.hub.serving import Address, Server
from watchlist.alarms.life import GuardId, LifeLimits
from watchlist.alarms.record import AlarmRecord
from watchlist.list_writing import NewPhoto
from watchlist.post.beside_watch import PostBesideWatch, WatchSeen
from watchlist.post.console.example_values import CHIEF, COLLINS, DOORS, GUARDS, HOPPER, ME, OTHER
from watchlist.post.fake import FakePost
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.page_calls import PageRules
from watchlist.post.portraits import Portraits
from watchlist.post.store_thread import StoreThread
from watchlist.post.values import Sight
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Candidate, PersonId

PINS = {ME.guard_id: "482913", OTHER.guard_id: "592037", CHIEF.guard_id: "770184"}
REASON = "Sold eleven appointments of the eye clinic within two days"
ENDS_WITHIN_S = 20


class PhoneWorld:
    """`face` answers the JPEG of a person by name, and whether a camera saw it. `now` is everybody's clock."""

    def __init__(
        self, folder: Path, now: datetime, face: Callable[[str, bool], bytes], limits: PostLimits | None = None
    ) -> None:
        self.now = now
        self._face = face
        self._numbers = itertools.count(1)
        self._path = folder / "gatehouse.db"
        self._limits = limits or PostLimits(heartbeat_s=HEARTBEAT_S, look_every_s=0.05)
        self.store = self._opened("hand")
        self.stores = StoreThread(lambda: self._opened("page"))
        self.watch = FakePost(lambda: self.now)
        self.people: dict[str, PersonId] = {}
        for door in DOORS:
            self.watch.set_camera(door, Sight.LIVE)
        for guard in GUARDS:
            self.store.accounts.add(guard.guard_id, guard.name, guard.role, PINS[guard.guard_id], "op", now)
        vector = np.eye(1, 128, dtype=np.float32)[0]
        until = (now + timedelta(days=90)).date()
        for person in (HOPPER, COLLINS):
            photo = NewPhoto(face(person.name, False), (("model", vector),))
            vector = np.roll(vector, 1)
            listed = self.store.list_person(person.name, REASON, until, "op", [photo])
            self.people[person.name] = listed.person_id

    def close(self) -> None:
        self.stores.close()
        self.store.close()

    def page(self, rules: PageRules | None = None) -> GuardsPage:
        timer = itertools.count(0.0, 10.0)
        seen = WatchSeen(self.watch, DOORS, lambda: self.now, lambda: next(timer))
        post = PostBesideWatch(self.stores, seen, Portraits(lambda data: data), lambda: self.now)
        return GuardsPage(post.for_client, post.revision, rules or PageRules(), self._limits)

    def ring(self, *names: str, age_s: float = 42.0, door: str = DOORS[0], **changed: object) -> AlarmId:
        """An alarm about one of those on the list, or a tie of two."""
        number, at = next(self._numbers), self.now - timedelta(seconds=age_s)
        who = names or (HOPPER.name,)
        candidates = tuple(Candidate(self.people[name], 0.62 - 0.02 * place) for place, name in enumerate(who))
        told = {
            "alarm_id": AlarmId(f"alarm{number:03}"),
            "person_id": candidates[0].person_id if len(candidates) == 1 else None,
            "candidates": candidates,
            "camera": door,
            "first_at": at,
            "raised_at": at,
            "score": 0.62,
            "runner_up": 0.31,
            "track": number,
            "visit": f"visit-{number}",
            "last_seen_at": self.now - timedelta(seconds=min(age_s, 4)),
            "last_camera": door,
            "one_in": 160,
        }
        record = AlarmRecord(**(told | changed))  # type: ignore[arg-type]
        self.store.raise_alarm(record, self._face(who[0], True))
        return record.alarm_id

    def escalate(self) -> None:
        self.store.pass_time(self.now, LifeLimits())

    def clock_ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def _opened(self, prefix: str) -> WatchlistStore:
        numbers = itertools.count(1)
        return WatchlistStore.open(
            self._path, TransparentCipher(), lambda: self.now, lambda: f"{prefix}-{next(numbers)}"
        )


@contextmanager
def serving(application: Application, ending: Callable[[], None], port: int = 0) -> Iterator[str]:
    """On loopback from now to the end of the block; its address."""
    told: SimpleQueue[str] = SimpleQueue()
    server = Server(application, Address("127.0.0.1", port), told.put, ending)
    thread = Thread(target=server.serve_in_thread, name="phone page")
    thread.start()
    try:
        yield told.get(timeout=ENDS_WITHIN_S)
    finally:
        server.should_exit = True
        thread.join(ENDS_WITHIN_S)


def guard_pin(guard_id: GuardId = ME.guard_id) -> tuple[str, str]:
    return str(guard_id), PINS[guard_id]
