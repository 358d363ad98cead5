"""`gatehouse backup` and `gatehouse restore` as somebody types them: nobody comes back who was erased since."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from records.account_rules import SessionLimits
from records.errors import NoSession, RestoreUnfinished
from scripts.backup import switching
from scripts.command import SETTINGS_FILE, Context
from scripts.hub.list_store import LIST_FILE
from scripts.main import FAILED, WRONG_USAGE
from tests.scripts.backup.backup_hand import backed_up, names, restored
from tests.scripts.list_world import ListWorld, ringing
from watchlist.feed.documents import Tombstone, document_from_bytes
from watchlist.hub.rights import NodeKind

LIMITS = SessionLimits()


def rows_about(database: Path, text: str) -> list[str]:
    """The tables in which it stands, but those of what happened and of who was erased."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            table
            for table in sorted(tables)
            if table not in ("changes", "audit")
            and any(text in str(value) for row in connection.execute(f'SELECT * FROM "{table}"') for value in row)
        ]


def test_a_home_comes_back_whole_on_another_pc(list_world: ListWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    list_world.begin()
    [who] = list_world.listed(1)
    with list_world.at_hub() as store:
        before = store.shared_export("beijing")
        backup = backed_up(list_world, list_world.hub)  # while a program has it open
    monkeypatch.setenv("GATEHOUSE_KEYS", str(list_world.folder / "keys of another PC"))
    list_world.hub = list_world.folder / "another"
    restored(list_world, list_world.hub, backup, code=FAILED)
    assert "--ledger" in list_world.said
    assert not (list_world.hub / LIST_FILE).exists()
    restored(list_world, list_world.hub, backup, "--no-ledger")
    with list_world.at_hub() as store:
        assert store.shared_export("beijing") == before
        assert store.photo(store.entry_by_name("Person-1").photos[0], "op").startswith(b"photograph 1")
        told = {one.what: one.detail for one in store.audit_records()}
        assert told["home.restored"]["without ledger"] is True
        assert "home.backed_up" in told
        assert store.verify()
    assert who in before.decode()


def test_who_was_erased_since_is_not_there_anywhere(list_world: ListWorld) -> None:
    root = list_world.begin()
    gone, _ = list_world.listed(1, 2)
    home = list_world.watch("watch", root)
    backup, database = backed_up(list_world, list_world.hub), list_world.hub / LIST_FILE
    list_world.erased(gone)
    new = list_world.folder / "new.bundle"
    export = ("bundle", "export", new, "--photos", "--passphrase-file", list_world.pass_phrase, "--force")
    take = ("bundle", "import", new, "--passphrase-file", list_world.pass_phrase)
    list_world.type(list_world.hub, *export)
    list_world.type(home, *take)

    restored(list_world, list_world.hub, backup, code=FAILED)
    assert restored(list_world, list_world.hub, backup, "--replace")["erased_again"] == 1
    assert names(list_world) == {"Person-2"}
    assert rows_about(database, gone) == ["blobs", "entries", "feed_records"]
    with list_world.at_hub() as store:
        blobs = store._database.rows("SELECT id, owner FROM blobs WHERE id LIKE ? OR owner = ?", (f"%{gone}%", gone))
        assert blobs == [{"id": f"feed/{gone}", "owner": "list beijing"}], "the tombstone"
        assert [row["state"] for row in store._database.rows("SELECT * FROM entries WHERE person_id = ?", (gone,))] == [
            "erased"
        ]
        told = [document_from_bytes(line) for line in store.shared_export("beijing").splitlines()]
        assert [type(one) for one in told if one.person_id == gone] == [Tombstone]
        assert store.verify()
    list_world.type(list_world.hub, *export)
    assert int(str(list_world.type(home, *take)["epoch"])) > 1, (
        "followers take the restored list, and not as an old one"
    )


def test_the_ledger_alone_tells_it_where_the_database_is_lost(list_world: ListWorld) -> None:
    list_world.begin()
    gone, _ = list_world.listed(1, 2)
    backup, database = backed_up(list_world, list_world.hub), list_world.hub / LIST_FILE
    list_world.erased(gone)
    database.write_bytes(b"nothing that can be read" * 1000)
    log = database.with_name(f"{LIST_FILE}-wal")
    log.write_bytes(b"of the database before")
    assert restored(list_world, list_world.hub, backup, "--replace")["erased_again"] == 1
    assert "cannot be read" in list_world.said
    assert not log.exists()
    assert names(list_world) == {"Person-2"}

    ledger = database.with_suffix(".erased")
    kept = list_world.folder / "kept elsewhere"
    kept.write_bytes(ledger.read_bytes())
    list_world.hub = list_world.folder / "another"
    assert restored(list_world, list_world.hub, backup, "--ledger", kept)["erased_again"] == 1
    assert names(list_world) == {"Person-2"}
    assert (list_world.hub / ledger.name).exists(), "the next restoring goes by it too"


def test_who_was_listed_after_one_backup_stays_erased_in_the_next(list_world: ListWorld) -> None:
    list_world.begin()
    first = backed_up(list_world, list_world.hub, "first")
    [gone] = list_world.listed(1)
    second = backed_up(list_world, list_world.hub, "second")
    list_world.erased(gone)
    assert restored(list_world, list_world.hub, first, "--replace")["erased_again"] == 0
    assert restored(list_world, list_world.hub, second, "--replace")["erased_again"] == 1
    assert names(list_world) == set()


def test_a_ledger_that_this_home_did_not_write_erases_nobody(list_world: ListWorld) -> None:
    list_world.begin()
    [stays] = list_world.listed(1)
    backup = backed_up(list_world, list_world.hub)
    forged = list_world.folder / "forged"
    forged.write_text(f'{{"at":"2026-01-01T00:00:00+00:00","mac":"{"0" * 64}","person_id":"{stays}"}}\n')
    restored(list_world, list_world.hub, backup, "--replace", "--ledger", forged, code=FAILED)
    assert names(list_world) == {"Person-1"}
    assert not (list_world.hub / switching.STAGE / "ready").exists()


def test_nodes_accounts_and_sessions_of_before_open_nothing(list_world: ListWorld) -> None:
    list_world.begin()
    with list_world.at_hub() as store:
        for account in ("li.na", "chen"):
            store.accounts.add(account, account, "reviewer", "copper lantern rice boat", "op", store._clock())
        tried_on = store.accounts.begin_pin_try("li.na", "here", store._clock())
        session = store.accounts.end_pin_try("li.na", True, tried_on, "here", store._clock(), LIMITS)
        for node in ("gate", "lost"):
            store.nodes.add(node, NodeKind.WATCH, False, bytes(32), "op", store._clock())
    backup = backed_up(list_world, list_world.hub)
    with list_world.at_hub() as store:
        store.nodes.revoke("lost", "op", store._clock())
        store.accounts.remove("chen", "op", store._clock())
    restored(list_world, list_world.hub, backup, "--replace")
    with list_world.at_hub() as store:
        assert [node.node_id for node in store.nodes.all()] == ["gate"]
        assert [account.account_id for account in store.accounts.all()] == ["li.na"]
        with pytest.raises(NoSession):
            store.accounts.session(session.token, store._clock(), LIMITS)


def test_a_home_in_use_is_left_alone(list_world: ListWorld) -> None:
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    list_world.listed(1)
    with list_world.at_hub() as store:
        assert ringing(store) == {"Person-1"}
        restored(list_world, list_world.hub, backup, "--replace", code=FAILED)
        assert "another program uses" in list_world.said
        assert ringing(store) == {"Person-1"}


@pytest.mark.parametrize("place", [0.0, 0.2, 0.6, 0.999])
def test_a_damaged_backup_changes_nothing(list_world: ListWorld, place: float) -> None:
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    list_world.listed(1)
    data = bytearray(backup.read_bytes())
    data[int(place * len(data))] ^= 1
    for spoilt in (data, backup.read_bytes()[: int(place * len(data))]):
        backup.with_name("spoilt").write_bytes(spoilt)
        restored(list_world, list_world.hub, backup.with_name("spoilt"), "--replace", code=FAILED)
        assert names(list_world) == {"Person-1"}


class Killed(BaseException):
    pass


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_cut_short_while_files_move_the_home_opens_only_when_it_is_finished(
    list_world: ListWorld, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    list_world.listed(1)
    (list_world.hub / "of later.txt").write_text("goes")
    replace, done = Path.replace, list[Path]()

    def dying(path: Path, target: Path) -> Path:
        if switching.NEW.name in path.parts:
            if len(done) == moved:
                raise Killed
            done.append(path)
        return replace(path, target)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Path, "replace", dying)
        restored(list_world, list_world.hub, backup, "--replace")
    with pytest.raises(RestoreUnfinished):
        list_world.at_hub()
    restored(list_world, list_world.hub, backup, "--replace", code=FAILED)
    list_world.type(list_world.hub, "restore", "--finish")
    assert names(list_world) == set()
    assert not (list_world.hub / "of later.txt").exists()
    list_world.type(list_world.hub, "restore", "--finish", code=FAILED)


def test_cut_short_before_that_the_home_is_as_it_was(list_world: ListWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    list_world.listed(1)

    def dying(*_given: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr("scripts.backup.restoring.switch", dying)
        restored(list_world, list_world.hub, backup, "--replace")
    assert names(list_world) == {"Person-1"}
    restored(list_world, list_world.hub, backup, "--replace")
    assert names(list_world) == set()


def test_what_cannot_be_backed_up_or_restored_is_told(list_world: ListWorld) -> None:
    empty = list_world.folder / "empty"
    phrase = ("--passphrase-file", list_world.pass_phrase)
    list_world.type(empty, "backup", list_world.folder / "b", *phrase, code=FAILED)
    list_world.begin()
    settings = list_world.hub / SETTINGS_FILE
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace('database = ""', 'database = "postgresql+psycopg://x@127.0.0.1:1/x"'))
    list_world.type(list_world.hub, "backup", list_world.folder / "b", *phrase, code=FAILED)
    assert "pg_dump" in list_world.said
    settings.write_text(before, encoding="utf-8")
    for rubbish in (list_world.pass_phrase, list_world.folder / "nothing"):
        list_world.type(empty, "restore", rubbish, *phrase, code=FAILED)
    for wrong in ((), ("--finish", "--after-dump"), (list_world.pass_phrase, "--finish")):
        list_world.type(empty, "restore", *wrong, code=WRONG_USAGE)
    list_world.type(empty, "restore", "--finish", code=FAILED)


def test_a_backup_in_the_home_is_not_in_the_next(list_world: ListWorld) -> None:
    list_world.begin()
    inside = list_world.hub / "gatehouse.backup"
    list_world.type(list_world.hub, "backup", inside, "--passphrase-file", list_world.pass_phrase)
    size = inside.stat().st_size
    again = ("backup", inside, "--force", "--passphrase-file", list_world.pass_phrase)
    assert list_world.type(list_world.hub, *again)["files"] == 3
    assert inside.stat().st_size < 1.1 * size


def test_a_watch_keeps_what_it_was_told_of_erasures(list_world: ListWorld) -> None:
    root = list_world.begin()
    gone, _ = list_world.listed(1, 2)
    home = list_world.watch("watch", root)
    bundle = list_world.folder / "list.bundle"
    phrase = ("--passphrase-file", list_world.pass_phrase)
    list_world.type(list_world.hub, "bundle", "export", bundle, "--photos", *phrase)
    list_world.type(home, "bundle", "import", bundle, *phrase)
    backup = backed_up(list_world, home)
    list_world.erased(gone)
    list_world.type(list_world.hub, "bundle", "export", bundle, "--photos", "--force", *phrase)
    list_world.type(home, "bundle", "import", bundle, *phrase)
    ledger = (home / "gatehouse.erased").read_bytes()

    for case in ("over it", "elsewhere"):
        copy = list_world.folder / "copy"
        copy.write_bytes(ledger)
        target = home if case == "over it" else list_world.folder / "new"
        more = ["--replace"] if case == "over it" else ["--ledger", str(copy)]
        assert restored(list_world, target, backup, *more)["erased_again"] == 1
        with Context(target).open_store() as store:
            assert ringing(store) == {"Person-2"}
            assert store._database.rows("SELECT 1 FROM blobs WHERE owner = ?", (gone,)) == []
            assert (gone in store.followed("beijing").erased) is (case == "over it")
            assert store.verify()
        list_world.type(target, "bundle", "import", bundle, *phrase)
        with Context(target).open_store() as store, list_world.at_hub() as hub:
            assert store.shared_sha256("beijing") == hub.shared_sha256("beijing")
            assert ringing(store) == {"Person-2"}
