"""A restoring that meets what nobody thought of: a list elsewhere, a program that starts, a refusal."""

import json
from typing import Any

import pytest

from scripts.backup import restoring, switching
from scripts.hub.list_store import LIST_FILE
from scripts.main import FAILED
from tests.scripts.backup.backup_hand import backed_up, names, restored
from tests.scripts.list_world import ListWorld, ringing
from watchlist.store import WatchlistStore


def test_the_ledger_of_a_list_that_is_not_in_the_backup_is_kept(list_world: ListWorld) -> None:
    """The list lies on a server: after its dump was put back, that ledger alone tells who was erased."""
    list_world.begin()
    old, new = list_world.listed(1, 2)
    list_world.erased(old)
    database, ledger = list_world.hub / LIST_FILE, list_world.hub / "hub.erased"
    list_world.erased(new)
    now = ledger.read_bytes()
    database.unlink()
    ledger.write_bytes(now.splitlines(keepends=True)[0])
    backup = backed_up(list_world, list_world.hub)
    ledger.write_bytes(now)
    restored(list_world, list_world.hub, backup, "--replace")
    assert {json.loads(line)["person_id"] for line in ledger.read_bytes().splitlines()} == {old, new}


def test_a_program_that_was_started_meanwhile_keeps_its_home(
    list_world: ListWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    list_world.listed(1)
    prepare, begun = restoring._prepare, list[WatchlistStore]()

    def slow(*given: Any) -> int:
        begun.append(list_world.at_hub())
        return prepare(*given)

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_prepare", slow)
        restored(list_world, list_world.hub, backup, "--replace", code=FAILED)
    assert "another program uses" in list_world.said
    assert ringing(begun[0]) == {"Person-1"}
    begun[0].close()
    assert names(list_world) == {"Person-1"}, "it opens without --finish"


def test_of_a_restoring_that_was_refused_nothing_stays(list_world: ListWorld) -> None:
    """What was unpacked is an older copy, of people who were erased since."""
    list_world.begin()
    backup = backed_up(list_world, list_world.hub)
    target = list_world.folder / "another"
    restored(list_world, target, backup, code=FAILED)
    assert not (target / switching.STAGE).exists()
