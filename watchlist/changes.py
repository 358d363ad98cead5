"""What can happen to the list. The list is the sequence of these; everything else is made from it.

Names, reasons, photographs and vectors are personal: an act only refers to them (`..._ref`, ids), so that the sequence
can be kept for ever and what it refers to can be erased.
"""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from records.canonical import to_json
from watchlist.types import EntryState, PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class PersonListed:
    """`until` is the last day on which the entry rings; `state` is ACTIVE, or PROPOSED where a second must approve.

    `source` is the hospital that lists the person, `basis_ref` the legal basis for telling others; `adult` is that
    whoever listed the person stated that they are no minor.
    """

    person_id: PersonId
    until: date
    state: EntryState
    name_ref: str
    reason_ref: str
    evidence_ref: str | None = None
    source: str = ""
    basis_ref: str | None = None
    adult: bool = False

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
class UntilProposed:
    """A later last day of an entry that is on the list: it counts when a second operator approves it, and until then
    the entry goes on as it was."""

    person_id: PersonId
    until: date


@dataclass(frozen=True, slots=True)
class ProposalRefused:
    """Somebody looked at a proposal and turned it down; or at the later last day of an entry that is on the list."""

    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PersonSuspended:
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PersonResumed:
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PersonRevoked:
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class AppealLodged:
    """The person, or somebody for them, says that the listing is wrong: nobody rings until two have decided. With
    `was_suspended` nobody rang before either, nor does anybody where the listing stands."""

    person_id: PersonId
    appeal_ref: str
    was_suspended: bool = False


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """What one operator says of the appeal: `upheld` is that the listing stands."""

    person_id: PersonId
    upheld: bool


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The tombstone: nothing may happen to this person any more."""

    person_id: PersonId


@dataclass(frozen=True, slots=True)
class EntryFollowed:
    """The whole entry, as the authority of the shared list `list_id` says it is from its change `seq` on.

    ACTIVE has content; ERASED is the authority's tombstone; anything else is withdrawn, and has none: `until` is then
    the day it was told. A template may be named whose photograph was not sent along.
    """

    person_id: PersonId
    list_id: str
    seq: int
    state: EntryState
    until: date
    name_ref: str = ""
    reason_ref: str = ""
    source: str = ""
    basis_ref: str | None = None
    photos: tuple[PhotoId, ...] = ()
    templates: tuple[tuple[PhotoId, str], ...] = ()

    def __post_init__(self) -> None:
        if self.state in (EntryState.PROPOSED, EntryState.EXPIRED):
            raise ValueError(f"nobody is followed as {self.state}")
        if not self.list_id or self.seq < 1:
            raise ValueError(f"a shared entry has a list and a number from 1: {self.list_id!r}, {self.seq}")
        content = (self.name_ref, self.reason_ref, self.source, self.basis_ref, self.photos, self.templates)
        if self.state is not EntryState.ACTIVE and any(content):
            raise ValueError(f"an entry that is {self.state} is told without its content")
        if self.state is EntryState.ACTIVE and not (self.name_ref and self.reason_ref):
            raise ValueError("an entry that rings has a name and a reason")
        if len(set(self.photos)) != len(self.photos) or not {photo for photo, _ in self.templates} <= set(self.photos):
            raise ValueError("photographs are named once, and templates are of these")


Act = (
    PersonListed
    | PersonApproved
    | ProposalRefused
    | PhotoAdded
    | TemplateMade
    | ReasonChanged
    | UntilChanged
    | UntilProposed
    | PersonSuspended
    | PersonResumed
    | PersonRevoked
    | AppealLodged
    | AppealDecided
    | PersonErased
    | EntryFollowed
)

_KINDS: dict[str, type[Act]] = {kind.__name__: kind for kind in get_args(Act)}


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
    fields = {field.name: _plain(getattr(act, field.name)) for field in dataclasses.fields(act)}
    return to_json({"kind": type(act).__name__, **fields})


def act_from_json(text: str) -> Act:
    """Raises ValueError for anything that `act_to_json` does not write."""
    fields: dict[str, Any] = json.loads(text)
    kind = _KINDS.get(fields.pop("kind", ""))
    if kind is None:
        raise ValueError(f"an unknown kind of change: {text[:80]}")
    try:
        return kind(**{name: _READ.get(name, _as_it_is)(value) for name, value in fields.items()})
    except TypeError as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _as_it_is(value: Any) -> Any:
    return value


_READ: dict[str, Callable[[Any], Any]] = {
    "until": date.fromisoformat,
    "state": EntryState,
    "photos": tuple,
    "templates": lambda pairs: tuple((photo, model) for photo, model in pairs),
}
