"""Several programs on one database, and programs that die in the middle of writing."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from records.meta import Meta
from records.opening import Place
from tests.watchlist.store_hand import NEXT_YEAR, TODAY, Hand, an_alarm, open_store, photo
from watchlist.types import PersonId

ROOT = Path(__file__).resolve().parents[2]

LISTS_MANY = """
import sys
from pathlib import Path
from tests.watchlist.store_hand import *
place, prefix = place_of(sys.argv[1]), sys.argv[2]
with open_store(place, Hand(prefix=prefix)) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(25):
        photos = [photo(1000 * ord(prefix) + number)]
        listed = store.list_person(f"{prefix}-{number}", "reason", NEXT_YEAR, prefix, photos)
        store.raise_alarm(an_alarm(f"{prefix}-alarm-{number}", listed.person_id), b"jpeg" * 1000)
"""

DIES_WRITING = """
import os, sys
from pathlib import Path
from tests.watchlist.store_hand import *
from records.blobs import Blobs
put = Blobs.put
count = int(sys.argv[2])
def die(self, *args, **kwargs):
    global count
    put(self, *args, **kwargs)
    count -= 1
    if count == 0:
        os._exit(9)
Blobs.put = die
with open_store(place_of(sys.argv[1]), Hand(prefix="dead")) as store:
    # More than SQLite's page cache holds, so that half of it is in the log before the end.
    photos = [NewPhoto(os.urandom(3_000_000)), NewPhoto(os.urandom(3_000_000))]
    store.list_person("never", "reason", NEXT_YEAR, "operator", photos)
"""

KILLED_AFTER_AN_ALARM = """
import sys
from pathlib import Path
from tests.watchlist.store_hand import *
with open_store(place_of(sys.argv[1]), Hand(prefix="killed")) as store:
    listed = store.list_person("person-1", "reason", NEXT_YEAR, "operator")
    store.raise_alarm(an_alarm("a-1", listed.person_id), b"jpeg")
    print("raised", flush=True)
    sys.stdin.readline()
"""


def start(code: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_programs_that_write_at_once_lose_nothing(place: Place) -> None:
    programs = [start(LISTS_MANY, str(place), prefix) for prefix in ("a", "b", "c")]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.communicate("go\n", timeout=60)
    assert [program.returncode for program in programs] == [0, 0, 0]
    with open_store(place, Hand(prefix="after")) as store:
        wanted = {f"{prefix}-{number}" for prefix in ("a", "b", "c") for number in range(25)}
        assert {entry.name for entry in store.entries(TODAY)} == wanted
        assert len(store.alarms()) == 75
        assert store.verify() == 1 + 75 + 75


@pytest.mark.parametrize("blobs_written", [1, 2, 3, 4])
def test_a_program_killed_while_it_lists_somebody_leaves_nothing_of_them(place: Place, blobs_written: int) -> None:
    with open_store(place) as store:
        kept = store.list_person("kept", "reason", NEXT_YEAR, "operator", [photo(1)])
    dead = start(DIES_WRITING, str(place), str(blobs_written))
    dead.communicate(timeout=60)
    assert dead.returncode == 9
    with open_store(place, Hand(prefix="after")) as store:
        assert store.entries(TODAY) == [kept]
        assert store.verify() == 2
        store.list_person("never", "reason", NEXT_YEAR, "operator", [photo(2)])


def test_an_alarm_outlives_the_program_that_raised_it(place: Place) -> None:
    program = start(KILLED_AFTER_AN_ALARM, str(place))
    assert program.stdout is not None
    assert program.stdout.readline() == "raised\n"
    program.kill()
    program.communicate(timeout=60)
    with open_store(place, Hand(prefix="after")) as store:
        assert store.picture("a-1", "guard") == b"jpeg"
        assert store.alarms() == [an_alarm("a-1", PersonId(store.entries(TODAY)[0].person_id))]


def test_who_comes_second_to_a_new_database_leaves_its_beginning_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place) as store:
        before = store.audit_records()
    look, looks = Meta.get, itertools.count()
    monkeypatch.setattr(Meta, "get", lambda meta, name: look(meta, name) if next(looks) else None)
    with open_store(place, Hand(prefix="second")) as store:
        assert store.audit_records() == before


def test_programs_that_make_the_database_at_once_make_it_once(place: Place) -> None:
    code = "import sys; from tests.watchlist.store_hand import *\nwith open_store(place_of(sys.argv[1])): pass"
    programs = [start(code, str(place)) for _ in range(4)]
    for program in programs:
        program.communicate(timeout=60)
    assert [program.returncode for program in programs] == [0] * 4
    with open_store(place) as store:
        assert store.verify() == 1
