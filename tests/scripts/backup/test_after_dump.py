"""A list on PostgreSQL that was put back from a dump: the hub's ledger tells who was erased since."""

import os
from datetime import UTC, datetime

from scripts.hub.list_store import LIST_FILE
from scripts.hub.opening import cipher_of
from scripts.main import FAILED
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.list_hand import list_home
from tests.scripts.list_world import ListWorld, ringing
from watchlist.erasure_ledger import SUFFIX, add_lines, read_ledger
from watchlist.types import PersonId


def test_after_a_dump_was_put_back_nobody_comes_back(postgres: PostgresPeer, list_world: ListWorld) -> None:
    list_world.hub = list_home(list_world.folder / "hub on a server", postgres.new_database())
    list_world.begin()
    erased, after_dump, _ = list_world.listed(1, 2, 3)
    list_world.erased(erased)
    cipher, path = cipher_of(list_world.hub, "", os.environ), (list_world.hub / LIST_FILE).with_suffix(SUFFIX)
    assert read_ledger(path, cipher).whole() == {erased}
    add_lines(path, [after_dump], datetime.now(UTC), cipher)  # as it is when an older dump knows the person
    with list_world.at_hub() as store:
        assert ringing(store) == {"Person-2", "Person-3"}
    assert list_world.type(list_world.hub, "restore", "--after-dump")["erased_again"] == 1
    with list_world.at_hub() as store:
        assert ringing(store) == {"Person-3"}
        assert store.verify()
    assert int(str(list_world.type(list_world.hub, "keys", "show")["epoch"])) > 1


def test_another_homes_ledger_is_taken_over(list_world: ListWorld) -> None:
    """Also those of whom the dump never heard stand in this home's from now on."""
    list_world.begin()
    [gone] = list_world.listed(1)
    copy = list_world.folder / "of another PC"
    cipher = cipher_of(list_world.hub, "", os.environ)
    add_lines(copy, [gone, PersonId("never-heard-of")], datetime.now(UTC), cipher)
    assert list_world.type(list_world.hub, "restore", "--after-dump", "--ledger", copy)["erased_again"] == 1
    ledger = read_ledger((list_world.hub / LIST_FILE).with_suffix(SUFFIX), cipher)
    assert ledger.whole() == {gone, "never-heard-of"}
    with list_world.at_hub() as store:
        assert ringing(store) == set()
        assert store.keep_ledger() == ()
        assert store.verify()


def test_what_lies_here_is_kept_without_the_server(postgres: PostgresPeer, list_world: ListWorld) -> None:
    database = postgres.new_database()
    list_world.hub = list_home(list_world.folder / "hub on a server", database)
    list_world.begin()
    phrase = ("--passphrase-file", list_world.pass_phrase)
    backup, other = list_world.folder / "backup", list_world.folder / "other"
    list_world.type(list_world.hub, "backup", backup, "--without-server", *phrase)
    with list_world.at_hub() as store:
        assert store.audit_records(1)[0].what == "home.backed_up"
        list_id = store.standing("beijing")
    list_world.type(other, "restore", backup, *phrase)
    list_world.hub = other
    with list_world.at_hub() as store:
        assert store.standing("beijing") == list_id


def test_a_restored_home_and_its_server_agree_on_the_ledger(postgres: PostgresPeer, list_world: ListWorld) -> None:
    list_world.hub = list_home(list_world.folder / "hub on a server", postgres.new_database())
    list_world.begin()
    people = list_world.listed(1, 2, 3)
    phrase, backup = ("--passphrase-file", list_world.pass_phrase), list_world.folder / "backup"
    list_world.erased(people[0])
    list_world.type(list_world.hub, "backup", backup, "--without-server", *phrase)
    list_world.erased(*people[1:])
    list_world.type(list_world.hub, "restore", backup, "--replace", *phrase)
    path, cipher = (list_world.hub / LIST_FILE).with_suffix(SUFFIX), cipher_of(list_world.hub, "", os.environ)
    assert read_ledger(path, cipher).whole() == set(people)
    with list_world.at_hub() as store:
        assert store.verify()
        assert store.keep_ledger() == ()


def test_a_dump_is_not_put_back_where_nobody_can_tell_who_was_erased(list_world: ListWorld) -> None:
    list_world.begin()
    list_world.listed(1)
    list_world.type(list_world.hub, "restore", "--after-dump", code=FAILED)
    assert "--ledger" in list_world.said
    assert list_world.type(list_world.hub, "keys", "show")["epoch"] == 1
    list_world.type(list_world.hub, "restore", "--after-dump", "--no-ledger")
    with list_world.at_hub() as store:
        assert {one.what: one.detail for one in store.audit_records()}["home.restored"]["without ledger"] is True
