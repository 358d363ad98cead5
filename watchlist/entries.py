"""What the sequence of changes comes to, person by person.

Rule 1: every rule about what may happen to an entry lives in `apply`.
Rule 2: nothing here reads a clock, a file or a database; the tables of the store are a copy of what `apply` returns.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from watchlist.changes import (
    Act,
    Change,
    PersonApproved,
    PersonErased,
    PersonListed,
    PhotoAdded,
    ReasonChanged,
    TemplateMade,
    UntilChanged,
)
from watchlist.errors import EntryRefused
from watchlist.types import Entry, EntryState, PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as the changes left them: references only, nothing personal. `state` does not know what day it is.

    `proposed_by` is whoever made the entry a proposal, None unless it is one; `waiting` are the photographs that a
    second operator must approve before they count, each with who added it.
    """

    person_id: PersonId
    state: EntryState
    until: date
    listed_by: str
    listed_at: datetime
    approved_by: str | None = None
    name_ref: str = ""
    reason_ref: str = ""
    evidence_ref: str | None = None
    photos: tuple[PhotoId, ...] = ()
    templates: frozenset[tuple[PhotoId, str]] = frozenset()
    proposed_by: str | None = None
    waiting: frozenset[tuple[PhotoId, str]] = frozenset()


def apply(person: Listed | None, change: Change) -> Listed:
    """The person after this change; None is somebody the list has never heard of.

    Raises EntryRefused for a change that must not happen; above all, nothing happens to who was erased.
    """
    act = change.act
    if isinstance(act, PersonListed):
        return _listed(person, act, change)
    if person is None:
        raise EntryRefused(f"nobody with the id {act.person_id} was ever listed")
    if person.state is EntryState.ERASED:
        raise EntryRefused(
            f"the entry {act.person_id} was erased", "What is erased stays erased: list the person anew."
        )
    return _AFTER[type(act)](person, act, change)


def apply_all(changes: Iterable[Change]) -> dict[PersonId, Listed]:
    """The whole list, from nothing."""
    people: dict[PersonId, Listed] = {}
    for change in changes:
        person_id = change.act.person_id
        people[person_id] = apply(people.get(person_id), change)
    return people


def entry_on(day: date, person: Listed, name: str, reason: str) -> Entry:
    """The entry as people see it on this day."""
    expired = person.until < day and person.state is not EntryState.ERASED
    return Entry(
        person.person_id,
        name,
        reason,
        person.until,
        person.listed_by,
        person.listed_at,
        person.approved_by,
        EntryState.EXPIRED if expired else person.state,
        person.photos,
        len(person.waiting),
    )


def same_operator(one: str, other: str) -> bool:
    """Whether two names were typed by one person: capitals, spaces and the width of letters make no second pair of
    eyes."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    """What is left without spaces and letters that nobody sees (categories Z and C of Unicode)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "ZC")


def _listed(person: Listed | None, act: PersonListed, change: Change) -> Listed:
    if person is not None:
        raise EntryRefused(f"the id {act.person_id} is taken", "What is erased stays erased: list the person anew.")
    return Listed(
        act.person_id,
        act.state,
        act.until,
        change.who,
        change.at,
        name_ref=act.name_ref,
        reason_ref=act.reason_ref,
        evidence_ref=act.evidence_ref,
        proposed_by=change.who if act.state is EntryState.PROPOSED else None,
    )


def _approved(person: Listed, _act: PersonApproved, change: Change) -> Listed:
    """What others proposed is approved; what the operator proposed goes on waiting."""
    if person.proposed_by is None and not person.waiting:
        raise EntryRefused(f"the entry {person.person_id} does not wait for approval")
    own_entry = person.proposed_by is not None and same_operator(change.who, person.proposed_by)
    own_photos = frozenset(one for one in person.waiting if same_operator(change.who, one[1]))
    approves_photos = own_photos != person.waiting
    if own_entry or (person.proposed_by is None and not approves_photos):
        what = "this entry" if own_entry else "these photographs"
        raise EntryRefused(
            f"{change.who} proposed {what} and cannot approve it", "Somebody else must look at it and approve it."
        )
    return replace(person, state=EntryState.ACTIVE, approved_by=change.who, proposed_by=None, waiting=own_photos)


def _photo_added(person: Listed, act: PhotoAdded, change: Change) -> Listed:
    if act.photo_id in person.photos:
        raise EntryRefused(f"the photograph {act.photo_id} was added before")
    waiting = person.waiting | ({(act.photo_id, change.who)} if act.waits else set())
    return replace(person, photos=(*person.photos, act.photo_id), waiting=waiting)


def _template_made(person: Listed, act: TemplateMade, _change: Change) -> Listed:
    if act.photo_id not in person.photos:
        raise EntryRefused(f"a template of the photograph {act.photo_id}, which {person.person_id} does not have")
    return replace(person, templates=person.templates | {(act.photo_id, act.model_id)})


def _reason_changed(person: Listed, act: ReasonChanged, _change: Change) -> Listed:
    return replace(person, reason_ref=act.reason_ref)


def _until_changed(person: Listed, act: UntilChanged, change: Change) -> Listed:
    if not act.waits:
        return replace(person, until=act.until)
    return replace(person, until=act.until, state=EntryState.PROPOSED, proposed_by=change.who)


def _erased(person: Listed, _act: PersonErased, _change: Change) -> Listed:
    """What stays is that there was somebody, and who answers for it."""
    return Listed(
        person.person_id, EntryState.ERASED, person.until, person.listed_by, person.listed_at, person.approved_by
    )


_AFTER: dict[type[Act], Callable[[Listed, Any, Change], Listed]] = {
    PersonApproved: _approved,
    PhotoAdded: _photo_added,
    TemplateMade: _template_made,
    ReasonChanged: _reason_changed,
    UntilChanged: _until_changed,
    PersonErased: _erased,
}
