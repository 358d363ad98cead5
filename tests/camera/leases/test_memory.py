"""Pictures in shared memory, looked into by another process."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from camera.leases.errors import NoRoomForPictures
from camera.leases.memory import SLOTS, SYSTEM_FOLDER, PictureRing, RingView, remove_leftovers
from camera.leases.messages import MirrorOpened
from camera.types import Image

ROOT = Path(__file__).resolve().parents[3]
LOOK = """
import os, signal, sys
from camera.leases.memory import RingView
from camera.leases.messages import MirrorFrame, MirrorOpened
view = RingView(MirrorOpened(sys.argv[1], 8, 6, 4))
image = view.read(MirrorFrame(1, 5, 0.2))
print(None if image is None else (image.shape, int(image.min()), int(image.max())))
sys.stdout.flush()
if sys.argv[2] == "killed":
    os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
view.close()
"""

HOLD = """
import sys
from camera.leases.memory import RingView
from camera.leases.messages import MirrorFrame, MirrorOpened
view = RingView(MirrorOpened(sys.argv[1], 8, 6, 4))
for _ in range(2):
    print(int(view.read(MirrorFrame(1, 5, 0.2)).max()), flush=True)
    sys.stdin.readline()
view.close()
"""


def picture(value: int) -> Image:
    return np.full((6, 8, 3), value, np.uint8)


@pytest.fixture
def ring() -> Iterator[PictureRing]:
    ring = PictureRing(f"gatehouse-test-{uuid4().hex[:8]}", 8, 6)
    yield ring
    ring.close()


def look(name: str, end: str) -> str:
    command = [sys.executable, "-c", LOOK, name, end]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_another_process_sees_the_picture_and_its_end_takes_nothing_away(ring: PictureRing) -> None:
    ring.write(picture(7), 5, 0.2)
    for end in ("killed", "well", "well"):
        assert look(ring.opened.memory, end) == "((6, 8, 3), 7, 7)"


def test_a_picture_that_was_overwritten_is_not_shown(ring: PictureRing) -> None:
    ring.write(picture(7), 5, 0.2)
    ring.write(picture(9), 5 + SLOTS, 0.4)
    assert look(ring.opened.memory, "well") == "None"


def test_the_pictures_are_wiped_for_whoever_still_holds_the_memory() -> None:
    ring = PictureRing(f"gatehouse-test-{uuid4().hex[:8]}", 8, 6)
    ring.write(picture(7), 5, 0.2)
    command = [sys.executable, "-c", HOLD, ring.opened.memory]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "7\n"
        ring.close()
        assert process.communicate("now\n")[0] == "0\n"


def test_memory_that_is_gone_cannot_be_looked_into() -> None:
    with pytest.raises(FileNotFoundError):
        RingView(MirrorOpened("gatehouse-test-gone", 8, 6, SLOTS))


def test_two_memories_of_one_name_cannot_be(ring: PictureRing) -> None:
    with pytest.raises(NoRoomForPictures):
        PictureRing(ring.opened.memory, 8, 6)


if sys.platform == "linux":

    def test_what_a_killed_worker_left_is_removed_and_nothing_else(ring: PictureRing) -> None:
        prefix = f"gatehouse-test-{uuid4().hex[:8]}-"
        left = SYSTEM_FOLDER / f"{prefix}1-0"
        left.write_bytes(b"faces")
        remove_leftovers(prefix)
        assert not left.exists()
        assert (SYSTEM_FOLDER / ring.opened.memory).exists()

    def test_memory_that_the_system_took_away_is_let_go_of_all_the_same() -> None:
        ring = PictureRing(f"gatehouse-test-{uuid4().hex[:8]}", 8, 6)
        (SYSTEM_FOLDER / ring.opened.memory).unlink()
        ring.close()

    def test_where_no_room_is_left_that_is_said_and_the_process_lives() -> None:
        with pytest.raises(NoRoomForPictures, match=r"not 1[0-9]+ bytes left") as told:
            PictureRing("gatehouse-test-huge", 1_000_000, 1_000_000)
        assert told.value.hint
