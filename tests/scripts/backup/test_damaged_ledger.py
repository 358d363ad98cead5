"""A ledger of erasures from which a line was taken: doctor, restore and audit verify say so; how it is mended."""

import pytest

from scripts.backup.members import members
from scripts.hub.list_store import LIST_FILE
from scripts.main import FAILED
from tests.scripts.backup.backup_hand import backed_up, names, restored
from tests.scripts.list_world import ListWorld


@pytest.fixture
def cut_world(list_world: ListWorld) -> ListWorld:
    """Three were erased, and the second of them was taken out of the ledger."""
    list_world.begin()
    people = list_world.listed(1, 2, 3, 4)
    backed_up(list_world, list_world.hub)
    list_world.erased(*people[:3])
    ledger = (list_world.hub / LIST_FILE).with_suffix(".erased")
    list_world.folder.joinpath("whole").write_bytes(ledger.read_bytes())
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], *lines[2:]]))
    return list_world


def test_the_audits_verification_says_so(cut_world: ListWorld) -> None:
    told = cut_world.type(cut_world.hub, "audit", "verify", code=FAILED)
    assert told["intact"] is False
    assert "line 2" in str(told["why"])
    assert "hub.erased" in cut_world.said


def test_the_doctor_says_so(cut_world: ListWorld) -> None:
    told = cut_world.everything(cut_world.hub, "doctor", code=FAILED)
    assert [one["health"] for one in told if "line 2" in str(one.get("what"))] == ["fault"]


def test_a_restoring_says_so_and_needs_somebody_who_answers_for_it(cut_world: ListWorld) -> None:
    backup, ledger = cut_world.folder / "backup", (cut_world.hub / LIST_FILE).with_suffix(".erased")
    before = names(cut_world)
    restored(cut_world, cut_world.hub, backup, "--replace", code=FAILED)
    assert "line 2" in cut_world.said
    assert names(cut_world) == before

    assert restored(cut_world, cut_world.hub, backup, "--replace", "--no-ledger")["erased_again"] == 3
    assert "line 2" in cut_world.said
    assert names(cut_world) == {"Person-4"}
    assert len(ledger.read_bytes().splitlines()) == 3
    assert cut_world.type(cut_world.hub, "audit", "verify")["intact"] is True


def test_a_whole_copy_answers_for_a_damaged_one(cut_world: ListWorld) -> None:
    backup, whole = cut_world.folder / "backup", cut_world.folder / "whole"
    assert restored(cut_world, cut_world.hub, backup, "--replace", "--ledger", whole)["erased_again"] == 3
    assert "line 2" in cut_world.said
    assert names(cut_world) == {"Person-4"}
    assert cut_world.type(cut_world.hub, "audit", "verify")["intact"] is True


def test_with_a_whole_copy_a_lost_home_comes_back(cut_world: ListWorld) -> None:
    """The database is lost, and what is beside it is damaged."""
    cut = (cut_world.hub / LIST_FILE).with_suffix(".erased").read_bytes()
    bad, whole = cut_world.folder / "bad", cut_world.folder / "whole"
    bad.write_bytes(cut)
    target = cut_world.hub = cut_world.folder / "another"
    restored(cut_world, target, cut_world.folder / "backup", "--ledger", bad, code=FAILED)
    assert "line 2" in cut_world.said
    assert restored(cut_world, target, cut_world.folder / "backup", "--ledger", whole)["erased_again"] == 3
    assert names(cut_world) == {"Person-4"}


def test_a_copy_from_before_the_backup_does_not_bring_a_lost_home_back(list_world: ListWorld) -> None:
    list_world.begin()
    first, second, _ = list_world.listed(1, 2, 3)
    list_world.erased(first)
    backup = backed_up(list_world, list_world.hub)
    list_world.erased(second)
    old, copy = list_world.folder / "old", list_world.folder / "copy"
    old.write_bytes(b"")
    copy.write_bytes((list_world.hub / LIST_FILE).with_suffix(".erased").read_bytes())
    list_world.hub = list_world.folder / "another"
    restored(list_world, list_world.hub, backup, "--ledger", old, code=FAILED)
    assert "older than the backup" in list_world.said
    assert restored(list_world, list_world.hub, backup, "--ledger", copy)["erased_again"] == 1
    assert names(list_world) == {"Person-3"}


def test_a_dump_is_not_put_back_by_a_damaged_one(cut_world: ListWorld) -> None:
    cut_world.type(cut_world.hub, "restore", "--after-dump", code=FAILED)
    assert "line 2" in cut_world.said
    cut_world.type(cut_world.hub, "restore", "--after-dump", "--no-ledger")


def test_a_backup_that_holds_a_damaged_one_can_be_put_back(cut_world: ListWorld) -> None:
    backup = backed_up(cut_world, cut_world.hub, "of the damaged")
    target = cut_world.hub = cut_world.folder / "another"
    restored(cut_world, target, backup, "--ledger", cut_world.folder / "whole")
    assert "line 2" in cut_world.said
    assert names(cut_world) == {"Person-4"}
    assert cut_world.type(target, "audit", "verify", code=FAILED)["intact"] is False, "until somebody looked at it"


def test_a_restoring_notices_a_cut_off_end_by_the_database(list_world: ListWorld) -> None:
    list_world.begin()
    backup, people = backed_up(list_world, list_world.hub), list_world.listed(1, 2)
    list_world.erased(*people)
    ledger = (list_world.hub / LIST_FILE).with_suffix(".erased")
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])
    restored(list_world, list_world.hub, backup, "--replace", code=FAILED)
    assert "line 2 is gone" in list_world.said
    ledger.unlink()
    restored(list_world, list_world.hub, backup, "--replace", code=FAILED)
    assert "2 erasures is gone" in list_world.said


def test_a_backup_holds_a_database_before_its_ledger(cut_world: ListWorld) -> None:
    """Who is erased in between stands in the ledger, and so is erased after the restoring."""
    names_there = [one.name for one in members(cut_world.hub)]
    assert names_there.index("hub.db") < names_there.index("hub.erased")
