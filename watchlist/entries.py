"""What the sequence of changes comes to, person by person.

Rule 1: every rule about what may happen to an entry lives in `apply`, and in the modules of functions it calls.
Rule 2: nothing here reads a clock, a file or a database; the tables of the store are a copy of what `apply` returns.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from watchlist.changes import (
    Act,
    AppealDecided,
    AppealLodged,
    Change,
    EntryFollowed,
    PersonApproved,
    PersonErased,
    PersonListed,
    PersonResumed,
    PersonRevoked,
    PersonSuspended,
    PhotoAdded,
    ProposalRefused,
    ReasonChanged,
    TemplateMade,
    UntilChanged,
    UntilProposed,
)
from watchlist.entry_followed import followed, must_be_own
from watchlist.entry_life import (
    appeal_decided,
    appeal_lodged,
    approved,
    must_be,
    proposal_refused,
    resumed,
    revoked,
    suspended,
    until_changed,
    until_proposed,
)
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.types import Entry, EntryState, PersonId, PhotoId


def apply(person: Listed | None, change: Change) -> Listed:
    """The person after this change; None is somebody the list has never heard of.

    Raises EntryRefused for a change that must not happen; above all, nothing happens to who was erased.
    """
    act = change.act
    if isinstance(act, EntryFollowed):
        return followed(person, act, change)
    if isinstance(act, PersonListed):
        return _listed(person, act, change)
    if person is None:
        raise EntryRefused(f"nobody with the id {act.person_id} was ever listed")
    if person.state is EntryState.ERASED:
        raise EntryRefused(
            f"the entry {act.person_id} was erased", "What is erased stays erased: list the person anew."
        )
    if not isinstance(act, TemplateMade):  # a vector of this home's own model is this home's business
        must_be_own(person)
    return _AFTER[type(act)](person, act, change)


def apply_all(changes: Iterable[Change]) -> dict[PersonId, Listed]:
    """The whole list, from nothing."""
    people: dict[PersonId, Listed] = {}
    for change in changes:
        person_id = change.act.person_id
        people[person_id] = apply(people.get(person_id), change)
    return people


def entry_on(day: date, person: Listed, name: str, reason: str, photos: tuple[PhotoId, ...]) -> Entry:
    """The entry as people see it on this day; `photos` are those of the person's whose files are here."""
    return Entry(
        person.person_id,
        name,
        reason,
        person.until,
        person.listed_by,
        person.listed_at,
        person.approved_by,
        EntryState.EXPIRED if person.until < day and person.state in _MAY_EXPIRE else person.state,
        photos,
        len(person.waiting),
        person.decisions,
        person.source,
        person.list_id,
        person.later,
    )


_MAY_EXPIRE = (EntryState.PROPOSED, EntryState.ACTIVE, EntryState.SUSPENDED)


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
        source=act.source,
        basis_ref=act.basis_ref,
        adult=act.adult,
    )


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
    """Not while an appeal is open: whoever decides it decides about the reason that was given."""
    must_be(
        person,
        "given another reason",
        EntryState.PROPOSED,
        EntryState.ACTIVE,
        EntryState.SUSPENDED,
        EntryState.REVOKED,
    )
    return replace(person, reason_ref=act.reason_ref)


def _erased(person: Listed, _act: PersonErased, _change: Change) -> Listed:
    """What stays is that there was somebody, and who answers for it."""
    return Listed(
        person.person_id, EntryState.ERASED, person.until, person.listed_by, person.listed_at, person.approved_by
    )


_AFTER: dict[type[Act], Callable[[Listed, Any, Change], Listed]] = {
    PersonApproved: approved,
    ProposalRefused: proposal_refused,
    PhotoAdded: _photo_added,
    TemplateMade: _template_made,
    ReasonChanged: _reason_changed,
    UntilChanged: until_changed,
    UntilProposed: until_proposed,
    PersonSuspended: suspended,
    PersonResumed: resumed,
    PersonRevoked: revoked,
    AppealLodged: appeal_lodged,
    AppealDecided: appeal_decided,
    PersonErased: _erased,
}
