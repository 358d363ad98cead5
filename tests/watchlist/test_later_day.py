"""With four eyes nobody lets an entry ring longer alone: what a later last day comes to, change by change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.watchlist.store_hand import NEXT_YEAR, NOON, TODAY
from watchlist.changes import (
    Act,
    AppealDecided,
    AppealLodged,
    Change,
    PersonApproved,
    PersonErased,
    PersonRevoked,
    PersonSuspended,
    PhotoAdded,
    ProposalRefused,
    UntilChanged,
    UntilProposed,
)
from watchlist.entries import apply
from watchlist.entry_life import until_asked
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.types import EntryState, LaterDay, PersonId, PhotoId

P = PersonId("p")
LATEST = NEXT_YEAR + timedelta(days=1)
ACTIVE = Listed(P, EntryState.ACTIVE, NEXT_YEAR, "lister", NOON, "approver", "n", "r")
PROPOSED = replace(ACTIVE, state=EntryState.PROPOSED, approved_by=None, proposed_by="lister")


def after(person: Listed, *acts: tuple[str, Act]) -> Listed:
    for who, act in acts:
        person = apply(person, Change(9, NOON, who, "because", act))
    return person


ASKED = after(ACTIVE, ("asker", UntilProposed(P, LATEST)))
REVOKED = after(ACTIVE, ("op", PersonRevoked(P)))


@pytest.mark.parametrize(
    ("person", "until", "today", "act"),
    [
        (ACTIVE, LATEST, TODAY, UntilProposed(P, LATEST)),
        (ACTIVE, LATEST, NEXT_YEAR, UntilProposed(P, LATEST)),
        (PROPOSED, LATEST, TODAY, UntilProposed(P, LATEST)),
        (ACTIVE, NEXT_YEAR, TODAY, UntilChanged(P, NEXT_YEAR)),
        (ACTIVE, TODAY, TODAY, UntilChanged(P, TODAY)),
        (ACTIVE, LATEST, LATEST, UntilChanged(P, LATEST, waits=True)),
        (REVOKED, TODAY, TODAY, UntilChanged(P, TODAY, waits=True)),
        (REVOKED, LATEST, TODAY, UntilChanged(P, LATEST, waits=True)),
    ],
)
def test_what_one_may_do_alone_about_the_last_day(person: Listed, until: date, today: date, act: Act) -> None:
    assert until_asked(person, until, today, four_eyes=True) == act
    assert until_asked(person, until, today, four_eyes=False) == UntilChanged(P, until)


def test_a_later_day_waits_and_everything_else_is_as_it_was() -> None:
    assert replace(ACTIVE, later=LaterDay(LATEST, "asker")) == ASKED


@pytest.mark.parametrize("who", ["lister", "approver", "another"])
def test_anybody_else_lets_it_count(who: str) -> None:
    approved = after(ASKED, (who, PersonApproved(P)))
    assert approved == replace(ACTIVE, until=LATEST, approved_by=who, renewed_by="asker")


def test_who_asked_does_not_and_who_asked_again_neither() -> None:
    with pytest.raises(EntryRefused, match="this later day"):
        after(ASKED, (" ASKER", PersonApproved(P)))
    again = after(ASKED, ("another", UntilProposed(P, LATEST + timedelta(days=1))))
    with pytest.raises(EntryRefused, match="this later day"):
        after(again, ("another", PersonApproved(P)))
    assert after(again, ("asker", PersonApproved(P))).until == LATEST + timedelta(days=1)


def test_who_approves_what_others_brought_leaves_their_own_day_waiting() -> None:
    photo = PhotoAdded(P, PhotoId("a"), waits=True)
    with_photo = after(ASKED, ("another", photo), ("asker", PersonApproved(P)))
    assert (with_photo.waiting, with_photo.until, with_photo.later) == (frozenset(), NEXT_YEAR, ASKED.later)
    own_photo = after(ASKED, ("another", photo), ("another", PersonApproved(P)))
    assert (len(own_photo.waiting), own_photo.until, own_photo.later) == (1, LATEST, None)
    proposal = after(PROPOSED, ("asker", UntilProposed(P, LATEST)), ("asker", PersonApproved(P)))
    assert (proposal.state, proposal.until, proposal.later) == (EntryState.ACTIVE, NEXT_YEAR, ASKED.later)
    by_lister = after(PROPOSED, ("lister", UntilProposed(P, LATEST)), ("asker", PersonApproved(P)))
    assert (by_lister.state, by_lister.until, by_lister.later) == (EntryState.ACTIVE, LATEST, None)


def test_who_has_an_entry_ring_longer_does_not_decide_its_appeal() -> None:
    hold = after(ASKED, ("another", PersonApproved(P)), ("another", AppealLodged(P, "appeal")))
    with pytest.raises(EntryRefused, match="proposed this entry"):
        after(hold, ("asker", AppealDecided(P, upheld=True)))


@pytest.mark.parametrize("act", [PersonSuspended(P), AppealLodged(P, "appeal")])
def test_it_waits_on_while_nobody_rings_and_may_be_turned_down(act: Act) -> None:
    stopped = after(ASKED, ("op", act))
    assert stopped.later == ASKED.later
    with pytest.raises(EntryRefused):
        after(stopped, ("another", PersonApproved(P)))
    assert after(stopped, ("asker", ProposalRefused(P))) == replace(stopped, later=None)


def test_turned_down_the_old_day_stays_and_somebody_says_why() -> None:
    assert after(ASKED, ("another", ProposalRefused(P))) == ACTIVE
    with pytest.raises(EntryRefused, match="saying why"):
        apply(ASKED, Change(9, NOON, "another", " ", ProposalRefused(P)))


@pytest.mark.parametrize("act", [UntilChanged(P, TODAY), UntilChanged(P, TODAY, waits=True), PersonRevoked(P)])
def test_an_earlier_day_and_the_end_drop_what_waits(act: Act) -> None:
    assert after(ASKED, ("another", act)).later is None


def test_a_proposal_that_is_turned_down_and_the_erased_have_no_later_day() -> None:
    proposal = after(PROPOSED, ("asker", UntilProposed(P, LATEST)), ("asker", ProposalRefused(P)))
    assert (proposal.state, proposal.later) == (EntryState.REVOKED, None)
    granted = after(
        ASKED,
        ("op", AppealLodged(P, "appeal")),
        ("op", AppealDecided(P, upheld=False)),
        ("another", AppealDecided(P, upheld=False)),
    )
    assert (granted.state, granted.later) == (EntryState.REVOKED, None)
    assert after(ASKED, ("op", PersonErased(P))).later is None


@pytest.mark.parametrize("until", [NEXT_YEAR, TODAY])
def test_what_is_no_later_day_does_not_wait(until: date) -> None:
    with pytest.raises(EntryRefused, match="no later day"):
        after(ACTIVE, ("op", UntilProposed(P, until)))
