"""An entry's life in the store: every step is on record, rings or does not, and stands after a rebuild."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.opening import Place
from records.sealing import TransparentCipher
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, Hand, open_store, photo
from watchlist.errors import EntryRefused
from watchlist.listed import same_operator
from watchlist.listing_rules import SHARED
from watchlist.store import WatchlistStore
from watchlist.types import Decision, Entry, EntryState, PersonId


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def store(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with open_store(place, hand) as store:
        yield store


@pytest.fixture
def one(store: WatchlistStore) -> PersonId:
    """Listed by op1 and approved by op2."""
    person_id = store.list_person("p", "reason", NEXT_YEAR, "op1", [photo(1)], four_eyes=True).person_id
    store.approve(person_id, "op2")
    return person_id


def state(store: WatchlistStore) -> EntryState:
    [entry] = store.entries(TODAY)
    rings = bool(store.templates(MODEL, TODAY))
    assert rings == (entry.state is EntryState.ACTIVE)
    return entry.state


def last_record(store: WatchlistStore) -> tuple[str, str, str]:
    [last] = store.audit_records(newest=1)
    return last.who, last.what, last.subject


STEPS: list[tuple[Callable[[WatchlistStore, PersonId], object], str, EntryState]] = [
    (lambda s, who: s.suspend(who, "op", "a doubt"), "person.suspended", EntryState.SUSPENDED),
    (lambda s, who: s.resume(who, "op"), "person.resumed", EntryState.ACTIVE),
    (lambda s, who: s.lodge_appeal(who, "it was not me", "op"), "appeal.lodged", EntryState.ON_HOLD),
    (lambda s, who: s.decide_appeal(who, True, "op"), "appeal.decided", EntryState.ON_HOLD),
    (lambda s, who: s.decide_appeal(who, True, "op2"), "appeal.decided", EntryState.ACTIVE),
    (lambda s, who: s.revoke(who, "op", "a mistake"), "person.revoked", EntryState.REVOKED),
    (lambda s, who: s.extend(who, NEXT_YEAR, "op1", four_eyes=True), "person.extended", EntryState.PROPOSED),
    (lambda s, who: s.refuse(who, "op", "no evidence"), "proposal.refused", EntryState.REVOKED),
    (lambda s, who: s.extend(who, NEXT_YEAR, "op"), "person.extended", EntryState.ACTIVE),
]


def test_every_step_of_a_life_is_on_record_and_stands_after_a_rebuild(store: WatchlistStore, one: PersonId) -> None:
    for step, what, expected in STEPS:
        step(store, one)
        assert state(store) is expected, what
        assert last_record(store)[1:] == (what, one)
        before = store._tables.people()
        store.rebuild()
        assert store._tables.people() == before
        store.verify()


def test_an_appeal_is_kept_in_its_words_and_who_decided_is_told(store: WatchlistStore, one: PersonId) -> None:
    assert store.appeal(one) is None
    store.lodge_appeal(one, " it was not me ", "op")
    assert store.appeal(one) == "it was not me"
    store.decide_appeal(one, False, "op", why="another face")
    assert store.entries(TODAY)[0].decisions == (Decision("op", False),)
    with pytest.raises(EntryRefused, match="proposed this entry"):
        store.decide_appeal(one, False, "OP1")
    store.decide_appeal(one, False, "op3")
    assert state(store) is EntryState.REVOKED


def test_a_suspended_entry_whose_listing_stands_is_suspended_still(store: WatchlistStore, one: PersonId) -> None:
    store.suspend(one, "op", "a doubt")
    store.lodge_appeal(one, "not me", "op")
    for who in ("op3", "op4"):
        store.decide_appeal(one, True, who)
    assert state(store) is EntryState.SUSPENDED
    store.rebuild()
    assert state(store) is EntryState.SUSPENDED
    assert store.verify()


def test_an_appeal_without_a_word_is_none(store: WatchlistStore, one: PersonId) -> None:
    with pytest.raises(EntryRefused, match="says something"):
        store.lodge_appeal(one, " ", "op")
    assert state(store) is EntryState.ACTIVE


def test_what_is_kept_in_clear_does_not_name_the_person(store: WatchlistStore) -> None:
    who = store.list_person("张伟", "reason", NEXT_YEAR, "op").person_id
    revision = store.revision
    for act in (store.suspend, store.revoke):
        with pytest.raises(EntryRefused, match="contains the name"):
            act(who, "op", "张伟 was seen elsewhere")
    with pytest.raises(EntryRefused, match="contains the name"):
        store.extend(who, NEXT_YEAR, "op", "张伟 again")
    assert store.revision == revision


def test_a_revoked_entry_is_kept_for_the_grace_from_the_day_it_was_revoked(store: WatchlistStore, hand: Hand) -> None:
    who = store.list_person("p", "reason", NEXT_YEAR, "op").person_id
    hand.wait(days=10)
    store.revoke(who, "op")
    grace = timedelta(days=30)
    assert store.purge_expired(TODAY + timedelta(days=39), grace) == 0
    assert store.purge_expired(TODAY + timedelta(days=40), grace) == 1


@pytest.mark.parametrize("adult", [{"adult": False}, {"born": TODAY - timedelta(days=17 * 365)}])
def test_a_minor_is_not_listed(store: WatchlistStore, adult: dict[str, bool]) -> None:
    with pytest.raises(EntryRefused, match="minors"):
        store.list_person("p", "reason", NEXT_YEAR, "op", **adult)  # type: ignore[arg-type]
    assert store.revision == 0


def test_that_the_person_is_an_adult_is_on_record_and_the_birth_date_is_not(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db") as store:
        born = TODAY - timedelta(days=40 * 366)
        who = store.list_person("p", "reason", NEXT_YEAR, "op", adult=True, born=born).person_id
        assert store._tables.people()[who].adult
        assert str(born).encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


SHARED_LISTING = {"evidence": "seen by the gate", "source": " first hospital ", "basis": "agreement 7", "adult": True}


LATEST = TODAY + timedelta(days=366)


@pytest.fixture
def shared_list(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        yield store


def listed(store: WatchlistStore, name: str = "p", seed: int = 1) -> Entry:
    return store.list_person(name, "reason", NEXT_YEAR, "op1", [photo(seed)], **SHARED_LISTING)  # type: ignore[arg-type]


def test_a_shared_list_keeps_source_and_basis_and_only_proposes(shared_list: WatchlistStore) -> None:
    entry = listed(shared_list)
    assert (entry.state, entry.source) == (EntryState.PROPOSED, "first hospital")
    assert shared_list.basis(entry.person_id) == "agreement 7"
    assert shared_list.evidence(entry.person_id) == "seen by the gate"
    shared_list.approve(entry.person_id, "op2")
    assert state(shared_list) is EntryState.ACTIVE


@pytest.mark.parametrize("missing", [*SHARED_LISTING, "photos", "until"])
def test_a_shared_list_takes_nothing_incomplete(shared_list: WatchlistStore, missing: str) -> None:
    given = {name: value for name, value in SHARED_LISTING.items() if name != missing}
    photos = [photo(1)] if missing != "photos" else []
    until = TODAY + timedelta(days=367 if missing == "until" else 366)
    with pytest.raises(EntryRefused):
        shared_list.list_person("p", "reason", until, "op1", photos, **given)  # type: ignore[arg-type]
    assert shared_list.revision == 0


def test_a_shared_list_wants_a_second_pair_of_eyes_for_more_of_somebody(shared_list: WatchlistStore) -> None:
    who = listed(shared_list).person_id
    shared_list.approve(who, "op2")
    shared_list.add_photos(who, [photo(2)], "op1")
    assert len(shared_list.templates(MODEL, TODAY)) == 1
    with pytest.raises(EntryRefused, match="366 days"):
        shared_list.extend(who, TODAY + timedelta(days=367), "op1")
    shared_list.revoke(who, "op1")
    shared_list.extend(who, NEXT_YEAR, "op1")
    assert state(shared_list) is EntryState.PROPOSED


WHAT_ONE_CAN_DO: dict[str, Callable[[WatchlistStore, PersonId, str], object]] = {
    "approve": lambda s, who, by: s.approve(who, by),
    "refuse": lambda s, who, by: s.refuse(who, by, "no"),
    "extend": lambda s, who, by: s.extend(who, NEXT_YEAR, by),
    "later": lambda s, who, by: s.extend(who, LATEST, by),
    "expire": lambda s, who, by: s.extend(who, TODAY, by),
    "suspend": lambda s, who, by: s.suspend(who, by),
    "resume": lambda s, who, by: s.resume(who, by),
    "revoke": lambda s, who, by: s.revoke(who, by),
    "appeal": lambda s, who, by: s.lodge_appeal(who, "not me", by),
    "stands": lambda s, who, by: s.decide_appeal(who, True, by),
    "granted": lambda s, who, by: s.decide_appeal(who, False, by),
    "reason": lambda s, who, by: s.change_reason(who, "another", by),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(WHAT_ONE_CAN_DO)), st.sampled_from(["op1", " OP1"])), max_size=12))
def test_whatever_one_operator_does_alone_nothing_of_a_shared_list_rings(deeds: list[tuple[str, str]]) -> None:
    hand = Hand()
    with WatchlistStore.open(None, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        who = listed(store).person_id
        for deed, operator in deeds:
            try:
                WHAT_ONE_CAN_DO[deed](store, who, operator)
            except EntryRefused:
                continue
            assert store.templates(MODEL, TODAY) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(WHAT_ONE_CAN_DO)), st.sampled_from(["op1", "op2", "op3"])), max_size=20)
)
def test_what_rings_on_a_shared_list_was_seen_by_two(deeds: list[tuple[str, str]]) -> None:
    hand = Hand()
    with WatchlistStore.open(None, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        who = listed(store).person_id
        for deed, operator in deeds:
            try:
                WHAT_ONE_CAN_DO[deed](store, who, operator)
            except EntryRefused:
                continue
            person = store._tables.people()[who]
            if person.state is EntryState.ACTIVE:
                assert person.approved_by is not None
                assert not same_operator(person.approved_by, person.renewed_by or person.listed_by)


def test_a_list_kept_by_the_version_before_stands_as_it_was(tmp_path: Path) -> None:
    """Also who had brought back somebody whose time was over, which stood in the changes only."""
    path, hand = tmp_path / "gatehouse.db", Hand()
    columns = ("basis_ref", "renewed_by", "revoked_at", "appeal_ref", "source", "decisions", "list_id", "adult", "seq")
    with open_store(path, hand) as store:
        who = store.list_person("p", "reason", TODAY, "op1", [photo(1)]).person_id
        gone = store.list_person("q", "reason", TODAY, "op1", [photo(2)]).person_id
        hand.wait(days=1)
        for person_id in (who, gone):
            store.extend(person_id, NEXT_YEAR, "op2", four_eyes=True)
            store.approve(person_id, "op3")
        store.erase(gone, "op1", "asked for")
        with store._database.writing():
            for table in ("changes", "audit"):
                store._database.execute(f"DROP TRIGGER {table}_no_update")
                store._database.execute(f"DROP TRIGGER {table}_no_delete")
            undone = store._database.execute("DELETE FROM _sqlite_migrations WHERE name = 'w010_entry_lives'")
            assert undone == 1
            for column in columns:
                store._database.execute(f"ALTER TABLE entries DROP COLUMN {column}")
            acts = store._database.rows("SELECT number, act FROM changes WHERE act LIKE '%PersonListed%'")
            for row in acts:
                old = (
                    row["act"].replace('"adult":true,', "").replace('"basis_ref":null,', "").replace(',"source":""', "")
                )
                store._database.execute("UPDATE changes SET act = ? WHERE number = ?", (old, row["number"]))
    with open_store(path, hand) as store:
        people = store._tables.people()
        assert (people[who].renewed_by, people[gone].renewed_by, people[who].adult) == ("op2", None, False)
        store.rebuild()
        assert store._tables.people() == people
        store.lodge_appeal(who, "not me", "op3")
        with pytest.raises(EntryRefused, match="proposed this entry"):
            store.decide_appeal(who, True, "op2")
