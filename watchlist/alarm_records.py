"""An alarm as it is kept, and its row in the table `alarms`."""

import json
from dataclasses import dataclass
from datetime import datetime

from records.canonical import Json, to_json
from records.database import Row
from records.moments import from_text, to_text
from watchlist.types import AlarmId, Candidate, PersonId

RAISED = "raised"


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """One alarm of one visit.

    `person_id` is None while two entries tie; `candidates` are the entries it may be, the nearest first.
    `first_at` is when the face was first seen, `raised_at` when it rang; all times have a time zone.
    `score` is the best cosine so far, `runner_up` that of the next person or None.
    """

    alarm_id: AlarmId
    person_id: PersonId | None
    candidates: tuple[Candidate, ...]
    camera: str
    first_at: datetime
    raised_at: datetime
    score: float
    runner_up: float | None
    track: int
    visit: str
    last_seen_at: datetime
    last_camera: str
    state: str = RAISED
    updates: int = 0

    def __post_init__(self) -> None:
        if self.person_id is None and not self.candidates:
            raise ValueError("an alarm about nobody")
        if any(moment.tzinfo is None for moment in (self.first_at, self.raised_at, self.last_seen_at)):
            raise ValueError("an alarm's moment without a time zone")

    @property
    def who(self) -> frozenset[PersonId]:
        """The person, or everybody it may be."""
        if self.person_id is not None:
            return frozenset({self.person_id})
        return frozenset(candidate.person_id for candidate in self.candidates)


def to_row(record: AlarmRecord) -> Row:
    return {
        "alarm_id": record.alarm_id,
        "person_id": record.person_id,
        "candidates": _candidates_to_json(record.candidates),
        "camera": record.camera,
        "first_at": to_text(record.first_at),
        "raised_at": to_text(record.raised_at),
        "score": record.score,
        "runner_up": record.runner_up,
        "track": record.track,
        "visit": record.visit,
        "state": record.state,
        "updates": record.updates,
        "last_seen_at": to_text(record.last_seen_at),
        "last_camera": record.last_camera,
    }


def from_row(row: Row) -> AlarmRecord:
    candidates = tuple(Candidate(PersonId(one["person"]), one["score"]) for one in json.loads(row["candidates"]))
    times = {name: from_text(row[name]) for name in ("first_at", "raised_at", "last_seen_at")}
    return AlarmRecord(**{**row, **times, "candidates": candidates})


def _candidates_to_json(candidates: tuple[Candidate, ...]) -> str:
    plain: list[dict[str, Json]] = [{"person": str(one.person_id), "score": one.score} for one in candidates]
    return f"[{','.join(to_json(one) for one in plain)}]"
