"""What guards said is not the person: the entry and the score are kept for calibration, the face is not.

An entry that is wrong again and again proposes itself for a review: its photograph may be bad, or of a common face.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from records.database import Database
from records.moments import from_text, to_text
from watchlist.alarms.record import AlarmRecord
from watchlist.errors import EntryRefused
from watchlist.store_parts import StorePart, checked_operator
from watchlist.types import AlarmId, PersonId

REVIEW_AFTER = 3
REVIEW_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A guard said that this sighting, `score` near to the entry (cosine), was somebody else."""

    alarm_id: AlarmId
    person_id: PersonId
    at: datetime
    camera: str
    score: float


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """So many different alarms about this entry were wrong since it was last looked at; `last_at` is the newest."""

    person_id: PersonId
    rejections: int
    last_at: datetime


class Rejections(StorePart):
    def rejections(self) -> list[Rejection]:
        """All that are kept, newest first."""
        rows = self._database.rows("SELECT * FROM rejections ORDER BY at DESC, alarm_id, person_id")
        return [
            Rejection(row["alarm_id"], row["person_id"], from_text(row["at"]), row["camera"], row["score"])
            for row in rows
        ]

    def reviews_due(self, now: datetime) -> list[ReviewDue]:
        """Entries that were wrong REVIEW_AFTER times or more within REVIEW_WITHIN, the worst first: here, and where
        nodes told this hub so."""
        since = now - REVIEW_WITHIN
        with self._database.reading():
            rows = self._database.rows("SELECT person_id, at FROM rejections WHERE at > ?", (to_text(since),))
            wrong = [(PersonId(row["person_id"]), from_text(row["at"])) for row in rows]
            wrong += self._rejected_at_nodes(since)
            looked = self._database.rows("SELECT person_id, max(at) AS at FROM reviews GROUP BY person_id")
        reviewed = {row["person_id"]: from_text(row["at"]) for row in looked}
        counted: dict[PersonId, list[datetime]] = {}
        for person_id, at in wrong:
            if at > reviewed.get(person_id, since):
                counted.setdefault(person_id, []).append(at)
        due = [ReviewDue(who, len(times), max(times)) for who, times in counted.items() if len(times) >= REVIEW_AFTER]
        return sorted(due, key=lambda one: (one.rejections, one.last_at, one.person_id), reverse=True)

    def _rejected_at_nodes(self, _since: datetime) -> Iterable[tuple[PersonId, datetime]]:
        """Whom visits told by nodes since then were not, and when; each visit once. Inside `reading()`."""
        return ()

    def reviewed(self, person_id: PersonId, operator: str) -> None:
        """Somebody looked at the entry again and let it stand. Raises EntryRefused for nobody's."""
        operator = checked_operator(operator)
        with self._database.writing():
            if self._tables.person(person_id) is None:
                raise EntryRefused(f"nobody with the id {person_id} is on the list")
            at = self._clock()
            self._database.execute(
                "INSERT INTO reviews (person_id, at, who) VALUES (?, ?, ?) ON CONFLICT (person_id, at) DO NOTHING",
                (person_id, to_text(at), operator),
            )
            self._audit.append(at, operator, "entry.reviewed", person_id)


def note_rejection(database: Database, record: AlarmRecord, kept: Iterable[PersonId]) -> None:
    """One for each of `kept`, those it was about who are still on the list. Inside `writing()`."""
    scores = {one.person_id: one.score for one in record.candidates}
    for person_id in kept:
        score = scores.get(person_id, record.score)
        put_rejection(database, Rejection(record.alarm_id, person_id, record.raised_at, record.camera, score))


def put_rejection(database: Database, told: Rejection) -> None:
    """What is known stays: a hub may be told of it again when it has forgotten the alarm. Inside `writing()`."""
    sql = (
        "INSERT INTO rejections (alarm_id, person_id, at, camera, score) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (alarm_id, person_id) DO NOTHING"
    )
    database.execute(sql, (told.alarm_id, told.person_id, to_text(told.at), told.camera, told.score))


def drop_rejections_of(person_id: PersonId, database: Database) -> None:
    """The entry was erased: what is left of it is its tombstone. Inside `writing()`."""
    for table in ("rejections", "reviews"):
        database.execute(f"DELETE FROM {table} WHERE person_id = ?", (person_id,))
