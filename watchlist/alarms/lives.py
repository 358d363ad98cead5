"""The lives of the kept alarms: what people and time do to them, and what follows from how they end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from records.canonical import Json
from records.moments import from_text, to_text
from watchlist.alarms.acts import act_from_text, act_to_text
from watchlist.alarms.life import (
    CORRECTED_WITHIN,
    Act,
    Decide,
    GuardId,
    LifeLimits,
    Stage,
    Step,
    Verdict,
    apply,
    due_step,
    fold,
)
from watchlist.alarms.record import AlarmRecord, from_row
from watchlist.alarms.rejections import note_rejection
from watchlist.alarms.table import AlarmTable
from watchlist.reports.rows import execute_with
from watchlist.store_parts import NOTE, checked_operator
from watchlist.types import AlarmId

_OPEN = (str(Stage.RAISED), str(Stage.TAKEN))
_BEHIND = timedelta(microseconds=1)
AT_ONCE = 50
"""Alarms that time changes in one transaction: a few hundredths of a second."""


class AlarmLives(AlarmTable):
    """A step that has been kept is kept once: its id decides."""

    def act(self, alarm_id: AlarmId, who: GuardId, act: Act) -> AlarmRecord:
        """Do it and keep it. Raises NoSuchAlarm, AlarmTaken, NotYourAlarm, AlarmOver."""
        who = GuardId(checked_operator(who))
        with self._database.writing():
            before = self._exact(alarm_id)
            kept = self._steps(alarm_id)
            # A step stands behind those before it, also when the clock was set back meanwhile.
            at = max([self._clock(), *(one.at + _BEHIND for one in kept)])
            step = Step(self._new_id(), at, who, act)
            apply(before.life, step)
            self._keep_step(alarm_id, step)
            return self._folded(before, [*kept, step])

    def merge_steps(self, alarm_id: AlarmId, steps: Iterable[Step]) -> AlarmRecord:
        """Take over what another program keeps of this alarm; known ones change nothing. Raises NoSuchAlarm."""
        with self._database.writing():
            before = self._exact(alarm_id)
            kept = self._steps(alarm_id)
            known = {one.step_id for one in kept}
            new = {one.step_id: one for one in steps if one.step_id not in known}
            for step in new.values():
                self._keep_step(alarm_id, step)
            return self._folded(before, [*kept, *new.values()]) if new else before

    def steps(self, alarm_id: AlarmId) -> list[Step]:
        """Oldest first, also those that came too late to change anything."""
        with self._database.reading():
            return self._steps(alarm_id)

    def pass_time(self, now: datetime, limits: LifeLimits) -> list[AlarmRecord]:
        """Escalate and expire what is due by now, and carry out what ended alarms ask for; the alarms that changed.

        Of each no more than AT_ONCE: whoever lets time pass does so again within seconds, and others want the store
        meanwhile.
        """
        changed = self._let_fall_due(now, limits)
        self._settle(now)
        return changed

    def open_alarms(self) -> list[AlarmRecord]:
        """Those that still ask somebody to decide, oldest first."""
        rows = self._database.rows("SELECT * FROM alarms WHERE state IN (?, ?) ORDER BY raised_at, alarm_id", _OPEN)
        return [from_row(row) for row in rows]

    def changed_since(self, revision: int, limit: int = 200) -> list[AlarmRecord]:
        """The alarms with a later revision, in the order of their changes; ask again for what is left."""
        rows = self._database.rows(
            "SELECT * FROM alarms WHERE revision > ? ORDER BY revision LIMIT ?", (revision, limit)
        )
        return [from_row(row) for row in rows]

    def _let_fall_due(self, now: datetime, limits: LifeLimits) -> list[AlarmRecord]:
        """The newest first: somebody may still be at the door."""
        due = [one for one in self.open_alarms() if due_step(one.alarm_id, one.life, one.raised_at, now, limits)]
        if not due:
            return []
        with self._database.writing():
            passed = [self._pass_time_for(one.alarm_id, now, limits) for one in due[: -AT_ONCE - 1 : -1]]
        return [record for record in passed if record is not None]

    def _pass_time_for(self, alarm_id: AlarmId, now: datetime, limits: LifeLimits) -> AlarmRecord | None:
        record, changed = self._exact(alarm_id), False
        # A computer that slept may owe several.
        while step := due_step(record.alarm_id, record.life, record.raised_at, now, limits):
            self._keep_step(record.alarm_id, step)
            record, changed = self._folded(record, self._steps(record.alarm_id)), True
        return record if changed else None

    def _settle(self, now: datetime) -> None:
        """What a guard said is not the person leaves the entry's id and the score behind, and not the face."""
        if not self._unsettled(now, 1):
            return
        with self._database.writing():
            settled = self._unsettled(now, AT_ONCE)
            for record in settled:
                if record.life.verdict is Verdict.NOT_THIS_PERSON:
                    note_rejection(self._database, record, filter(self._is_kept, record.who))
                    self._blobs.drop(record.alarm_id)
            execute_with(
                self._database,
                "UPDATE alarms SET settled = 1 WHERE alarm_id IN ([values])",
                [record.alarm_id for record in settled],
            )

    def _unsettled(self, now: datetime, most: int) -> list[AlarmRecord]:
        """Those that ended and can be corrected no more, the oldest ends first."""
        ended = (str(Stage.DECIDED), str(Stage.EXPIRED), to_text(now - CORRECTED_WITHIN), most)
        rows = self._database.rows(
            "SELECT * FROM alarms WHERE settled = 0 AND (state = ? OR state = ?) AND since < ? "
            "ORDER BY since, alarm_id LIMIT ?",
            ended,
        )
        return [from_row(row) for row in rows]

    def _folded(self, before: AlarmRecord, steps: list[Step]) -> AlarmRecord:
        return self._replace(replace(before, life=fold(steps)))

    def _keep_step(self, alarm_id: AlarmId, step: Step) -> None:
        text = act_to_text(step.act)
        row = {"step_id": step.step_id, "alarm_id": alarm_id, "at": to_text(step.at), "who": step.who, "act": text}
        self._database.insert("alarm_steps", row)
        if isinstance(step.act, Decide) and step.act.note:
            self._blobs.put(step.step_id, NOTE, step.act.note.encode(), alarm_id)
        told: dict[str, Json] = {"act": text, "step_at": to_text(step.at)}
        self._audit.append(self._clock(), step.who, "alarm.act", alarm_id, told)

    def _steps(self, alarm_id: AlarmId) -> list[Step]:
        rows = self._database.rows("SELECT * FROM alarm_steps WHERE alarm_id = ? ORDER BY at, step_id", (alarm_id,))
        return [
            Step(
                row["step_id"],
                from_text(row["at"]),
                GuardId(row["who"]),
                act_from_text(row["act"], self._note(row["step_id"])),
            )
            for row in rows
        ]

    def _note(self, step_id: str) -> str:
        return self._blobs.get(step_id, NOTE).decode() if self._blobs.holds(step_id) else ""
