"""The table of alarms: every change of a row gives it a new revision, by which others notice."""

from dataclasses import replace

from records.database import Database
from watchlist.alarms.record import AlarmRecord, from_row, to_row
from watchlist.errors import NoSuchAlarm
from watchlist.store_parts import StorePart
from watchlist.types import AlarmId, EntryState, PersonId


class AlarmTable(StorePart):
    """Base of the parts that keep alarms."""

    @property
    def alarm_revision(self) -> int:
        """That of the alarm changed last; 0 when there was none yet."""
        row = self._database.row("SELECT revision FROM alarm_revision")
        assert row is not None
        return int(row["revision"])

    def _exact(self, alarm_id: AlarmId) -> AlarmRecord:
        row = self._database.row("SELECT * FROM alarms WHERE alarm_id = ?", (alarm_id,))
        if row is None:
            raise NoSuchAlarm(f"no alarm {alarm_id!r} is kept")
        return from_row(row)

    def _insert(self, record: AlarmRecord) -> AlarmRecord:
        kept = replace(record, revision=next_revision(self._database))
        self._database.insert("alarms", to_row(kept))
        return kept

    def _replace(self, record: AlarmRecord) -> AlarmRecord:
        kept = replace(record, revision=next_revision(self._database))
        row = to_row(kept)
        changed = ", ".join(f"{column} = :{column}" for column in row if column != "alarm_id")
        self._database.execute(f"UPDATE alarms SET {changed} WHERE alarm_id = :alarm_id", row)
        return kept

    def _is_kept(self, person_id: PersonId) -> bool:
        sql = "SELECT 1 FROM entries WHERE person_id = ? AND state <> ?"
        return self._database.row(sql, (person_id, str(EntryState.ERASED))) is not None


def next_revision(database: Database) -> int:
    """Inside `writing()`."""
    database.execute("UPDATE alarm_revision SET revision = revision + 1")
    row = database.row("SELECT revision FROM alarm_revision")
    assert row is not None
    return int(row["revision"])
