"""Killed, hung and lying processes around one camera."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge
from pathlib import Path

import pytest

from camera.leases.errors import LeaseRefused
from camera.leases.line import GONE, Line, dial
from camera.leases.messages import CheckFacts, Join, LeaseKind, MirrorClosed, NoComparison
from camera.leases.run_files import LeaseCard
from camera.leases.shared_camera import SharedCamera
from camera.messages import CameraCondition, CameraState, Heartbeat
from camera.types import TrackEnded
from tests.camera.leases.hand import Reader, World, hear, kill, order, runs, until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.end()


@pytest.fixture
def child(world: World) -> Iterator[subprocess.Popen[str]]:
    """Another program that holds the mirror and has seen a frame."""
    command = [sys.executable, "-m", "tests.camera.leases.reader_program"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{world.folder}\n{world.camera('fps=100').to_json()}\n")
    process.stdin.flush()
    with process:
        try:
            assert process.stdout.readline().strip().isdigit()
            yield process
        finally:
            process.kill()


def card(world: World) -> LeaseCard:
    found = world.files.read()
    assert found
    return found


def test_a_reader_that_is_killed_frees_its_lease_and_the_worker_goes_on(
    world: World, child: subprocess.Popen[str]
) -> None:
    shared = world.camera("fps=100")
    line = world.faces(shared)
    pid, memories = world.pid, world.memories()
    child.kill()
    child.wait()
    until(lambda: not world.memories(), "the end of its memory")
    reader = Reader()
    world.mirror(shared, reader)
    reader.shown(3)
    assert reader.told == []
    assert hear(line, TrackEnded)
    assert world.pid == pid
    assert set(memories).isdisjoint(world.memories())


def test_when_the_worker_is_killed_its_readers_are_told_and_get_another(world: World) -> None:
    reader = Reader()
    shared = world.camera("advices=1000000")
    mirror = world.mirror(shared, reader)
    mirror.start_check(order("cut short"))
    reader.shown(3)
    line = world.faces(shared)
    dead, memories = world.pid, world.memories()
    kill(dead)
    facts = reader.heard(CheckFacts)
    assert (facts.check_id, facts.obstacle) == ("cut short", NoComparison.CAMERA_LOST)
    assert reader.heard(MirrorClosed).hint
    with pytest.raises(GONE):
        hear(line, type(None))
    reader.shown(3)
    assert world.pid != dead
    until(lambda: set(memories).isdisjoint(world.memories()), "the end of the dead worker's memory")
    mirror.close()
    assert hear(world.faces(shared), TrackEnded)
    assert world.memories() == []


def test_a_file_of_a_dead_worker_is_replaced(world: World) -> None:
    world.files.prepare()
    world.files.write(LeaseCard(str(world.files.folder / "nobody.sock"), b"secret", 1, "settings"))
    assert hear(world.faces(world.camera()), Heartbeat)
    assert world.pid != 1


def test_a_worker_whose_folder_was_removed_ends_all_the_same(world: World) -> None:
    line = world.faces(world.camera())
    hear(line, TrackEnded)
    pid = world.pid
    shutil.rmtree(world.files.folder)
    line.close()
    until(lambda: not runs(pid), "the end of the worker")


def test_a_file_that_makes_no_sense_is_replaced(world: World) -> None:
    world.files.prepare()
    world.files.card.write_text("{", encoding="utf-8")
    assert hear(world.faces(world.camera()), Heartbeat)


def test_a_wrong_secret_is_refused(world: World) -> None:
    shared = world.camera()
    line = world.faces(shared)
    right = card(world)
    world.files.write(replace(right, secret=b"guessed"))
    with pytest.raises(LeaseRefused, match="secret"):
        world.faces(shared)
    with closing(dial(right.address)) as other, pytest.raises(AuthenticationError):
        answer_challenge(other, b"guessed")
    assert hear(line, Heartbeat)


def test_who_does_not_answer_the_challenge_gets_nothing_and_holds_up_nobody(world: World) -> None:
    shared = world.camera()
    world.faces(shared)
    with closing(dial(card(world).address)) as silent:
        assert silent.poll(5)
        silent.recv_bytes()
        reader = Reader()
        world.mirror(shared, reader)
        reader.shown(5)
        assert not silent.poll(0)
        silent.send(Join(LeaseKind.MIRROR, "impatient"))  # which is no answer to the challenge
        with pytest.raises(GONE):
            while True:
                silent.recv_bytes()


def test_a_lost_camera_is_told_and_its_picture_comes_back(world: World) -> None:
    reader = Reader()
    shared = world.camera("lost_after=10&advices=1000000")
    mirror = world.mirror(shared, reader)
    mirror.start_check(order())
    line = world.faces(shared)
    closed = reader.heard(MirrorClosed)
    assert "cable" in closed.why
    assert closed.hint
    assert reader.heard(CheckFacts).obstacle is NoComparison.CAMERA_LOST
    lost = next(one for one in iter(lambda: hear(line, CameraState), None) if one.condition is CameraCondition.LOST)
    assert "cable" in lost.why
    reader.shown(5)
    assert hear(line, CameraState).condition is CameraCondition.LIVE


def test_who_takes_the_mirror_of_a_lost_camera_is_told_so(world: World) -> None:
    shared = world.camera("lost_after=2")
    line = world.faces(shared)
    while hear(line, CameraState).condition is not CameraCondition.LOST:
        pass
    assert "cable" in hear(world.mirror_line(shared), MirrorClosed).why


def test_a_covered_camera_is_as_good_as_lost_to_the_mirror_until_it_is_seen_well(world: World) -> None:
    cover = world.folder / "cover"
    shared = world.camera(f"cover={cover}&advices=1000000")
    reader = Reader()
    mirror = world.mirror(shared, reader)
    mirror.start_check(order("cut short"))
    line = world.faces(shared)
    reader.shown(3)
    cover.touch()
    closed = reader.heard(MirrorClosed)
    assert ("covered" in closed.why, "lens" in closed.hint) == (True, True)
    shown = len(reader.frames)
    mirror.start_check(order("in vain"))
    until(lambda: len(facts_told(reader)) == 2, "the end of both checks")
    assert [one.check_id for one in facts_told(reader)] == ["cut short", "in vain"]
    assert {one.obstacle for one in facts_told(reader)} == {NoComparison.CAMERA_LOST}
    assert "covered" in hear_condition(line, CameraCondition.COVERED).why
    assert len(reader.frames) == shown
    cover.unlink()
    hear_condition(line, CameraCondition.LIVE)
    reader.shown(3)
    assert [one.why for one in reader.told if isinstance(one, MirrorClosed)] == [closed.why]


def test_who_takes_the_mirror_of_a_covered_camera_is_told_so(world: World) -> None:
    cover = world.folder / "cover"
    cover.touch()
    shared = world.camera(f"cover={cover}")
    hear_condition(world.faces(shared), CameraCondition.COVERED)
    assert "covered" in hear(world.mirror_line(shared), MirrorClosed).why


def facts_told(reader: Reader) -> list[CheckFacts]:
    return [one for one in reader.told if isinstance(one, CheckFacts)]


def hear_condition(line: Line, condition: CameraCondition) -> CameraState:
    while (state := hear(line, CameraState)).condition is not condition:
        pass
    return state


def test_a_change_of_the_pictures_size_is_followed(world: World) -> None:
    reader = Reader()
    world.mirror(world.camera("bigger_after=5&size=40x30&fps=50"), reader)
    until(lambda: reader.frames and reader.frames[-1][1] == (60, 80, 3), "the larger picture")
    assert {shape for _, shape, _ in reader.frames} == {(30, 40, 3), (60, 80, 3)}
    assert "size" in reader.heard(MirrorClosed).why
    assert len(world.memories()) <= 1


def test_a_reader_of_faces_who_never_listens_holds_up_nobody_and_is_given_up(world: World) -> None:
    shared = world.camera("fps=20000")
    deaf = world.faces(shared)
    reader = Reader()
    world.mirror(shared, reader)
    reader.shown(10)
    until(lambda: not deaf_is_held(deaf), "the deaf reader is given up")
    reader.shown(10)


def deaf_is_held(line: object) -> bool:
    """Reads slower than it is told, until the end comes."""
    try:
        hear(line, TrackEnded)  # type: ignore[arg-type]
    except GONE:
        return False
    return True


if sys.platform != "win32":

    def test_a_reader_that_hangs_holds_up_nobody(world: World, child: subprocess.Popen[str]) -> None:
        os.kill(child.pid, signal.SIGSTOP)
        line = world.faces(world.camera("fps=100"))
        before = hear(line, TrackEnded).track
        until(lambda: hear(line, TrackEnded).track > before + 50, "50 more frames")
        child.kill()
        child.wait()
        reader = Reader()
        world.mirror(world.camera("fps=100"), reader)
        reader.shown(3)


def test_orders_can_be_read_back() -> None:
    world = World(Path("x"))
    shared = world.camera("a=1")
    assert SharedCamera.from_json(shared.to_json()) == shared
