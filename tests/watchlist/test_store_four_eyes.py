"""With four eyes nothing rings that only one operator has seen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from records.opening import Place
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, Hand, open_store, photo
from watchlist.errors import EntryRefused
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId, PhotoId


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


def ringing(store: WatchlistStore) -> list[PhotoId]:
    return [template.photo_id for template in store.templates(MODEL, TODAY)]


def test_the_same_operator_typed_differently_cannot_approve(store: WatchlistStore) -> None:
    person_id = store.list_person("p", "reason", NEXT_YEAR, "op1", [photo(1)], four_eyes=True).person_id
    with pytest.raises(EntryRefused, match="cannot approve"):
        store.approve(person_id, "OP1 ")
    assert ringing(store) == []


def test_added_photographs_wait_while_the_others_go_on_ringing(store: WatchlistStore, one: PersonId) -> None:
    before = ringing(store)
    assert len(before) == 1
    [added] = store.add_photos(one, [photo(2)], "op1", four_eyes=True)
    assert ringing(store) == before
    [entry] = store.entries(TODAY)
    assert (entry.state, entry.waiting, entry.photos) == (EntryState.ACTIVE, 1, (*before, added))
    with pytest.raises(EntryRefused, match="these photographs"):
        store.approve(one, "Op1")
    store.approve(one, "op2")
    assert set(ringing(store)) == {*before, added}
    assert store.entries(TODAY)[0].waiting == 0
    assert store.verify() > 0


def test_without_four_eyes_added_photographs_count_at_once(store: WatchlistStore, one: PersonId) -> None:
    store.add_photos(one, [photo(2)], "op1")
    assert len(ringing(store)) == 2


@pytest.mark.parametrize("revoked", [True, False])
def test_who_is_over_and_renewed_is_only_proposed_again(
    store: WatchlistStore, hand: Hand, one: PersonId, revoked: bool
) -> None:
    if revoked:
        store.revoke(one, "op1")
    else:
        store.extend(one, TODAY, "op1")
        hand.wait(days=1)
    again = TODAY + timedelta(days=90)
    store.extend(one, again, "op1", four_eyes=True)
    assert [(entry.state, entry.until) for entry in store.entries(TODAY)] == [(EntryState.PROPOSED, again)]
    assert ringing(store) == []
    with pytest.raises(EntryRefused, match="this entry"):
        store.approve(one, "op1")
    store.approve(one, "op2")
    assert len(ringing(store)) == 1


def test_a_rebuilt_list_still_waits(store: WatchlistStore, one: PersonId) -> None:
    store.add_photos(one, [photo(2)], "op1", four_eyes=True)
    store.list_person("q", "reason", NEXT_YEAR, "op1", [photo(3)], four_eyes=True)
    before = (ringing(store), store.entries(TODAY))
    store.rebuild()
    assert (ringing(store), store.entries(TODAY)) == before
    store.verify()


def test_newcomers_are_compared_with_everybody_who_is_not_erased(store: WatchlistStore, one: PersonId) -> None:
    store.add_photos(one, [photo(2)], "op1", four_eyes=True)
    proposed = store.list_person("q", "reason", NEXT_YEAR, "op1", [photo(3)], four_eyes=True).person_id
    expired = store.list_person("r", "reason", NEXT_YEAR, "op1", [photo(4)]).person_id
    erased = store.list_person("s", "reason", NEXT_YEAR, "op1", [photo(5)]).person_id
    store.revoke(expired, "op1")
    store.erase(erased, "op1", "appeal")
    assert sorted(store.template_owners(MODEL).values()) == sorted([one, one, proposed, expired])


def test_a_list_kept_by_the_version_before_goes_on_waiting(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.db"
    with open_store(path) as store:
        person_id = store.list_person("p", "reason", NEXT_YEAR, "op1", [photo(1)], four_eyes=True).person_id
        with store._database.writing():
            for table in ("entries", "photos"):
                store._database.execute(f"ALTER TABLE {table} DROP COLUMN proposed_by")
            undone = store._database.execute("DELETE FROM _sqlite_migrations WHERE name = 'w005_proposals'")
    assert undone == 1
    with open_store(path, Hand(prefix="later")) as store:
        store.verify()
        with pytest.raises(EntryRefused, match="cannot approve"):
            store.approve(person_id, "op1")
        store.approve(person_id, "op2")
