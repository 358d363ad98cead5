"""Who expired long enough ago is erased with everything personal."""

from datetime import timedelta
from pathlib import Path

from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, an_alarm, open_store, photo
from watchlist.types import PersonId

GRACE = timedelta(days=30)


def test_who_expired_longer_ago_than_the_grace_is_erased_and_nobody_else(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db") as store:
        over = store.list_person("over", "reason", TODAY, "operator", [photo(1)]).person_id
        revoked = store.list_person("revoked", "reason", NEXT_YEAR, "operator", [photo(2)]).person_id
        stays = store.list_person("stays", "reason", NEXT_YEAR, "operator", [photo(3)]).person_id
        proposed = store.list_person("asked", "reason", TODAY, "operator", [photo(4)], four_eyes=True).person_id
        store.revoke(revoked, "operator")
        store.raise_alarm(an_alarm("a-1", over), b"picture of the face" * 50)
        last_day = TODAY + GRACE
        assert store.purge_expired(last_day - timedelta(days=1), GRACE) == 0
        assert store.purge_expired(last_day, GRACE) == 1  # the revoked one: its last day was yesterday
        assert store.purge_expired(last_day + timedelta(days=1), GRACE) == 2
        assert [entry.person_id for entry in store.entries(TODAY)] == [stays]
        assert set(store.template_owners(MODEL).values()) == {stays}
        gone = {(one.who, one.subject) for one in store.audit_records() if one.what == "person.erased"}
        assert gone == {("gatehouse", PersonId(person)) for person in (over, revoked, proposed)}
        assert store.purge_expired(last_day + timedelta(days=1), GRACE) == 0
        store.verify()
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"picture of the face" not in left
    assert b"photograph 1" not in left
    assert b"photograph 3" in left
