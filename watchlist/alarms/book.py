"""Alarms as they rang: the row, the picture of the face (sealed), where the visit led, and who looked at it."""

from dataclasses import replace
from datetime import datetime

from records.canonical import Json, to_json
from records.database import ALL_ROWS, Database
from records.moments import to_text
from watchlist.alarms.life import PROGRAM
from watchlist.alarms.record import AlarmRecord, from_row
from watchlist.alarms.sightings import note_sighting, stays_of
from watchlist.alarms.stay import Stay
from watchlist.alarms.table import AlarmTable, next_revision
from watchlist.errors import EntryRefused, NoSuchAlarm
from watchlist.store_parts import CAPTURE, NOTE, checked_operator
from watchlist.types import AlarmId, PersonId


class KeptAlarms(AlarmTable):
    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> None:
        """Keep an alarm and its picture (JPEG); returns when both are on the disk.

        Raises EntryRefused when everybody it may be was erased meanwhile: then this face matches nobody,
        and nothing is kept.
        """
        with self._database.writing():
            if not any(self._is_kept(person_id) for person_id in record.who):
                raise EntryRefused(
                    f"the alarm {record.alarm_id} is about nobody on the list", "The entry was erased meanwhile."
                )
            self._insert(record)
            note_sighting(self._database, record.alarm_id, record.camera, record.raised_at, record.score)
            self._blobs.put(record.alarm_id, CAPTURE, picture, record.alarm_id)
            told: dict[str, Json] = {
                "camera": record.camera,
                "score": record.score,
                "who": "/".join(sorted(record.who)),
            }
            self._audit.append(self._clock(), PROGRAM, "alarm.raised", record.alarm_id, told)

    def update_alarm(
        self,
        alarm_id: AlarmId,
        at: datetime,
        camera: str,
        score: float,
        person_id: PersonId | None = None,
        *,
        sure: bool = True,
    ) -> AlarmRecord:
        """Note a later sighting of the same visit; `person_id` when it has become clear who of a tie it is.

        One that is not `sure` counts, but does not prolong the visit. Raises NoSuchAlarm.
        """
        with self._database.writing():
            before = self._exact(alarm_id)
            after = replace(
                before,
                person_id=before.person_id or person_id,
                score=max(before.score, score),
                updates=before.updates + 1,
                last_seen_at=max(before.last_seen_at, at) if sure else before.last_seen_at,
                last_camera=camera if sure and at >= before.last_seen_at else before.last_camera,
            )
            after = self._replace(after)
            if sure:
                note_sighting(self._database, alarm_id, camera, at, score)
            if after.person_id != before.person_id:
                self._audit.append(self._clock(), PROGRAM, "alarm.resolved", alarm_id, {"person": str(person_id)})
        return after

    def alarms(self, limit: int | None = None) -> list[AlarmRecord]:
        """The newest alarms, newest first; all of them for None."""
        rows = self._database.rows(
            "SELECT * FROM alarms ORDER BY raised_at DESC, alarm_id LIMIT ?", (ALL_ROWS if limit is None else limit,)
        )
        return [from_row(row) for row in rows]

    def alarm(self, alarm_id: str) -> AlarmRecord:
        """The alarm of this id, or the only one whose id begins like this. Raises NoSuchAlarm."""
        rows = self._database.rows(
            "SELECT * FROM alarms WHERE substr(alarm_id, 1, length(:id)) = :id "
            "ORDER BY alarm_id <> :id, alarm_id LIMIT 2",
            {"id": alarm_id},
        )
        if not rows or not alarm_id:
            raise NoSuchAlarm(f"no alarm {alarm_id!r} is kept")
        if len(rows) > 1 and rows[0]["alarm_id"] != alarm_id:
            raise NoSuchAlarm(f"several alarms begin with {alarm_id!r}", "Give more of the id.")
        return from_row(rows[0])

    def picture(self, alarm_id: str, operator: str) -> bytes:
        """The picture of the face that rang (JPEG). Who looked is kept in the audit log.

        Raises NoSuchAlarm, also when the picture went with an erased entry.
        """
        operator = checked_operator(operator)
        with self._database.writing():
            record = self.alarm(alarm_id)
            if not self._blobs.holds(record.alarm_id):
                raise NoSuchAlarm(f"the picture of alarm {record.alarm_id} was erased", "Its person was erased.")
            data = self._blobs.get(record.alarm_id, CAPTURE)
            self._audit.append(self._clock(), operator, "alarm.looked_at", record.alarm_id)
        return data

    def has_picture(self, alarm_id: AlarmId) -> bool:
        """Whether `picture` has one to give; nobody's look."""
        return self._blobs.holds(alarm_id)

    def stays(self, alarm_id: AlarmId) -> list[Stay]:
        """Where this visit led, in order."""
        return stays_of(self._database, alarm_id)

    def last_visits(self, since: datetime) -> list[tuple[frozenset[PersonId], datetime, AlarmId]]:
        """Whom alarms since then were about, and when each was last seen, oldest first: nobody rings again so soon."""
        rows = self._database.rows(
            "SELECT * FROM alarms WHERE last_seen_at >= ? ORDER BY last_seen_at, alarm_id", (to_text(since),)
        )
        records = [from_row(row) for row in rows]
        return [(record.who, record.last_seen_at, record.alarm_id) for record in records]

    def purge_alarms(self, before: datetime) -> int:
        """Delete the alarms last seen before this moment, with their pictures. Returns how many."""
        with self._database.writing():
            old = (to_text(before),)
            self._database.execute(
                "DELETE FROM blobs WHERE owner IN (SELECT alarm_id FROM alarms WHERE last_seen_at < ?)", old
            )
            for table in ("alarm_steps", "sightings"):
                self._database.execute(
                    f"DELETE FROM {table} WHERE alarm_id IN (SELECT alarm_id FROM alarms WHERE last_seen_at < ?)", old
                )
            count = self._database.execute("DELETE FROM alarms WHERE last_seen_at < ?", old)
            if count:
                told: dict[str, Json] = {"count": count, "before": old[0]}
                self._audit.append(self._clock(), PROGRAM, "alarms.purged", "", told)
        # Also when nothing was old: what an erasure could not wipe for another program's sake goes now.
        self._database.wipe_log()
        return count


def forget_captures_of(person_id: PersonId, database: Database) -> None:
    """Delete the pictures and notes of all alarms that were, or may have been, about this person, and let whoever shows
    these alarms notice. Inside `writing()`."""
    # The candidates are canonical JSON: this is how such a person stands there, and nothing else does.
    about = "SELECT alarm_id FROM alarms WHERE person_id = :person OR replace(candidates, :among, '') <> candidates"
    among = to_json({"person": person_id}).strip("{}")
    values = {"person": person_id, "among": among, "capture": CAPTURE, "note": NOTE}
    database.execute(f"DELETE FROM blobs WHERE purpose IN (:capture, :note) AND owner IN ({about})", values)
    for row in database.rows(f"{about} ORDER BY revision", {"person": person_id, "among": among}):
        told = (next_revision(database), row["alarm_id"])
        database.execute("UPDATE alarms SET revision = ? WHERE alarm_id = ?", told)
