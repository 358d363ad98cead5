"""What operators can do to the list, and what it answers."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from records.errors import DatabaseDamaged, StorageFull, WrongKey
from records.keys import KEY_BYTES, DataKey
from records.opening import Place
from records.sealing import KeyedCipher
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, NOON, TODAY, Hand, full_disk, open_store, photo, vector
from watchlist.errors import EntryRefused, ForeignEmbedding, NobodyByThatName
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId, PhotoId, Template


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def store(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with open_store(place, hand) as store:
        yield store


def people_who_ring(store: WatchlistStore, day: date = TODAY) -> set[PersonId]:
    return {template.person_id for template in store.templates(MODEL, day)}


def test_what_was_listed_is_there_after_a_restart(place: Place) -> None:
    with open_store(place) as store:
        listed = store.list_person("张伟", "sold slots", NEXT_YEAR, "operator", [photo(1), photo(2)], evidence="case 7")
    with open_store(place, Hand(prefix="later")) as store:
        assert store.entries(TODAY) == [listed]
        assert store.evidence(listed.person_id) == "case 7"
        first, second = store.templates(MODEL, TODAY)
        assert np.array_equal(first.vector, vector(1))
        assert np.array_equal(second.vector, vector(2))
        assert store.photo(listed.photos[1], "operator") == photo(2).data
    assert (listed.name, listed.listed_by, listed.listed_at, listed.state, listed.approved_by) == (
        "张伟",
        "operator",
        NOON,
        EntryState.ACTIVE,
        None,
    )


def test_nothing_personal_stands_in_clear_in_the_files(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db", cipher=KeyedCipher(DataKey(b"\1" * KEY_BYTES))) as store:
        store.list_person("person-1", "sold slots", NEXT_YEAR, "operator", [photo(1)], evidence="case 7")
        contents = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (b"person-1", b"sold slots", b"case 7", photo(1).data[:20], vector(1).tobytes()[:16]):
        assert secret not in contents


def test_a_store_sealed_with_another_key_is_refused_unchanged(place: Place) -> None:
    with open_store(place) as store:
        store.list_person("person-1", "reason", NEXT_YEAR, "operator")
    with pytest.raises(WrongKey), open_store(place, cipher=KeyedCipher(DataKey.random())):
        pass
    with open_store(place) as store:
        assert store.verify() == 2


def test_an_entry_rings_on_its_last_day_and_not_on_the_next(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", TODAY, "operator", [photo(1)])
    tomorrow = TODAY + timedelta(days=1)
    assert people_who_ring(store) == {listed.person_id}
    assert people_who_ring(store, tomorrow) == set()
    assert [entry.state for entry in store.entries(TODAY)] == [EntryState.ACTIVE]
    assert [entry.state for entry in store.entries(tomorrow)] == [EntryState.EXPIRED]


def test_an_expired_entry_rings_again_when_it_is_extended(store: WatchlistStore, hand: Hand) -> None:
    listed = store.list_person("person-1", "reason", TODAY, "operator", [photo(1)])
    hand.wait(days=30)
    with pytest.raises(EntryRefused, match="is over"):
        store.extend(listed.person_id, TODAY, "operator")
    store.extend(listed.person_id, NEXT_YEAR, "operator", why="seen again")
    assert people_who_ring(store, hand.now.date()) == {listed.person_id}


def test_a_revoked_entry_stops_at_once_and_is_kept(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    store.revoke(listed.person_id, "operator", why="a mistake")
    assert people_who_ring(store) == set()
    assert [entry.state for entry in store.entries(TODAY)] == [EntryState.REVOKED]


def test_a_proposed_entry_rings_only_after_somebody_else_approved_it(store: WatchlistStore) -> None:
    person_id = store.list_person("p", "reason", NEXT_YEAR, "first", [photo(1)], four_eyes=True).person_id
    assert people_who_ring(store) == set()
    with pytest.raises(EntryRefused) as refused:
        store.approve(person_id, "first")
    assert "Somebody else" in refused.value.hint
    store.approve(person_id, "second")
    assert people_who_ring(store) == {person_id}
    assert [(entry.state, entry.approved_by) for entry in store.entries(TODAY)] == [(EntryState.ACTIVE, "second")]
    with pytest.raises(EntryRefused, match="does not wait"):
        store.approve(person_id, "third")


def test_names_that_look_the_same_are_the_same(store: WatchlistStore) -> None:
    store.list_person("  José  Müller ", "reason", NEXT_YEAR, "operator")
    assert store.entry_by_name("Jose\u0301 Mu\u0308ller").name == "José Müller"
    with pytest.raises(EntryRefused, match="already"):
        store.list_person("Jose\u0301 Mu\u0308ller", "reason", NEXT_YEAR, "operator")


def test_a_name_nearly_right_is_answered_with_the_right_one(store: WatchlistStore) -> None:
    store.list_person("zhang wei", "reason", NEXT_YEAR, "operator")
    with pytest.raises(NobodyByThatName) as raised:
        store.entry_by_name("zhang wie")
    assert raised.value.hint == "Did you mean 'zhang wei'?"


@pytest.mark.parametrize(
    ("name", "reason", "until", "operator"),
    [
        (" ", "reason", NEXT_YEAR, "operator"),
        ("a" * 101, "reason", NEXT_YEAR, "operator"),
        ("a\x00b", "reason", NEXT_YEAR, "operator"),
        ("person-1", " ", NEXT_YEAR, "operator"),
        ("person-1", "reason", TODAY - timedelta(days=1), "operator"),
        ("person-1", "reason", NEXT_YEAR, " "),
    ],
)
def test_an_entry_that_nobody_could_answer_for_is_refused(
    store: WatchlistStore, name: str, reason: str, until: date, operator: str
) -> None:
    with pytest.raises(EntryRefused):
        store.list_person(name, reason, until, operator)
    assert store.revision == 0


def test_a_vector_that_is_none_undoes_the_whole_person(store: WatchlistStore) -> None:
    bad = NewPhoto(b"second", ((MODEL, np.full(128, np.nan, np.float32)),))
    with pytest.raises(ForeignEmbedding):
        store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1), bad])
    assert store.entries(TODAY) == []
    assert store.has_photo(photo(1).data) is None
    assert store.verify() == 1


def test_a_photograph_is_recognised_and_kept_once(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    assert store.has_photo(photo(1).data) == listed.photos[0]
    assert store.has_photo(photo(2).data) is None
    with pytest.raises(EntryRefused, match="here already"):
        store.list_person("person-2", "reason", NEXT_YEAR, "operator", [photo(2), photo(1)])
    assert store.has_photo(photo(2).data) is None


def test_photographs_can_be_added_later(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    added = store.add_photos(listed.person_id, [photo(2), photo(3)], "operator")
    assert store.entries(TODAY)[0].photos == (*listed.photos, *added)
    assert len(store.templates(MODEL, TODAY)) == 3
    assert store.add_photos(listed.person_id, [], "operator") == []
    with pytest.raises(EntryRefused):
        store.add_photos(PersonId("nobody"), [photo(4)], "operator")


def test_another_model_gets_its_templates_once_and_models_are_kept_apart(store: WatchlistStore) -> None:
    store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1), photo(2)])
    missing = store.photos_without_template("model-b@1")
    assert len(missing) == 2
    made = [Template(person_id, photo_id, vector(9, 512), "model-b@1") for person_id, photo_id in missing]
    gone = Template(PersonId("erased"), PhotoId("meanwhile"), vector(9, 512), "model-b@1")
    assert store.add_templates([*made, gone], "operator") == 2
    assert store.add_templates(made, "operator") == 0
    assert store.photos_without_template("model-b@1") == []
    assert {template.vector.shape for template in store.templates("model-b@1", TODAY)} == {(512,)}
    assert {template.vector.shape for template in store.templates(MODEL, TODAY)} == {(128,)}


def test_the_reason_can_be_corrected(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator")
    store.change_reason(listed.person_id, "a better reason", "operator")
    assert store.entry_by_name("person-1").reason == "a better reason"


def test_every_look_at_a_photograph_is_in_the_audit_log(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    assert store.photo(listed.photos[0], "curious") == photo(1).data
    (look,) = store.audit_records(newest=1)
    assert (look.who, look.what, look.subject) == ("curious", "photo.looked_at", listed.person_id)
    with pytest.raises(EntryRefused):
        store.photo(PhotoId("none"), "curious")


def test_a_decision_made_elsewhere_can_be_noted(store: WatchlistStore) -> None:
    store.note("operator", "threshold.forced", MODEL, {"threshold": 0.4})
    (last,) = store.audit_records(newest=1)
    assert (last.who, last.what, last.subject, last.detail) == (
        "operator",
        "threshold.forced",
        MODEL,
        {"threshold": 0.4},
    )
    assert store.verify() == 2


def test_the_revision_grows_with_changes_and_not_with_looks(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    before = store.revision
    store.photo(listed.photos[0], "operator")
    assert store.revision == before
    store.extend(listed.person_id, NEXT_YEAR, "operator")
    assert store.revision == before + 1


def test_a_full_disk_keeps_nothing_of_a_person(store: WatchlistStore) -> None:
    with full_disk(store), pytest.raises(StorageFull):
        store.list_person("person-1", "reason", NEXT_YEAR, "operator", [NewPhoto(b"x" * 100_000)])
    assert store.entries(TODAY) == []
    assert store.verify() == 1
    store.list_person("person-1", "reason", NEXT_YEAR, "operator", [NewPhoto(b"x" * 100_000)])


def test_a_photograph_deleted_behind_the_programs_back_is_told(store: WatchlistStore) -> None:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator", [photo(1)])
    with store._database.writing():
        store._database.execute("DELETE FROM blobs WHERE purpose = 'photo'")
    with pytest.raises(DatabaseDamaged):
        store.photo(listed.photos[0], "operator")


def test_the_templates_of_a_whole_city_are_loaded_at_once() -> None:
    with open_store(None, cipher=KeyedCipher(DataKey.random())) as store:
        for number in range(954):
            photos = [photo(3 * number + place) for place in range(3)]
            store.list_person(f"person-{number}", "reason", NEXT_YEAR, "operator", photos)
        started = time.perf_counter()
        assert len(store.templates(MODEL, TODAY)) == 2862
        # It takes about 0.05 s; the bound is for the slowest machine that may run this.
        assert time.perf_counter() - started < 1.5
