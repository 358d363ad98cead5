"""What rang at this PC, on its way to the hub: without any picture, name or note, and with signs for the guards."""

from collections.abc import Sequence
from functools import partial

from records.database import Row
from records.moments import from_text
from watchlist.alarms.acts import act_from_text, act_to_text
from watchlist.alarms.life import PROGRAM, Forward, GuardId
from watchlist.alarms.record import AlarmRecord, from_row
from watchlist.types import Candidate
from watchlist.upstream.outbox import Changed, Outbox
from watchlist.upstream.values import MOST_STEPS, AlarmTold, CameraTold, StepTold

_SIGN_DIGITS = 12


class AlarmOutbox(Outbox):
    _mark = "alarms told"
    _waiting_sql = "FROM alarms WHERE revision > ?"

    def cameras(self) -> Sequence[CameraTold]:
        """Of a watch's cameras no store knows anything: the watch shows them."""
        return ()

    def _changed_after(self, number: int, most: int) -> Sequence[Changed]:
        sql = "SELECT * FROM alarms WHERE revision > ? ORDER BY revision LIMIT ?"
        records = [from_row(row) for row in self._database.rows(sql, (number, most))]
        return [Changed(one.revision, one.who, one.candidates, partial(self._told, one)) for one in records]

    def _told(self, record: AlarmRecord, candidates: tuple[Candidate, ...]) -> AlarmTold:
        return AlarmTold(
            record.alarm_id,
            record.revision,
            record.person_id,
            candidates,
            record.camera,
            record.first_at,
            record.raised_at,
            record.last_seen_at,
            record.last_camera,
            record.score,
            record.runner_up,
            record.threshold,
            record.model_id,
            record.one_in,
            record.updates,
            self._steps(record),
        )

    def _steps(self, record: AlarmRecord) -> tuple[StepTold, ...]:
        """The newest: earlier ones were told before."""
        sql = "SELECT * FROM alarm_steps WHERE alarm_id = ? ORDER BY at DESC, step_id DESC LIMIT ?"
        rows = self._database.rows(sql, (record.alarm_id, MOST_STEPS))
        return tuple(self._step(row) for row in reversed(rows))

    def _step(self, row: Row) -> StepTold:
        act = act_from_text(row["act"])
        if isinstance(act, Forward):
            act = Forward(self._sign(act.to))
        return StepTold(row["step_id"], from_text(row["at"]), self._sign(GuardId(row["who"])), act_to_text(act))

    def _sign(self, who: GuardId) -> GuardId:
        """The same for the same guard, and only this home can tell whose it is."""
        return who if who == PROGRAM else GuardId(f"guard-{self._cipher.mac(who.encode(), 'guard')[:_SIGN_DIGITS]}")
