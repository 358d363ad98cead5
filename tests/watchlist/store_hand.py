"""A store for tests, with a clock that is set by hand and ids that count."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.sealing import Cipher, TransparentCipher
from watchlist.alarms.record import AlarmRecord
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Candidate, PersonId

NOON = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
NEXT_YEAR = date(2027, 7, 31)
MODEL = "model-a@1"


@dataclass
class Hand:
    """The test's hand on the clock, and the counter that ids are made of."""

    now: datetime = NOON
    prefix: str = "id"
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def clock(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        return f"{self.prefix}-{next(self._numbers)}"

    def wait(self, days: int = 0, minutes: int = 0) -> None:
        self.now += timedelta(days=days, minutes=minutes)


@contextmanager
def open_store(path: Path | None, hand: Hand | None = None, cipher: Cipher | None = None) -> Iterator[WatchlistStore]:
    hand = hand or Hand()
    with WatchlistStore.open(path, cipher or TransparentCipher(), hand.clock, hand.new_id) as store:
        yield store


def vector(seed: int, dimension: int = 128) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made), np.float32)


def photo(seed: int, model: str = MODEL) -> NewPhoto:
    return NewPhoto(f"photograph {seed}".encode() * 100, ((model, vector(seed)),))


def an_alarm(alarm_id: str, *who: str, at: datetime = NOON, person: str | None = None) -> AlarmRecord:
    """An alarm about one person, or a tie between several unless `person` says who it is."""
    candidates = tuple(Candidate(PersonId(one), 0.7 - 0.01 * place) for place, one in enumerate(who))
    sure = PersonId(who[0]) if len(who) == 1 else None
    return AlarmRecord(
        AlarmId(alarm_id),
        PersonId(person) if person else sure,
        candidates,
        camera="door",
        first_at=at - timedelta(seconds=2),
        raised_at=at,
        score=0.7,
        runner_up=0.2,
        track=3,
        visit=f"visit-{alarm_id}",
        last_seen_at=at,
        last_camera="door",
    )
