"""Kept alarms as guards are shown them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from records.account_parts import Account
from watchlist.alarms.life import GuardId
from watchlist.alarms.record import AlarmRecord
from watchlist.errors import NoSuchAlarm
from watchlist.post.board import Board
from watchlist.post.values import (
    AlarmSheet,
    AlarmView,
    CandidateView,
    Changes,
    Guard,
    GuardRole,
    Overview,
)
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Entry, PersonId

AT_MOST = 200
NEWEST_AT_FIRST = 50


class Viewing:
    """For one question: names are read once each."""

    def __init__(self, store: WatchlistStore) -> None:
        self._store = store
        self._entries: dict[PersonId, Entry | None] = {}

    def alarm(self, alarm_id: AlarmId) -> AlarmRecord:
        """Raises NoSuchAlarm; the beginning of an id is none."""
        record = self._store.alarm(alarm_id)
        if record.alarm_id != alarm_id:
            raise NoSuchAlarm(f"no alarm {alarm_id!r} is kept")
        return record

    def entry(self, person_id: PersonId) -> Entry | None:
        if person_id not in self._entries:
            self._entries[person_id] = self._store.entry(person_id)
        return self._entries[person_id]

    def view(self, record: AlarmRecord) -> AlarmView:
        return AlarmView(
            alarm_id=record.alarm_id,
            candidates=tuple(self._candidates(record)),
            camera=record.camera,
            first_at=record.first_at,
            raised_at=record.raised_at,
            last_seen_at=record.last_seen_at,
            last_camera=record.last_camera,
            updates=record.updates,
            score=record.score,
            runner_up=record.runner_up,
            one_in=record.one_in,
            life=record.life,
            revision=record.revision,
            has_picture=self._store.has_picture(record.alarm_id),
        )

    def sheet(self, record: AlarmRecord) -> AlarmSheet:
        view = self.view(record)
        entries = [self.entry(candidate.person_id) for candidate in view.candidates]
        reasons = tuple(entry.reason if entry else "" for entry in entries)
        return AlarmSheet(
            view, reasons, tuple(self._store.stays(record.alarm_id)), tuple(self._store.steps(record.alarm_id))
        )

    def changes(self, after: int) -> Changes:
        revision = self._store.alarm_revision
        if after <= 0 or after > revision:  # never asked, or of another store than this, which was put back
            return Changes(revision, self.views(self._at_first()))
        changed = self._store.changed_since(after, AT_MOST)
        last = changed[-1].revision if changed else revision
        more = len(changed) == AT_MOST
        return Changes(last if more else max(revision, last), self.views(changed), more)

    def views(self, records: Iterable[AlarmRecord]) -> tuple[AlarmView, ...]:
        return tuple(map(self.view, records))

    def _at_first(self) -> list[AlarmRecord]:
        kept = {record.alarm_id: record for record in self._store.alarms(NEWEST_AT_FIRST)}
        kept |= {record.alarm_id: record for record in self._store.open_alarms()}
        return sorted(kept.values(), key=lambda record: record.revision)

    def _candidates(self, record: AlarmRecord) -> Iterator[CandidateView]:
        scores = {candidate.person_id: candidate.score for candidate in record.candidates}
        who = [record.person_id] if record.person_id is not None else list(scores)
        for person_id in who:
            entry = self.entry(person_id)
            name, has_photo = (entry.name, bool(entry.photos)) if entry else ("", False)
            yield CandidateView(person_id, name, scores.get(person_id, record.score), has_photo)


def overview_of(store: WatchlistStore, board: Board, now: datetime) -> Overview:
    revision, waiting, newest, listed = store.alarm_revision, store.open_alarms(), store.alarms(1), board.list_state()
    return Overview(
        at=now,
        revision=revision,
        open_alarms=len(waiting),
        unanswered=sum(record.life.is_unanswered for record in waiting),
        loudest=max((record.life.level for record in waiting), default=0),
        oldest_open_at=waiting[0].raised_at if waiting else None,
        last_alarm_at=newest[0].raised_at if newest else None,
        cameras=board.cameras(now),
        list_at=listed.at,
        people=listed.people,
        hub=listed.hub,
        freshness=listed.freshness,
        guards=tuple(map(guard_of, store.accounts.all())),
    )


def guard_of(account: Account) -> Guard:
    return Guard(GuardId(account.account_id), account.name, GuardRole(account.role))
