"""The post over this PC's own store."""

import time
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from camera.errors import CameraPackageError
from records.account_parts import OpenSession
from records.account_rules import SessionLimits
from records.pins import PinHasher
from watchlist.alarms.finding import Search
from watchlist.alarms.life import Act
from watchlist.errors import NoSuchAlarm
from watchlist.post.board import Board
from watchlist.post.errors import PostAway
from watchlist.post.portraits import Portraits
from watchlist.post.rights import check_may
from watchlist.post.store_thread import StoreThread
from watchlist.post.values import (
    AlarmSheet,
    AlarmView,
    Badge,
    Changes,
    Credential,
    Guard,
    HistoryQuery,
    Overview,
    Pin,
    Session,
    SitePlan,
)
from watchlist.post.viewing import Viewing, guard_of, overview_of
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId, PhotoId

LOOKS_EVERY_S = 0.2
LONGEST_WAIT_S = 60.0
Done = TypeVar("Done")


class LocalPost:
    """A GuardPost; any thread may use it.

    `client` is who wrong tries are counted against. `plan` is the site's, where it has one. `waiting` is a monotonic
    clock and a sleep, for `changes` alone.
    """

    def __init__(
        self,
        stores: StoreThread,
        board: Board,
        portraits: Portraits,
        clock: Callable[[], datetime],
        limits: SessionLimits | None = None,
        client: str = "this PC",
        waiting: tuple[Callable[[], float], Callable[[float], None]] = (time.monotonic, time.sleep),
        plan: SitePlan | None = None,
    ) -> None:
        self._stores = stores
        self._board = board
        self._portraits = portraits
        self._clock = clock
        self._limits = limits or SessionLimits()
        self._client = client
        self._waiting = waiting
        self._hasher = PinHasher()
        self._plan = plan

    def for_client(self, client: str) -> "LocalPost":
        """The same post, asked by somebody else."""
        post = copy(self)
        post._client = client
        return post

    def revision(self) -> int:
        """That of the alarm changed last: a cheap question."""
        return self._stores.do(lambda store: store.alarm_revision)

    def overview(self) -> Overview:
        now = self._clock()
        seen = self._stores.do(lambda store: overview_of(store, self._board, now))
        return replace(seen, has_plan=self._plan is not None)

    def log_in(self, credential: Credential) -> Session:
        opened = self._by_pin(credential) if isinstance(credential, Pin) else self._by_badge(credential)
        return Session(opened.token, guard_of(opened.account), opened.until)

    def log_out(self, session: Session) -> None:
        self._stores.do(lambda store: store.accounts.log_out(session.token, self._clock()))

    def changes(self, session: Session, after: int, wait_s: float = 0.0) -> Changes:
        clock, sleep = self._waiting
        until = clock() + min(wait_s, LONGEST_WAIT_S)
        found = self._do(session, lambda store, _guard: Viewing(store).changes(after))
        while not found.alarms and clock() < until:
            sleep(min(LOOKS_EVERY_S, until - clock()))
            if self.revision() != found.revision or clock() >= until:
                found = self._do(session, lambda store, _guard: Viewing(store).changes(after))
        return found

    def captured(self, session: Session, alarm_id: AlarmId) -> bytes:
        def work(store: WatchlistStore, guard: Guard) -> bytes:
            return store.picture(Viewing(store).alarm(alarm_id).alarm_id, guard.guard_id)

        return self._do(session, work)

    def enrolled(self, session: Session, alarm_id: AlarmId, person_id: PersonId) -> bytes:
        def work(store: WatchlistStore, guard: Guard) -> tuple[PhotoId, bytes, int]:
            viewing = Viewing(store)
            record = viewing.alarm(alarm_id)
            entry = viewing.entry(person_id) if person_id in record.who else None
            if entry is None or not entry.photos:
                raise NoSuchAlarm(f"there is no photograph of {person_id!r} at this alarm", "The entry was erased.")
            return entry.photos[0], store.photo(entry.photos[0], guard.guard_id), store.revision

        try:
            return self._portraits.of(*self._do(session, work))
        except CameraPackageError as error:
            raise PostAway(f"the photograph cannot be shown: {error}", error.hint) from error

    def sheet(self, session: Session, alarm_id: AlarmId) -> AlarmSheet:
        def work(store: WatchlistStore, guard: Guard) -> AlarmSheet:
            viewing = Viewing(store)
            record = viewing.alarm(alarm_id)
            store.note(guard.guard_id, "alarm.opened", record.alarm_id)
            return replace(viewing.sheet(record), places=self._plan.places if self._plan else ())

        return self._do(session, work)

    def act(self, session: Session, alarm_id: AlarmId, act: Act) -> AlarmView:
        def work(store: WatchlistStore, guard: Guard) -> AlarmView:
            check_may(guard, act, {one.guard_id for one in map(guard_of, store.accounts.all())})
            return Viewing(store).view(store.act(alarm_id, guard.guard_id, act))

        return self._do(session, work)

    def history(self, session: Session, query: HistoryQuery) -> tuple[AlarmView, ...]:
        """In pieces: whoever wants the store meanwhile does not wait for the whole search."""

        def begun(store: WatchlistStore, _guard: Guard) -> Search:
            words = query.words.split()
            guards = {one.account_id: one.name for one in store.accounts.all()} if words else {}
            return store.finding.search(words, guards, query.before, query.limit)

        def told(store: WatchlistStore, guard: Guard) -> tuple[AlarmView, ...]:
            views = Viewing(store).views(store.finding.found(search))
            store.note(guard.guard_id, "alarms.looked_at", "", {"alarms": len(views)})
            return views

        search = self._do(session, begun)
        while not search.is_over:
            self._stores.do(lambda store: store.finding.go_on(search))
        return self._do(session, told)

    def colleagues(self, session: Session) -> tuple[Guard, ...]:
        def work(store: WatchlistStore, guard: Guard) -> tuple[Guard, ...]:
            return tuple(one for one in map(guard_of, store.accounts.all()) if one.guard_id != guard.guard_id)

        return self._do(session, work)

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        return self._do(session, lambda _store, _guard: self._board.thumbnail(camera, self._clock()))

    def plan(self, session: Session) -> bytes | None:
        return self._do(session, lambda _store, _guard: self._plan.picture if self._plan else None)

    def _do(self, session: Session, work: Callable[[WatchlistStore, Guard], Done]) -> Done:
        def checked(store: WatchlistStore) -> Done:
            opened = store.accounts.session(session.token, self._clock(), self._limits)
            return work(store, guard_of(opened.account))

        return self._stores.do(checked)

    def _by_pin(self, given: Pin) -> OpenSession:
        """The hash is tried in the caller's thread: it takes its time, and others want the store."""
        who, client = str(given.guard_id), self._client
        tried_on = self._stores.do(lambda store: store.accounts.begin_pin_try(who, client, self._clock()))
        fits = self._hasher.fits(tried_on, given.pin)
        return self._stores.do(
            lambda store: store.accounts.end_pin_try(who, fits, tried_on, client, self._clock(), self._limits)
        )

    def _by_badge(self, given: Badge) -> OpenSession:
        number, client = given.number, self._client
        return self._stores.do(
            lambda store: store.accounts.log_in_by_badge(number, client, self._clock(), self._limits)
        )
