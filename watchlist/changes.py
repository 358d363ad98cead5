"""What can happen to the list. The list is the sequence of these; everything else is made from it.

Names, reasons, photographs and vectors are personal: an act only refers to them (`..._ref`, ids), so that the sequence
can be kept for ever and what it refers to can be erased.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.canonical import to_json
from watchlist.types import EntryState, PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class PersonListed:
    """`until` is the last day on which the entry rings; `state` is ACTIVE, or PROPOSED where a second must approve."""

    person_id: PersonId
    until: date
    state: EntryState
    name_ref: str
    reason_ref: str
    evidence_ref: str | None = None

    def __post_init__(self) -> None:
        if self.state not in (EntryState.ACTIVE, EntryState.PROPOSED):
            raise ValueError(f"nobody is listed as {self.state}")


@dataclass(frozen=True, slots=True)
class PersonApproved:
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PhotoAdded:
    """With `waits` nobody rings for the photograph before a second operator approved it."""

    person_id: PersonId
    photo_id: PhotoId
    waits: bool = False


@dataclass(frozen=True, slots=True)
class TemplateMade:
    person_id: PersonId
    photo_id: PhotoId
    model_id: str


@dataclass(frozen=True, slots=True)
class ReasonChanged:
    person_id: PersonId
    reason_ref: str


@dataclass(frozen=True, slots=True)
class UntilChanged:
    """With `waits` the entry is a proposal again: a second operator must approve that it rings until then."""

    person_id: PersonId
    until: date
    waits: bool = False


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The tombstone: nothing may happen to this person any more."""

    person_id: PersonId


Act = PersonListed | PersonApproved | PhotoAdded | TemplateMade | ReasonChanged | UntilChanged | PersonErased

_KINDS: dict[str, type[Act]] = {
    kind.__name__: kind
    for kind in (PersonListed, PersonApproved, PhotoAdded, TemplateMade, ReasonChanged, UntilChanged, PersonErased)
}


@dataclass(frozen=True, slots=True)
class Change:
    """An act with its place in the sequence: who did it, when and why."""

    number: int
    at: datetime
    who: str
    why: str
    act: Act


def act_to_json(act: Act) -> str:
    """Canonical: equal acts give equal text."""
    fields = {field.name: getattr(act, field.name) for field in dataclasses.fields(act)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
    return to_json({"kind": type(act).__name__, **plain})


def act_from_json(text: str) -> Act:
    """Raises ValueError for anything that `act_to_json` does not write."""
    fields: dict[str, Any] = json.loads(text)
    kind = _KINDS.get(fields.pop("kind", ""))
    if kind is None:
        raise ValueError(f"an unknown kind of change: {text[:80]}")
    if "until" in fields:
        fields["until"] = date.fromisoformat(fields["until"])
    if "state" in fields:
        fields["state"] = EntryState(fields["state"])
    try:
        return kind(**fields)
    except TypeError as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error
