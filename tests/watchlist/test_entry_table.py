"""Every act on an entry in every state, by everybody of whom it may matter: the whole life of an entry as a table."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.watchlist.store_hand import NEXT_YEAR, NOON
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
from watchlist.entries import apply
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.types import Decision, EntryState, LaterDay, PersonId, PhotoId

LATEST = NEXT_YEAR + timedelta(days=1)
P, A_PHOTO, NEW_PHOTO = PersonId("p"), PhotoId("a"), PhotoId("b")
LATER = NOON + timedelta(days=1)

OPERATORS = ("proposer", "approver", "decider", "other")
"""Who put the entry on the list, who approved it, who has decided the appeal first (the listing stands), and nobody
of these."""

PROPOSED = Listed(
    P, EntryState.PROPOSED, NEXT_YEAR, "proposer", NOON, None, "n", "r", photos=(A_PHOTO,), proposed_by="proposer"
)
ACTIVE = replace(PROPOSED, state=EntryState.ACTIVE, approved_by="approver", proposed_by=None)
ASKED = replace(ACTIVE, later=LaterDay(LATEST, "approver"))
HOLD = replace(ASKED, state=EntryState.ON_HOLD, appeal_ref="appeal", decisions=(Decision("decider", True),))
SHARED = replace(ACTIVE, list_id="beijing", seq=5)
STATES: dict[str, Listed | None] = {
    "none": None,
    "proposed": PROPOSED,
    "active": ACTIVE,
    "photo": replace(ACTIVE, waiting=frozenset({(A_PHOTO, "proposer")})),
    "day": ASKED,
    "suspended": replace(ASKED, state=EntryState.SUSPENDED, waiting=frozenset({(A_PHOTO, "proposer")})),
    "hold": HOLD,
    "open": replace(HOLD, decisions=()),
    "paused": replace(HOLD, was_suspended=True),
    "revoked": replace(ACTIVE, state=EntryState.REVOKED, revoked_at=NOON),
    "erased": Listed(P, EntryState.ERASED, NEXT_YEAR, "proposer", NOON),
    "shared": SHARED,
    "ended": Listed(P, EntryState.REVOKED, NEXT_YEAR, "gatehouse", NOON, list_id="beijing", seq=5),
    "tomb": Listed(P, EntryState.ERASED, NEXT_YEAR, "gatehouse", NOON, list_id="beijing", seq=5),
}

NEWER = EntryFollowed(P, "beijing", 6, EntryState.ACTIVE, NEXT_YEAR, "n2", "r2", photos=(NEW_PHOTO,))
WITHDRAWN = EntryFollowed(P, "beijing", 6, EntryState.SUSPENDED, NEXT_YEAR)
ACTS: dict[str, Act] = {
    "list": PersonListed(P, NEXT_YEAR, EntryState.ACTIVE, "n", "r"),
    "propose": PersonListed(P, NEXT_YEAR, EntryState.PROPOSED, "n", "r"),
    "approve": PersonApproved(P),
    "refuse": ProposalRefused(P),
    "add photo": PhotoAdded(P, NEW_PHOTO),
    "propose photo": PhotoAdded(P, NEW_PHOTO, waits=True),
    "template": TemplateMade(P, A_PHOTO, "m"),
    "reason": ReasonChanged(P, "r2"),
    "renew": UntilChanged(P, NEXT_YEAR),
    "propose again": UntilChanged(P, NEXT_YEAR, waits=True),
    "propose later": UntilProposed(P, LATEST),
    "suspend": PersonSuspended(P),
    "resume": PersonResumed(P),
    "revoke": PersonRevoked(P),
    "appeal": AppealLodged(P, "appeal2"),
    "it stands": AppealDecided(P, upheld=True),
    "granted": AppealDecided(P, upheld=False),
    "erase": PersonErased(P),
    "follow": NEWER,
    "follow older": replace(NEWER, seq=5),
    "withdrawn": WITHDRAWN,
    "follow erased": replace(WITHDRAWN, state=EntryState.ERASED),
    "another list": replace(NEWER, list_id="shanghai"),
}

LETTERS = {
    "P": EntryState.PROPOSED,
    "A": EntryState.ACTIVE,
    "S": EntryState.SUSPENDED,
    "H": EntryState.ON_HOLD,
    "R": EntryState.REVOKED,
    "E": EntryState.ERASED,
}
# The state it ends in, "." for refused; four letters where it depends on the operator, in the order of OPERATORS.
TABLE = """
                none  proposed  active  photo  day   suspended  hold  open  paused  revoked  erased  shared  ended  tomb
