"""The values of the watchlist: who is listed, what a search answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

PersonId = NewType("PersonId", str)
PhotoId = NewType("PhotoId", str)
AlarmId = NewType("AlarmId", str)


class EntryState(StrEnum):
    """EXPIRED is never kept: the day makes it. Only what is ACTIVE rings; ON_HOLD is an appeal being decided."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ON_HOLD = "on-hold"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one operator said of an appeal: `upheld` is that the listing stands."""

    who: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class LaterDay:
    """A later last day than the entry's, which counts when somebody else than `asked_by` approves it."""

    until: date
    asked_by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A person on the list. `until` is the last day on which the entry rings.

    `waiting` is how many of the photographs a second operator must approve before they count; `decisions` are those
    made of an appeal so far. `source` is the hospital that listed the person, `list_id` the shared list the entry comes
    from, empty for an entry of this home's own; of a shared one only the photographs that were sent along are told.
    `later` is the later last day that waits for approval.
    """

    person_id: PersonId
    name: str
    reason: str
    until: date
    listed_by: str
    listed_at: datetime
    approved_by: str | None
    state: EntryState
    photos: tuple[PhotoId, ...]
    waiting: int = 0
    decisions: tuple[Decision, ...] = ()
    source: str = ""
    list_id: str = ""
    later: LaterDay | None = None

    @property
    def has_waiting(self) -> bool:
        """Whether anything of the entry waits until a second operator approves it."""
        return self.state is EntryState.PROPOSED or self.waiting > 0 or self.later is not None

    def rings_on(self, day: date) -> bool:
        return self.state is EntryState.ACTIVE and day <= self.until


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One photograph's embedding: float32 (d,), unit length, of the model `model_id`."""

    person_id: PersonId
    photo_id: PhotoId
    vector: NDArray[np.float32]
    model_id: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed person and the cosine of their template nearest to the probe, -1 to 1."""

    person_id: PersonId
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The answer of the gallery to one probe: the nearest person and the second nearest; None where there is none."""

    nearest: Candidate | None
    runner_up: Candidate | None


NOBODY = Match(None, None)
