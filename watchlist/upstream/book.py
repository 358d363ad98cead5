"""What a hub keeps of what its nodes told: their alarms, and of each node the last word."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from records.audit import AuditLog
from records.canonical import Json
from records.database import Database, Row
from records.meta import Meta
from records.moments import from_text, to_text
from records.sealing import Cipher
from watchlist.alarms.life import PROGRAM, Step, Verdict
from watchlist.alarms.rejections import Rejection, put_rejection
from watchlist.feed.errors import NotServed
from watchlist.feed.store.standings import Standings
from watchlist.hub.values import Node
from watchlist.types import AlarmId, EntryState, PersonId
from watchlist.upstream.errors import AlarmNotTaken
from watchlist.upstream.forgetting import drop_alarm
from watchlist.upstream.looking import VisitLook
from watchlist.upstream.rows import (
    alarm_to_row,
    beat_from_row,
    beat_to_row,
    lists_from_row,
    people_to_rows,
    step_to_row,
)
from watchlist.upstream.standing import LastWord, Places, standing_of
from watchlist.upstream.together import KeptAlarm, Together, told_again
from watchlist.upstream.values import AlarmTold, Beat, BeatHeard, Delivered, Delivery, NodeStanding, NotTaken

_ARRIVAL = "alarms arrived"


class UpstreamBook:
    """Of one database; it belongs to the thread that opened that."""

    def __init__(self, database: Database, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._audit = AuditLog(database, cipher)
        self._meta = Meta(database)
        self._lists = Standings(database)
        self._look = VisitLook(database)

    def take(self, node_id: str, delivery: Delivery) -> Delivered:
        """Keep what is new of it, in one transaction; what is known changes nothing. About somebody who was erased
        nothing is kept, and that is no fault of the node's.

        Raises NotServed about somebody of whom this hub will only hear: the node has a newer list."""
        now, refused = self._clock(), []
        new: list[Json] = []
        steps = 0
        with self._database.writing():
            for told in delivery.alarms:
                try:
                    is_new, more = self._take_one(node_id, told, delivery.at - now, now)
                except AlarmNotTaken as error:
                    self._must_not_lag(node_id)
                    refused.append(NotTaken(told.alarm_id, str(error)))
                    continue
                new += [told.alarm_id] if is_new else []
                steps += more
            sql = "UPDATE node_words SET kept = ? WHERE node_id = ? AND kept >= ?"
            self._database.execute(sql, (delivery.up_to, node_id, delivery.after))
            if new or steps or refused:
                detail: dict[str, Json] = {"alarms": new, "steps": steps, "refused": len(refused)}
                self._audit.append(now, node_id, "alarms.delivered", "", detail)
        return Delivered(now, tuple(refused))

    def hear(self, node_id: str, beat: Beat) -> BeatHeard:
        """Only the newest word of a node is kept. `kept` is up to where this hub keeps what the node told."""
        now = self._clock()
        with self._database.writing():
            row = self._database.row("SELECT kept FROM node_words WHERE node_id = ?", (node_id,))
            kept = int(row["kept"]) if row else 0
            self._database.execute("DELETE FROM node_words WHERE node_id = ?", (node_id,))
            word = {"node_id": node_id, "heard_at": to_text(now), "kept": kept}
            self._database.insert("node_words", word | beat_to_row(beat))
        return BeatHeard(now, kept)

    def standings(self, nodes: Iterable[Node], places: Places) -> list[NodeStanding]:
        """Of each of these; `places` are those of the hub's lists."""
        now = self._clock()
        rows = {row["node_id"]: row for row in self._database.rows("SELECT * FROM node_words")}
        return [standing_of(node, _last_word(rows.get(node.node_id)), now, places) for node in nodes]

    def visits(self, limit: int) -> list[Together]:
        """The newest, newest first."""
        with self._database.reading():
            return self._look.newest(limit)

    def visits_about(self, person_id: PersonId) -> list[Together]:
        """Those that were, or may have been, of this person, newest first."""
        with self._database.reading():
            return self._look.about(person_id)

    def rejected(self, since: datetime) -> list[tuple[PersonId, datetime]]:
        """Whom visits since then were not, and when they began; each visit once. Inside `reading()`."""
        found = self._look.mistaken(since)
        return [(person_id, visit.alarms[0].raised_at) for visit in found for person_id in visit.who]

    def purge(self, before: datetime) -> int:
        """Delete the visits that were over before this moment; of those that were somebody else the entry and the
        score stay, for calibration. Returns how many alarms went."""
        over = self._over(before)
        if not over:
            return 0
        with self._database.writing():
            old = [visit for visit in over if self._is_as_it_was(visit)]
            for visit in old:
                if visit.life.verdict is Verdict.NOT_THIS_PERSON:
                    for rejection in _rejections_of(visit):
                        put_rejection(self._database, rejection)
                for alarm in visit.alarms:
                    drop_alarm(alarm.node_id, alarm.told.alarm_id, self._database)
            count = sum(len(visit.alarms) for visit in old)
            if count:
                detail: dict[str, Json] = {"count": count, "before": to_text(before)}
                self._audit.append(self._clock(), PROGRAM, "delivered_alarms.purged", "", detail)
        return count

    def _over(self, before: datetime) -> list[Together]:
        """Looked for while others write: of many alarms it takes long."""
        with self._database.reading():
            return self._look.over(before)

    def _is_as_it_was(self, visit: Together) -> bool:
        """Nobody of it was erased meanwhile, and nothing of it was told again: else it is looked at the next time."""
        return all(self._look.alarm(one.node_id, one.told.alarm_id) == replace(one, steps=()) for one in visit.alarms)

    def _take_one(self, node_id: str, told: AlarmTold, clock_off: timedelta, now: datetime) -> tuple[bool, int]:
        """Whether the alarm is new, and how many of its steps are. Raises AlarmNotTaken."""
        mine = self._without_erased(told)
        if mine is None:
            return False, 0
        known = self._look.alarm(node_id, told.alarm_id)
        kept = KeptAlarm(node_id, known.source if known else "", replace(mine, steps=()), clock_off, now)
        after = told_again(known, kept) if known else kept
        steps = sum([self._take_step(node_id, told.alarm_id, one.as_step()) for one in mine.steps])
        if known is None or steps or (after.told, after.mended) != (known.told, known.mended):
            after = replace(after, arrival=self._next_arrival())
        if after != known:
            self._put(after)
        return known is None, steps

    def _put(self, kept: KeptAlarm) -> None:
        drop_alarm(kept.node_id, kept.told.alarm_id, self._database, with_steps=False)
        self._database.insert("upstream_alarms", alarm_to_row(kept))
        for row in people_to_rows(kept):
            self._database.insert("upstream_people", row)

    def _next_arrival(self) -> int:
        """Not made of what is kept: the newest may have been erased."""
        arrival = int(self._meta.get(_ARRIVAL) or 0) + 1
        self._meta.put(_ARRIVAL, str(arrival).encode())
        return arrival

    def _must_not_lag(self, node_id: str) -> None:
        word = self._database.row("SELECT lists FROM node_words WHERE node_id = ?", (node_id,))
        here = {one.list_id: one.place for one in self._lists.all()}
        told = lists_from_row(word) if word else ()
        if any(one.place > here[one.list_id] for one in told if one.list_id in here):
            raise NotServed("this hub has an older list than the node, until it has followed it")

    def _take_step(self, node_id: str, alarm_id: str, step: Step) -> bool:
        """Whether it says anything new. A step stands at the earliest moment that was told of it: a hub on the way may
        have come to know better by how much its node's clock was off."""
        where = (node_id, step.step_id)
        known = self._database.row("SELECT at FROM upstream_steps WHERE node_id = ? AND step_id = ?", where)
        if known is None:
            self._database.insert("upstream_steps", step_to_row(node_id, alarm_id, step))
            return True
        at = to_text(step.at)
        if at < known["at"]:
            self._database.execute("UPDATE upstream_steps SET at = ? WHERE node_id = ? AND step_id = ?", (at, *where))
        return bool(at < known["at"])

    def _without_erased(self, told: AlarmTold) -> AlarmTold | None:
        """None where it is about nobody any more."""
        people = [one.person_id for one in told.candidates]
        marks = ", ".join("?" for _ in people)
        rows = self._database.rows(f"SELECT person_id, state FROM entries WHERE person_id IN ({marks})", people)
        states = {row["person_id"]: row["state"] for row in rows}
        if states.keys() != set(people):
            raise AlarmNotTaken("it is about somebody who was never on this hub's list")
        here = tuple(one for one in told.candidates if states[one.person_id] != EntryState.ERASED)
        if not here or (told.person_id is not None and states[told.person_id] == EntryState.ERASED):
            return None
        return replace(told, candidates=here)


def _last_word(row: Row | None) -> LastWord | None:
    return LastWord(from_text(row["heard_at"]), beat_from_row(row)) if row else None


def _rejections_of(visit: Together) -> Sequence[Rejection]:
    first = visit.alarms[0]
    return [
        Rejection(AlarmId(visit.visit_id), who, first.raised_at, first.told.camera, first.told.score)
        for who in visit.who
    ]
