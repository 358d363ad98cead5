"""Somebody else at the door, or at the worker's address: nonsense ends nothing but itself."""

from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Listener
from pathlib import Path
from threading import Event, Thread

import pytest

from camera.leases.book import LeaseBook
from camera.leases.checks import CheckPost
from camera.leases.errors import WorkerUnreachable
from camera.leases.joining import join
from camera.leases.line import dial
from camera.leases.messages import LeaseKind
from camera.leases.mirror_feed import MirrorFeed
from camera.leases.outbox import Outbox
from camera.leases.reception import Reception
from camera.leases.run_files import LeaseCard
from camera.leases.scripted_check import ScriptedCheck
from tests.camera.leases.hand import World

RUBBISH = [b"", b"rubbish", b"x" * 300]
IDLE = ("python-that-is-not-there",)


def no_feed(_outbox: Outbox) -> MirrorFeed:
    raise AssertionError("nobody was admitted")


@pytest.mark.parametrize("word", RUBBISH)
def test_rubbish_at_the_door_is_turned_away_without_a_word(word: bytes) -> None:
    checks = CheckPost(ScriptedCheck, lambda _told: None, lambda _error: None, lambda: 0.0)
    mine, theirs = Pipe()
    with closing(mine):
        mine.send_bytes(word)
        Reception(b"secret", LeaseBook(no_feed), checks).receive(theirs)
        assert theirs.closed


@pytest.fixture
def babbler(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Says one word to whoever comes to the address on the card."""
    world = World(tmp_path)
    world.files.prepare()
    ends = Event()

    def babble() -> None:
        while not ends.is_set():
            with closing(listener.accept()) as line, suppress(OSError, EOFError):
                line.send_bytes(request.param)

    with Listener(world.files.new_address()) as listener:
        address = str(listener.address)
        world.files.write(LeaseCard(address, b"secret", 1, "settings"))
        thread = Thread(target=babble)
        thread.start()
        yield world
        ends.set()
        dial(address).close()
        thread.join()


@pytest.mark.parametrize("babbler", RUBBISH, indirect=True)
def test_who_talks_nonsense_at_the_workers_address_is_no_worker(babbler: World) -> None:
    with pytest.raises(WorkerUnreachable, match="cannot be started"):
        join(babbler.camera(), LeaseKind.FACES, "watch", babbler.folder, program=IDLE)


@pytest.mark.parametrize("address", ["", "nobody", "x" * 200])
def test_an_address_that_makes_no_sense_is_nobodys(address: str, tmp_path: Path) -> None:
    world = World(tmp_path)
    world.files.prepare()
    world.files.write(LeaseCard(address, b"secret", 1, "settings"))
    with pytest.raises(WorkerUnreachable, match="cannot be started"):
        join(world.camera(), LeaseKind.FACES, "watch", world.folder, program=IDLE)
