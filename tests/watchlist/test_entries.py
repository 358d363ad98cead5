"""What changes come to, without any store."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchlist.store_hand import NEXT_YEAR, NOON, TODAY
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
    act_from_json,
    act_to_json,
)
from watchlist.entries import apply, apply_all, entry_on
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.types import EntryState, PersonId, PhotoId

P = PersonId("p-1")
LISTED = PersonListed(P, NEXT_YEAR, EntryState.ACTIVE, "p-1/name", "p-1/reason/1")
PROPOSED = replace(LISTED, state=EntryState.PROPOSED)

ids = st.text(min_size=1, max_size=12)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        PersonListed,
        ids.map(PersonId),
        st.dates(),
        st.sampled_from([EntryState.ACTIVE, EntryState.PROPOSED]),
        ids,
        ids,
        st.none() | ids,
        st.text(max_size=5),
        st.none() | ids,
        st.booleans(),
    ),
    *(
        st.builds(kind, ids.map(PersonId))
        for kind in (PersonApproved, ProposalRefused, PersonSuspended, PersonResumed, PersonRevoked)
    ),
    st.builds(AppealLodged, ids.map(PersonId), ids, st.booleans()),
    st.builds(AppealDecided, ids.map(PersonId), st.booleans()),
    st.builds(
        EntryFollowed,
        ids.map(PersonId),
        ids,
        st.integers(1, 99),
        st.sampled_from([EntryState.SUSPENDED, EntryState.ON_HOLD, EntryState.REVOKED, EntryState.ERASED]),
        st.dates(),
    ),
    st.lists(ids.map(PhotoId), unique=True, max_size=3).flatmap(
        lambda photos: st.builds(
            EntryFollowed,
            ids.map(PersonId),
            ids,
            st.integers(1, 99),
            st.just(EntryState.ACTIVE),
            st.dates(),
            ids,
            ids,
            ids,
            st.none() | ids,
            st.just(tuple(photos)),
            st.just(tuple((photo, "m") for photo in photos)),
        )
    ),
    st.builds(PhotoAdded, ids.map(PersonId), ids.map(PhotoId), st.booleans()),
    st.builds(TemplateMade, ids.map(PersonId), ids.map(PhotoId), ids),
    st.builds(ReasonChanged, ids.map(PersonId), ids),
    st.builds(UntilChanged, ids.map(PersonId), st.dates(), st.booleans()),
    st.builds(UntilProposed, ids.map(PersonId), st.dates()),
    st.builds(PersonErased, ids.map(PersonId)),
)


def change(act: Act, who: str = "first", number: int = 1) -> Change:
    return Change(number, NOON, who, "", act)


def after(*acts: Act) -> Listed:
    return apply_all(change(act) for act in acts)[P]


@given(acts)
def test_an_act_comes_back_from_json(act: Act) -> None:
    assert act_from_json(act_to_json(act)) == act


@given(acts)
def test_there_is_one_spelling_only(act: Act) -> None:
    text = act_to_json(act)
    again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again == text


@pytest.mark.parametrize(
    "text",
    ['{"kind":"PersonPromoted","person_id":"p"}', '{"kind":"PersonErased"}', '{"kind":"PersonErased","x":1}', "{}"],
)
def test_what_is_no_act_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError):
        act_from_json(text)


def test_nobody_is_listed_as_erased() -> None:
    with pytest.raises(ValueError, match="nobody is listed"):
        PersonListed(P, NEXT_YEAR, EntryState.ERASED, "n", "r")


def test_photographs_keep_their_order() -> None:
    person = after(LISTED, PhotoAdded(P, PhotoId("b")), PhotoAdded(P, PhotoId("a")))
    assert person.photos == ("b", "a")


def test_a_template_made_twice_is_one() -> None:
    made = TemplateMade(P, PhotoId("a"), "m")
    assert after(LISTED, PhotoAdded(P, PhotoId("a")), made, made).templates == {("a", "m")}


@pytest.mark.parametrize(
    "acts",
    [
        (PersonApproved(P),),
        (LISTED, LISTED),
        (LISTED, PersonApproved(P)),
        (PROPOSED, PersonApproved(P)),
        (LISTED, TemplateMade(P, PhotoId("a"), "m")),
        (LISTED, PhotoAdded(P, PhotoId("a")), PhotoAdded(P, PhotoId("a"))),
        (LISTED, PersonErased(P), LISTED),
        (LISTED, PersonErased(P), PersonErased(P)),
        (LISTED, PersonErased(P), UntilChanged(P, NEXT_YEAR)),
        (PersonErased(P),),
    ],
)
def test_what_must_not_happen_is_refused(acts: tuple[Act, ...]) -> None:
    with pytest.raises(EntryRefused):
        after(*acts)


def test_somebody_else_makes_a_proposal_ring() -> None:
    person = apply(after(PROPOSED), change(PersonApproved(P), who="second"))
    assert (person.state, person.approved_by, person.listed_by) == (EntryState.ACTIVE, "second", "first")


@pytest.mark.parametrize("who", ["FIRST", " first ", "fi rst", "ｆｉｒｓｔ", "fir\u200bst", "ﬁrst"])
def test_another_spelling_of_a_name_is_no_second_pair_of_eyes(who: str) -> None:
    with pytest.raises(EntryRefused, match="cannot approve"):
        apply(after(PROPOSED), change(PersonApproved(P), who=who))


def test_an_approval_leaves_what_the_approver_added_to_somebody_else() -> None:
    person = apply(after(PROPOSED), change(PhotoAdded(P, PhotoId("a"), waits=True), who="second"))
    person = apply(person, change(PersonApproved(P), who="second"))
    assert (person.state, person.proposed_by) == (EntryState.ACTIVE, None)
    assert person.waiting == {(PhotoId("a"), "second")}
    with pytest.raises(EntryRefused, match="these photographs"):
        apply(person, change(PersonApproved(P), who="Second"))
    assert apply(person, change(PersonApproved(P), who="first")).waiting == frozenset()


def test_who_renewed_a_proposal_leaves_the_approval_to_somebody_else() -> None:
    person = apply(after(LISTED), change(UntilChanged(P, NEXT_YEAR, waits=True), who="second"))
    assert (person.state, person.proposed_by) == (EntryState.PROPOSED, "second")
    with pytest.raises(EntryRefused, match="this entry"):
        apply(person, change(PersonApproved(P), who="second"))
    assert apply(person, change(PersonApproved(P), who="first")).state is EntryState.ACTIVE


def test_acts_kept_before_there_were_waiting_ones_are_read() -> None:
    assert act_from_json('{"kind":"PhotoAdded","person_id":"p-1","photo_id":"a"}') == PhotoAdded(P, PhotoId("a"))
    told = '{"appeal_ref":"a","kind":"AppealLodged","person_id":"p-1"}'
    assert act_from_json(told) == AppealLodged(P, "a", was_suspended=False), "then every listing that stood rang again"


def test_a_tombstone_refers_to_nothing_personal() -> None:
    person = after(LISTED, PhotoAdded(P, PhotoId("a")), TemplateMade(P, PhotoId("a"), "m"), PersonErased(P))
    assert person == Listed(P, EntryState.ERASED, NEXT_YEAR, "first", NOON)


@given(acts)
def test_the_erased_stay_erased_whatever_comes(act: Act) -> None:
    tombstone = after(LISTED, PersonErased(P))
    with pytest.raises(EntryRefused):
        apply(tombstone, change(act))


@pytest.mark.parametrize("listed", [LISTED, PROPOSED])
def test_the_day_decides_what_has_expired(listed: PersonListed) -> None:
    person = after(replace(listed, until=TODAY))
    assert entry_on(TODAY, person, "name", "reason", ()).state is listed.state
    assert entry_on(TODAY + timedelta(days=1), person, "name", "reason", ()).state is EntryState.EXPIRED
    assert not entry_on(date.max, person, "name", "reason", ()).rings_on(date.max)


@pytest.mark.parametrize("state", EntryState)
def test_only_what_is_active_rings_and_what_ended_otherwise_has_not_expired(state: EntryState) -> None:
    person = replace(after(LISTED), state=state, until=TODAY)
    assert entry_on(TODAY, person, "name", "reason", ()).rings_on(TODAY) == (state is EntryState.ACTIVE)
    later = entry_on(TODAY + timedelta(days=1), person, "name", "reason", ())
    assert not later.rings_on(TODAY + timedelta(days=1))
    expires = state in (EntryState.PROPOSED, EntryState.ACTIVE, EntryState.SUSPENDED, EntryState.EXPIRED)
    assert later.state is (EntryState.EXPIRED if expires else state)
