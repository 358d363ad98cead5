"""What people may do to an entry that is on the list: from which state to which, and who may say so.

PROPOSED -> ACTIVE (approved by somebody else) or REVOKED (turned down)
ACTIVE <-> SUSPENDED
ACTIVE, SUSPENDED -> REVOKED, or ON_HOLD while an appeal is open
ON_HOLD -> what it was before, or REVOKED, when two who did not propose the entry say the same
REVOKED -> ACTIVE or PROPOSED (renewed)

A later last day waits beside the state until somebody else approves it. An earlier one, and the end, drop what waits.
"""

from dataclasses import replace
from datetime import date

from watchlist.changes import (
    AppealDecided,
    AppealLodged,
    Change,
    PersonApproved,
    PersonResumed,
    PersonRevoked,
    PersonSuspended,
    ProposalRefused,
    UntilChanged,
    UntilProposed,
)
from watchlist.errors import EntryRefused
from watchlist.listed import Listed, same_operator
from watchlist.types import Decision, EntryState, LaterDay

_INSTEAD = {
    EntryState.PROPOSED: "It is a proposal: 'gatehouse people approve' lets it ring, 'refuse' turns it down.",
    EntryState.ACTIVE: "It is on the list: 'gatehouse people list' shows until when.",
    EntryState.SUSPENDED: "It is suspended: 'gatehouse people resume' lets it ring again, 'revoke' ends it.",
    EntryState.ON_HOLD: "An appeal is open: two operators decide it with 'gatehouse people decide'.",
    EntryState.REVOKED: "It is revoked: 'gatehouse people renew' puts it on the list again.",
}


def must_be(person: Listed, what: str, *states: EntryState) -> None:
    """Raises EntryRefused for an entry in any other state: it cannot be `what`, and what can be done instead."""
    if person.state not in states:
        raise EntryRefused(
            f"the entry {person.person_id} is {person.state} and cannot be {what}", _INSTEAD[person.state]
        )


def approved(person: Listed, _act: PersonApproved, change: Change) -> Listed:
    """What others proposed is approved; what the operator proposed goes on waiting."""
    must_be(person, "approved", EntryState.PROPOSED, EntryState.ACTIVE)
    if person.proposed_by is None and not person.waiting and person.later is None:
        raise EntryRefused(f"the entry {person.person_id} does not wait for approval")
    own_entry = person.proposed_by is not None and same_operator(change.who, person.proposed_by)
    own_photos = frozenset(one for one in person.waiting if same_operator(change.who, one[1]))
    own_day = person.later if person.later and same_operator(change.who, person.later.asked_by) else None
    if own_entry or (person.proposed_by is None and (own_photos, own_day) == (person.waiting, person.later)):
        what = "this entry" if own_entry else "these photographs" if own_photos else "this later day"
        raise EntryRefused(
            f"{change.who} proposed {what} and cannot approve it", "Somebody else must look at it and approve it."
        )
    after = replace(person, state=EntryState.ACTIVE, approved_by=change.who, proposed_by=None, waiting=own_photos)
    if person.later is None or own_day:
        return after
    return replace(after, until=person.later.until, renewed_by=person.later.asked_by, later=None)


def proposal_refused(person: Listed, _act: ProposalRefused, change: Change) -> Listed:
    """Anybody may, also who proposed it; whoever proposed it is told why. Of an entry that is on the list it is the
    later day that is turned down."""
    if person.later is None:
        must_be(person, "turned down", EntryState.PROPOSED)
    if not change.why.strip():
        raise EntryRefused("a proposal is not turned down without saying why", "Say what is missing or wrong.")
    return _ended(person, change) if person.state is EntryState.PROPOSED else replace(person, later=None)


def until_asked(person: Listed, until: date, today: date, *, four_eyes: bool) -> UntilChanged | UntilProposed:
    """What an operator who wants this last day may do alone: with four eyes nobody makes an entry ring longer, or
    again. `today` is the day at the site."""
    is_over = person.until < today or person.state is EntryState.REVOKED
    if four_eyes and not is_over and until > person.until:
        return UntilProposed(person.person_id, until)
    return UntilChanged(person.person_id, until, waits=four_eyes and is_over)


def until_proposed(person: Listed, act: UntilProposed, change: Change) -> Listed:
    """Who asks again, asks for the newest day alone."""
    must_be(person, "renewed", EntryState.PROPOSED, EntryState.ACTIVE)
    if act.until <= person.until:
        raise EntryRefused(f"{act.until} is no later day than {person.until}", "An earlier day counts at once.")
    return replace(person, later=LaterDay(act.until, change.who))


def until_changed(person: Listed, act: UntilChanged, change: Change) -> Listed:
    must_be(person, "renewed", EntryState.PROPOSED, EntryState.ACTIVE, EntryState.REVOKED)
    after = replace(person, until=act.until, revoked_at=None, later=None)
    if act.waits:
        return replace(after, state=EntryState.PROPOSED, proposed_by=change.who, renewed_by=change.who)
    if person.state is EntryState.REVOKED:
        return replace(after, state=EntryState.ACTIVE, renewed_by=change.who)
    return after


def suspended(person: Listed, _act: PersonSuspended, _change: Change) -> Listed:
    must_be(person, "suspended", EntryState.ACTIVE)
    return replace(person, state=EntryState.SUSPENDED)


def resumed(person: Listed, _act: PersonResumed, _change: Change) -> Listed:
    must_be(person, "resumed", EntryState.SUSPENDED)
    return replace(person, state=EntryState.ACTIVE)


def revoked(person: Listed, _act: PersonRevoked, change: Change) -> Listed:
    must_be(person, "revoked", EntryState.ACTIVE, EntryState.SUSPENDED)
    return _ended(person, change)


def appeal_lodged(person: Listed, act: AppealLodged, _change: Change) -> Listed:
    must_be(person, "appealed against", EntryState.ACTIVE, EntryState.SUSPENDED)
    return replace(person, state=EntryState.ON_HOLD, appeal_ref=act.appeal_ref, was_suspended=act.was_suspended)


def appeal_decided(person: Listed, act: AppealDecided, change: Change) -> Listed:
    """Settled by the second who says the same. Who changes their mind takes back what they said before."""
    must_be(person, "decided", EntryState.ON_HOLD)
    if person.was_proposed_by(change.who):
        raise EntryRefused(
            f"{change.who} proposed this entry and cannot decide the appeal", "Two others must look at it and decide."
        )
    mine = Decision(change.who, act.upheld)
    others = tuple(one for one in person.decisions if not same_operator(one.who, change.who))
    if any(one.upheld is act.upheld for one in others):
        return _settled(person, act.upheld, change)
    if any(one.upheld is act.upheld for one in person.decisions):
        raise EntryRefused(f"{change.who} said this already", "Another operator must decide, too.")
    return replace(person, decisions=(*others, mine))


def _settled(person: Listed, upheld: bool, change: Change) -> Listed:
    """A listing that stands is what it was before the appeal: who suspended it did so for a reason of their own."""
    after = replace(person, decisions=(), was_suspended=False)
    if not upheld:
        return _ended(after, change)
    return replace(after, state=EntryState.SUSPENDED if person.was_suspended else EntryState.ACTIVE)


def _ended(person: Listed, change: Change) -> Listed:
    return replace(person, state=EntryState.REVOKED, proposed_by=None, revoked_at=change.at, later=None)