list            A     .         .       .      .     .          .     .     .       .        .       .       .      .
propose         P     .         .       .      .     .          .     .     .       .        .       .       .      .
approve         .     .AAA      .       .AAA   A.AA  .          .     .     .       .        .       .       .      .
refuse          .     R         .       .      A     S          H     H     H       .        .       .       .      .
add photo       .     P         A       A      A     S          H     H     H       R        .       .       .      .
propose photo   .     P         A       A      A     S          H     H     H       R        .       .       .      .
template        .     P         A       A      A     S          H     H     H       R        .       A       .      .
reason          .     P         A       A      A     S          .     .     .       R        .       .       .      .
renew           .     P         A       A      A     .          .     .     .       A        .       .       .      .
propose again   .     P         P       P      P     .          .     .     .       P        .       .       .      .
propose later   .     P         A       A      A     .          .     .     .       .        .       .       .      .
suspend         .     .         S       S      S     .          .     .     .       .        .       .       .      .
resume          .     .         .       .      .     A          .     .     .       .        .       .       .      .
revoke          .     .         R       R      R     R          .     .     .       .        .       .       .      .
appeal          .     .         H       H      H     H          .     .     .       .        .       .       .      .
it stands       .     .         .       .      .     .          .A.A  .HHH  .S.S    .        .       .       .      .
granted         .     .         .       .      .     .          .HHH  .HHH  .HHH    .        .       .       .      .
erase           .     E         E       E      E     E          E     E     E       E        .       .       .      .
follow          A     .         .       .      .     .          .     .     .       .        .       A       A      E
follow older    A     .         .       .      .     .          .     .     .       .        .       A       R      E
withdrawn       S     .         .       .      .     .          .     .     .       .        .       S       S      E
follow erased   E     .         .       .      .     .          .     .     .       .        .       E       E      E
another list    A     .         .       .      .     .          .     .     .       .        .       .       .      .
"""


def cells() -> dict[tuple[str, str, str], EntryState | None]:
    head, *rows = TABLE.strip("\n").splitlines()
    states = [name.strip() for name in head.split("  ") if name.strip()]
    found: dict[tuple[str, str, str], EntryState | None] = {}
    for row in rows:
        act, said = row[:16].strip(), row[16:].split()
        for state, letters in zip(states, said, strict=True):
            for who, letter in zip(OPERATORS, letters * (1 if len(letters) > 1 else len(OPERATORS)), strict=True):
                found[act, state, who] = LETTERS.get(letter)
    return found


CELLS = cells()


def do(act: str, state: str, who: str) -> Listed:
    return apply(STATES[state], Change(9, LATER, who, "because", ACTS[act]))


def test_the_table_has_a_cell_for_every_act_in_every_state_by_everybody() -> None:
    assert set(CELLS) == set(itertools.product(ACTS, STATES, OPERATORS))
    assert {type(act) for act in ACTS.values()} == set(Act.__args__)
    assert {one.state for one in STATES.values() if one} == set(EntryState) - {EntryState.EXPIRED}


@pytest.mark.parametrize("act", ACTS)
def test_every_cell(act: str) -> None:
    for state, who in itertools.product(STATES, OPERATORS):
        expected = CELLS[act, state, who]
        try:
            became = do(act, state, who).state
        except EntryRefused as refused:
            assert refused.hint
            became = None
        assert became is expected, (act, state, who)


@pytest.mark.parametrize("act", ACTS)
def test_only_an_active_entry_with_two_people_behind_it_comes_of_a_proposal(act: str) -> None:
    """Whatever one operator does to what they proposed themselves, it does not ring."""
    for state in ("proposed", "hold", "open"):
        if CELLS[act, state, "proposer"] is not None:
            assert do(act, state, "proposer").state is not EntryState.ACTIVE


@pytest.mark.parametrize("act", ["follow older", "follow", "withdrawn", "follow erased"])
def test_after_the_tombstone_the_entry_is_the_very_same(act: str) -> None:
    assert do(act, "tomb", "other") is STATES["tomb"]


def test_an_older_word_of_the_authority_changes_nothing() -> None:
    assert do("follow older", "shared", "other") is SHARED
    assert do("follow older", "ended", "other") is STATES["ended"]


def test_the_first_decision_alone_settles_nothing_and_is_kept() -> None:
    assert do("granted", "open", "other").decisions == (Decision("other", False),)
    differing = do("granted", "hold", "other")
    assert differing.decisions == (Decision("decider", True), Decision("other", False))
    third = apply(differing, Change(10, LATER, "third", "", AppealDecided(P, upheld=False)))
    assert (third.state, third.revoked_at, third.decisions) == (EntryState.REVOKED, LATER, ())


def test_who_changes_their_mind_takes_back_what_they_said() -> None:
    changed = do("granted", "hold", "DECIDER ")
    assert changed.decisions == (Decision("DECIDER ", False),)
    assert apply(changed, Change(10, LATER, "other", "", AppealDecided(P, True))).state is EntryState.ON_HOLD
    assert apply(changed, Change(10, LATER, "other", "", AppealDecided(P, False))).state is EntryState.REVOKED


def test_a_new_appeal_begins_without_the_old_decisions() -> None:
    stands = do("it stands", "hold", "other")
    again = apply(stands, Change(10, LATER, "other", "", AppealLodged(P, "appeal2")))
    assert (again.state, again.decisions, again.appeal_ref) == (EntryState.ON_HOLD, (), "appeal2")


@pytest.mark.parametrize(("state", "act"), [("active", "propose again"), ("revoked", "renew")])
def test_who_brought_an_entry_back_does_not_decide_its_appeal(state: str, act: str) -> None:
    back = replace(do(act, state, "Renewer"), state=EntryState.ACTIVE)
    hold = apply(back, Change(10, LATER, "other", "", AppealLodged(P, "appeal2")))
    with pytest.raises(EntryRefused, match="proposed this entry"):
        apply(hold, Change(11, LATER, "renewer", "", AppealDecided(P, upheld=True)))


def test_an_appeal_that_is_turned_down_leaves_a_suspended_entry_suspended() -> None:
    held = apply(STATES["suspended"], Change(9, LATER, "other", "", AppealLodged(P, "appeal2", was_suspended=True)))
    decided = apply(held, Change(10, LATER, "first", "", AppealDecided(P, upheld=True)))
    stands = apply(decided, Change(11, LATER, "second", "", AppealDecided(P, upheld=True)))
    assert (stands.state, stands.was_suspended) == (EntryState.SUSPENDED, False)


def test_a_proposal_is_not_turned_down_without_a_word() -> None:
    with pytest.raises(EntryRefused, match="saying why"):
        apply(PROPOSED, Change(9, LATER, "other", " ", ProposalRefused(P)))


@pytest.mark.parametrize(("state", "act"), [("proposed", "refuse"), ("active", "revoke"), ("suspended", "revoke")])
def test_what_was_revoked_knows_since_when_and_forgets_it_when_renewed(state: str, act: str) -> None:
    revoked = do(act, state, "other")
    assert (revoked.revoked_at, revoked.proposed_by) == (LATER, None)
    for waits in (True, False):
        assert apply(revoked, Change(10, LATER, "other", "", UntilChanged(P, NEXT_YEAR, waits))).revoked_at is None


def test_a_followed_entry_is_replaced_whole_and_keeps_the_vectors_made_here() -> None:
    sent = replace(NEWER, photos=(NEW_PHOTO, A_PHOTO), templates=((NEW_PHOTO, "m"),), source="first", basis_ref="b")
    first = apply(None, Change(1, NOON, "gatehouse", "", sent))
    assert (first.state, first.name_ref, first.reason_ref, first.source, first.basis_ref) == (
        EntryState.ACTIVE,
        *("n2", "r2", "first", "b"),
    )
    ours = apply(first, Change(2, NOON, "gatehouse", "", TemplateMade(P, A_PHOTO, "own")))
    later = replace(sent, seq=7, photos=(A_PHOTO,), templates=(), name_ref="n3")
    second = apply(ours, Change(3, LATER, "gatehouse", "", later))
    assert (second.photos, set(second.templates), second.seq) == ((A_PHOTO,), {(A_PHOTO, "own")}, 7)
    assert (second.name_ref, second.listed_at) == ("n3", NOON)


@pytest.mark.parametrize("state", [EntryState.SUSPENDED, EntryState.ERASED])
def test_a_withdrawn_entry_refers_to_nothing_personal(state: EntryState) -> None:
    person = apply(SHARED, Change(2, LATER, "gatehouse", "", replace(WITHDRAWN, state=state)))
    assert person == Listed(P, state, NEXT_YEAR, "proposer", NOON, list_id="beijing", seq=6)


def test_a_tombstone_counts_whatever_its_place() -> None:
    erased = EntryFollowed(P, "beijing", 5, EntryState.ERASED, NEXT_YEAR)
    assert apply(SHARED, Change(9, NOON, "gatehouse", "", erased)).state is EntryState.ERASED


@pytest.mark.parametrize(
    "changed",
    [
        {"state": EntryState.PROPOSED},
        {"state": EntryState.EXPIRED},
        {"state": EntryState.REVOKED},
        {"list_id": ""},
        {"seq": 0},
        {"name_ref": ""},
        {"photos": (A_PHOTO, A_PHOTO)},
        {"templates": ((A_PHOTO, "m"),)},
    ],
)
def test_an_impossible_word_of_an_authority_cannot_be_built(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(NEWER, **changed)  # type: ignore[arg-type]
