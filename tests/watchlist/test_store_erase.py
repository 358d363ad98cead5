"""Erasing leaves nothing personal in any file; what stays are numbers and a tombstone."""

from collections.abc import Callable
from pathlib import Path

import pytest

import records.database
from records.errors import TracesLeft
from records.opening import Place
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, Hand, an_alarm, open_store, photo, vector
from watchlist.errors import EntryRefused, NobodyByThatName, NoSuchAlarm
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId, Template

PICTURE = b"the captured face of person-1 " * 500


def everything(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def list_two(store: WatchlistStore) -> tuple[PersonId, PersonId]:
    """Two people; of the first there is all there can be."""
    photos = [NewPhoto(b"first photograph " * 5000, photo(1).templates), photo(2)]
    name, reason = "the-first-name", "the-first-reason"
    first = store.list_person(name, reason, NEXT_YEAR, "op", photos, evidence="the-evidence", basis="the-basis")
    second = store.list_person("second", "reason", NEXT_YEAR, "op", [photo(3)])
    store.change_reason(first.person_id, "the-later-reason", "op")
    missing = [one for one in store.photos_without_template("b") if one[0] == first.person_id]
    store.add_templates([Template(*one, vector(7), "b") for one in missing], "op")
    store.lodge_appeal(first.person_id, "the-appeal", "op")
    store.raise_alarm(an_alarm("a-1", first.person_id), PICTURE)
    store.raise_alarm(an_alarm("a-2", second.person_id, first.person_id), PICTURE)
    store.raise_alarm(an_alarm("a-3", second.person_id), b"another face")
    return first.person_id, second.person_id


def test_no_file_in_the_home_holds_anything_of_an_erased_person(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db") as store:
        first, _ = list_two(store)
        secrets = [b"the-first-name", b"the-first-reason", b"the-later-reason", b"the-evidence", b"first photograph"]
        secrets += [b"the-basis", b"the-appeal"]
        secrets += [photo(2).data[:30], b"captured face", *(vector(seed).tobytes()[:16] for seed in (1, 2, 7))]
        before = everything(tmp_path)
        assert all(secret in before for secret in secrets), "the test must look for what was there"
        store.erase(first, "op", "asked for")
        while_open = everything(tmp_path)
    assert [secret for secret in secrets if secret in while_open] == []
    assert [secret for secret in secrets if secret in everything(tmp_path)] == []


def test_the_others_stay_as_they_are(place: Place) -> None:
    with open_store(place) as store:
        first, second = list_two(store)
        store.erase(first, "op", "asked for")
        assert [entry.person_id for entry in store.entries(TODAY)] == [second]
        assert {template.person_id for template in store.templates(MODEL, TODAY)} == {second}
        assert store.picture("a-3", "op") == b"another face"
        store.verify()


def test_the_pictures_of_all_alarms_that_may_show_the_person_go_too(place: Place) -> None:
    with open_store(place) as store:
        first, _ = list_two(store)
        store.erase(first, "op", "asked for")
        for alarm_id in ("a-1", "a-2"):
            assert store.alarm(alarm_id).alarm_id == alarm_id
            with pytest.raises(NoSuchAlarm, match="erased"):
                store.picture(alarm_id, "op")


def test_an_alarm_for_somebody_erased_meanwhile_keeps_no_face(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db") as store:
        first, second = list_two(store)
        store.erase(first, "op", "asked for")
        with pytest.raises(EntryRefused):
            store.raise_alarm(an_alarm("a-4", first), PICTURE)
        store.raise_alarm(an_alarm("a-5", first, second), b"may be the other")
        assert "a-4" not in {str(alarm.alarm_id) for alarm in store.alarms()}
    assert b"captured face" not in everything(tmp_path)


LATER: list[Callable[[WatchlistStore, PersonId], object]] = [
    lambda store, who: store.approve(who, "another"),
    lambda store, who: store.extend(who, NEXT_YEAR, "op"),
    lambda store, who: store.revoke(who, "op"),
    lambda store, who: store.suspend(who, "op"),
    lambda store, who: store.lodge_appeal(who, "it was not me", "op"),
    lambda store, who: store.change_reason(who, "reason", "op"),
    lambda store, who: store.add_photos(who, [photo(9)], "op"),
    lambda store, who: store.erase(who, "op", "again"),
]


@pytest.mark.parametrize("change", LATER)
def test_nothing_happens_to_the_erased_any_more(change: Callable[[WatchlistStore, PersonId], object]) -> None:
    with open_store(None) as store:
        person_id = store.list_person("person-1", "reason", NEXT_YEAR, "op", [photo(1)]).person_id
        store.erase(person_id, "op", "asked for")
        revision = store.revision
        with pytest.raises(EntryRefused):
            change(store, person_id)
        assert store.revision == revision


def test_templates_made_while_somebody_was_erased_are_passed_over() -> None:
    with open_store(None) as store:
        listed = store.list_person("person-1", "reason", NEXT_YEAR, "op", [NewPhoto(b"photograph")])
        late = Template(listed.person_id, listed.photos[0], vector(1), MODEL)
        store.erase(listed.person_id, "op", "asked for")
        assert store.add_templates([late], "op") == 0


def test_the_numbers_and_a_tombstone_stay() -> None:
    with open_store(None) as store:
        person_id = store.list_person("person-1", "reason", NEXT_YEAR, "op", [photo(1)]).person_id
        before = store.revision
        store.erase(person_id, "op", "asked for")
        assert store.revision == before + 1
        tombstone = store._tables.people()[person_id]
        assert (tombstone.state, tombstone.name_ref, tombstone.photos) == (EntryState.ERASED, "", ())
        (last,) = store.audit_records(newest=1)
        assert (last.what, last.subject) == ("person.erased", person_id)
        assert store.entry(person_id) is None
        with pytest.raises(NobodyByThatName):
            store.entry_by_name("person-1")


def test_name_and_photographs_may_be_listed_anew(place: Place) -> None:
    with open_store(place) as store:
        first = store.list_person("person-1", "reason", NEXT_YEAR, "op", [photo(1)])
        store.erase(first.person_id, "op", "a mistake")
        again = store.list_person("person-1", "reason", NEXT_YEAR, "op", [photo(1)])
        assert again.person_id != first.person_id


def test_the_reason_for_erasing_must_not_keep_the_name() -> None:
    with open_store(None) as store:
        person_id = store.list_person("张伟", "reason", NEXT_YEAR, "op").person_id
        with pytest.raises(EntryRefused, match="contains the name"):
            store.erase(person_id, "op", "张伟 asked for it")
        assert len(store.entries(TODAY)) == 1


def test_what_cannot_be_read_any_more_can_still_be_erased(place: Place) -> None:
    with open_store(place) as store:
        person_id = store.list_person("person-1", "reason", NEXT_YEAR, "op", [photo(1)]).person_id
        with store._database.writing():
            store._database.execute("UPDATE blobs SET sealed = ?", (b"\0",))
        store.erase(person_id, "op", "asked for")
        assert store.entries(TODAY) == []


def test_traces_that_another_program_holds_on_to_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records.database, "BUSY_TIMEOUT_S", 0.05)
    path = tmp_path / "gatehouse.db"
    with open_store(path) as store, open_store(path, Hand(prefix="other")) as other:
        person_id = store.list_person("the-name", "reason", NEXT_YEAR, "op", [photo(1)]).person_id
        with other._database.reading():
            other._database.rows("SELECT * FROM entries")
            with pytest.raises(TracesLeft):
                store.erase(person_id, "op", "asked for")
        assert store.entries(TODAY) == []
    assert b"the-name" not in everything(tmp_path)
