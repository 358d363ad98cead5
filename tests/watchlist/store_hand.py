"""A store for tests, with a clock that is set by hand and ids that count."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.opening import Place
from records.postgres.database import PostgresDatabase
from records.sealing import Cipher, TransparentCipher
from records.sqlite.database import SqliteDatabase
from watchlist.alarms.record import AlarmRecord
from watchlist.changes import EntryFollowed
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.store_parts import BASIS, NAME, PHOTO, REASON, TEMPLATE
from watchlist.types import AlarmId, Candidate, EntryState, PersonId, PhotoId
from watchlist.vectors import to_bytes

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
def open_store(place: Place, hand: Hand | None = None, cipher: Cipher | None = None) -> Iterator[WatchlistStore]:
    hand = hand or Hand()
    with WatchlistStore.open(place, cipher or TransparentCipher(), hand.clock, hand.new_id) as store:
        yield store


def place_of(text: str) -> Place:
    """As a program of a test is given it on its command line."""
    return text if "://" in text else Path(text)


_FULL = (
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$; "
    "CREATE TRIGGER full_disk BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_disk()"
)
"""What a server says that has no room for the last row of a change."""


@contextmanager
def full_disk(store: WatchlistStore) -> Iterator[None]:
    """The disk of the store's database takes 100 KB no more."""
    database = store._database
    if isinstance(database, SqliteDatabase):
        database.limit_pages(database.rows("PRAGMA page_count")[0]["page_count"] + 5)
        yield
        database.limit_pages(1_000_000)
        return
    assert isinstance(database, PostgresDatabase)
    with database.writing():
        database.say(_FULL)
    yield
    with database.writing():
        database.say("DROP FUNCTION full_disk CASCADE")


def vector(seed: int, dimension: int = 128) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made), np.float32)


def photo(seed: int, model: str = MODEL) -> NewPhoto:
    return NewPhoto(f"photograph {seed}".encode() * 100, ((model, vector(seed)),))


def follow(store: WatchlistStore, person_id: str, seq: int, *, ringing: bool = True) -> PersonId:
    """As if the authority of the list "beijing" had said so: with the vectors of two photographs, of which the first is
    sent along, too."""
    who = PersonId(person_id)
    told = EntryFollowed(who, "beijing", seq, EntryState.REVOKED, NEXT_YEAR)
    photos = (PhotoId(f"{who}-sent"), PhotoId(f"{who}-named"))
    if ringing:
        texts = (f"{who}/name", f"{who}/reason", "first hospital", f"{who}/basis")
        pairs = tuple((photo_id, MODEL) for photo_id in photos)
        told = EntryFollowed(who, "beijing", seq, EntryState.ACTIVE, NEXT_YEAR, *texts, photos, pairs)
    with store._database.writing():
        before = store._tables.person(who)
        if before is None or before.seq < seq:
            store._blobs.drop_all_of(who)
            for purpose, plain in ((NAME, who), (REASON, "sold slots"), (BASIS, "agreement 7")) if ringing else ():
                store._blobs.put(f"{who}/{purpose}", purpose, plain.encode(), who)
            for photo_id in photos if ringing else ():
                store._blobs.put(f"{photo_id}/{MODEL}", TEMPLATE, to_bytes(vector(7)), who)
            if ringing:
                store._blobs.put(photos[0], PHOTO, b"photograph of " + who.encode(), who)
        store._keep([told], "gatehouse", what="entry.followed", subject=who)
    return who


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
