"""Entries of a shared list beside this home's own: they ring like these, and nobody changes them here."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, follow, open_store, photo, vector
from watchlist.errors import EntryRefused, NobodyByThatName
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId, PhotoId, Template

WHO = PersonId("shared")


@pytest.fixture
def store(place: Place) -> Iterator[WatchlistStore]:
    with open_store(place) as store:
        yield store


def ringing(store: WatchlistStore) -> set[PhotoId]:
    return {one.photo_id for one in store.templates(MODEL, TODAY)}


def rows_of(store: WatchlistStore, table: str) -> int:
    return len(store._database.rows(f"SELECT * FROM {table} WHERE person_id = ?", (WHO,)))


def test_a_shared_entry_rings_beside_our_own(store: WatchlistStore) -> None:
    own = store.list_person("own", "reason", NEXT_YEAR, "op", [photo(1)])
    follow(store, WHO, 1)
    assert ringing(store) == {*own.photos, "shared-sent", "shared-named"}
    entry = store.entry(WHO)
    assert entry is not None
    assert (entry.list_id, entry.source, entry.reason) == ("beijing", "first hospital", "sold slots")
    assert store.basis(WHO) == "agreement 7"
    assert [one.list_id for one in store.entries(TODAY)] == ["", "beijing"]
    store.verify()


def test_of_its_photographs_only_those_that_were_sent_along_are_told(store: WatchlistStore) -> None:
    follow(store, WHO, 1)
    [entry] = store.entries(TODAY)
    assert entry.photos == ("shared-sent",)
    assert store.entry(WHO) == entry
    assert store.photo(PhotoId("shared-sent"), "op")
    with pytest.raises(EntryRefused, match="no photograph"):
        store.photo(PhotoId("shared-named"), "op")
    assert store.photos_without_template("another") == [(WHO, "shared-sent")]


def test_a_vector_of_our_own_model_is_made_and_stays_when_the_entry_changes(store: WatchlistStore) -> None:
    follow(store, WHO, 1)
    made = Template(WHO, PhotoId("shared-sent"), vector(3), "another")
    assert store.add_templates([made], "gatehouse") == 1
    assert [one.photo_id for one in store.templates("another", TODAY)] == ["shared-sent"]


def test_a_withdrawn_entry_leaves_no_photograph_and_no_vector(store: WatchlistStore) -> None:
    follow(store, WHO, 1)
    store.add_templates([Template(WHO, PhotoId("shared-sent"), vector(3), "another")], "gatehouse")
    assert (rows_of(store, "photos"), rows_of(store, "templates")) == (2, 3)
    follow(store, WHO, 2, ringing=False)
    assert (rows_of(store, "photos"), rows_of(store, "templates")) == (0, 0)
    assert (ringing(store), store.entries(TODAY), store.entry(WHO)) == (set(), [], None)
    with pytest.raises(NobodyByThatName):
        store.entry_by_name(WHO)
    before = store._tables.people()
    store.rebuild()
    assert store._tables.people() == before
    store.verify()


def test_what_is_older_changes_nothing_and_what_is_newer_brings_the_entry_back(store: WatchlistStore) -> None:
    follow(store, WHO, 2, ringing=False)
    follow(store, WHO, 1)
    assert ringing(store) == set()
    follow(store, WHO, 3)
    assert len(ringing(store)) == 2


def test_photographs_stand_in_the_order_the_authority_names_them(store: WatchlistStore) -> None:
    follow(store, WHO, 1)
    person = store._tables.people()[WHO]
    turned = (*reversed(person.photos), PhotoId("third"))
    with store._database.writing():
        store._tables.save(person, replace(person, photos=turned))
    assert store._tables.people()[WHO].photos == turned


LOCAL_EDITS: list[Callable[[WatchlistStore], object]] = [
    lambda s: s.approve(WHO, "op"),
    lambda s: s.refuse(WHO, "op", "no"),
    lambda s: s.extend(WHO, NEXT_YEAR, "op"),
    lambda s: s.suspend(WHO, "op"),
    lambda s: s.resume(WHO, "op"),
    lambda s: s.revoke(WHO, "op"),
    lambda s: s.lodge_appeal(WHO, "not me", "op"),
    lambda s: s.decide_appeal(WHO, True, "op"),
    lambda s: s.change_reason(WHO, "another", "op"),
    lambda s: s.add_photos(WHO, [photo(9)], "op"),
    lambda s: s.erase(WHO, "op", "asked for"),
]


@pytest.mark.parametrize("edit", LOCAL_EDITS)
def test_nobody_changes_a_shared_entry_here(store: WatchlistStore, edit: Callable[[WatchlistStore], object]) -> None:
    follow(store, WHO, 1)
    revision, rang = store.revision, ringing(store)
    with pytest.raises(EntryRefused, match="belongs to the list beijing") as refused:
        edit(store)
    assert "hub" in refused.value.hint
    assert (store.revision, ringing(store)) == (revision, rang)
    store.verify()


def test_a_list_does_not_speak_of_our_own_entries(store: WatchlistStore) -> None:
    own = store.list_person("own", "reason", NEXT_YEAR, "op", [photo(1)])
    with pytest.raises(EntryRefused, match="this home itself"):
        follow(store, own.person_id, 99, ringing=False)
    assert ringing(store) == set(own.photos)


def test_a_shared_entry_that_expired_is_its_authoritys_to_end(store: WatchlistStore) -> None:
    follow(store, WHO, 1)
    later = NEXT_YEAR + timedelta(days=100)
    assert store.templates(MODEL, later) == []
    assert store.purge_expired(later, timedelta(days=30)) == 0
    assert [entry.state for entry in store.entries(later)] == [EntryState.EXPIRED]
