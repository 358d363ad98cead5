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
    PROPOSED = "proposed"
    ACTIVE = "active"
    EXPIRED = "expired"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Entry:
    """A person on the list. `until` is the last day on which the entry rings.

    `waiting` is how many of the photographs a second operator must approve before they count.
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
