"""An alarm as it is kept, and its row in the table `alarms`."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from records.canonical import Json, to_json
from records.database import Row
from records.moments import from_text, to_text
from watchlist.alarms.life import GuardId, Life, Stage, Verdict
from watchlist.types import AlarmId, Candidate, PersonId

_PLAIN = (
    *("alarm_id", "person_id", "camera", "score", "runner_up", "track", "visit", "last_camera", "updates"),
    *("one_in", "model_id", "threshold", "revision"),
)


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """One alarm of one visit.

    `person_id` is None while two entries tie; `candidates` are the entries it may be, the nearest first.
    `first_at` is when the face was first seen, `raised_at` when it rang; all times have a time zone.
    `score` is the best cosine so far, `runner_up` that of the next person or None. `one_in`: with 95 % confidence at
    most one stranger in so many is as similar as it takes to ring, as it was measured when this rang; None where nobody
    did. `model_id` made the vectors that were compared, `threshold` is the cosine from which it rang; None where nobody
    kept that. `revision` grows with every change of any alarm of the store; 0 before it is kept.
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
    updates: int = 0
    one_in: int | None = None
    model_id: str | None = None
    threshold: float | None = None
    life: Life = field(default_factory=Life)
    revision: int = field(default=0, compare=False)

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
        "candidates": candidates_to_json(record.candidates),
        "camera": record.camera,
        "first_at": to_text(record.first_at),
        "raised_at": to_text(record.raised_at),
        "score": record.score,
        "runner_up": record.runner_up,
        "track": record.track,
        "visit": record.visit,
        "updates": record.updates,
        "last_seen_at": to_text(record.last_seen_at),
        "last_camera": record.last_camera,
        "one_in": record.one_in,
        "model_id": record.model_id,
        "threshold": record.threshold,
        "revision": record.revision,
        **_life_to_row(record.life),
    }


def from_row(row: Row) -> AlarmRecord:
    told: dict[str, Any] = {name: row[name] for name in _PLAIN}
    told |= {name: from_text(row[name]) for name in ("first_at", "raised_at", "last_seen_at")}
    return AlarmRecord(**told, candidates=candidates_from_json(row["candidates"]), life=_life_of(row))


def _life_to_row(life: Life) -> Row:
    return {
        "state": str(life.stage),
        "owner": life.owner,
        "since": to_text(life.since) if life.since else None,
        "meant_for": life.meant_for,
        "level": life.level,
        "verdict": str(life.verdict) if life.verdict else None,
    }


def _life_of(row: Row) -> Life:
    return Life(
        Stage(row["state"]),
        GuardId(row["owner"]) if row["owner"] else None,
        from_text(row["since"]) if row["since"] else None,
        GuardId(row["meant_for"]) if row["meant_for"] else None,
        row["level"],
        Verdict(row["verdict"]) if row["verdict"] else None,
    )


def candidates_to_json(candidates: tuple[Candidate, ...]) -> str:
    plain: list[dict[str, Json]] = [{"person": str(one.person_id), "score": one.score} for one in candidates]
    return f"[{','.join(to_json(one) for one in plain)}]"


def candidates_from_json(text: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(PersonId(one["person"]), one["score"]) for one in json.loads(text))
