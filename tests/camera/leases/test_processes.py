"""Readers and the worker of a camera as real processes: what each is given, and what is left of it."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from camera.leases.errors import LeaseRefused, WorkerUnreachable
from camera.leases.joining import join
from camera.leases.line import GONE, Line
from camera.leases.messages import CheckFacts, LeaseKind, MirrorClosed, NoComparison
from camera.messages import CameraCondition, CameraState, Heartbeat, Stop
from camera.types import TrackEnded
from tests.camera.leases.hand import PROGRAM, Reader, World, hear, kill, order, runs, until


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.end()


def test_the_mirror_shows_the_cameras_pictures_scaled_to_the_screen(world: World) -> None:
    reader = Reader()
    world.mirror(world.camera("size=1280x720"), reader)
    reader.shown(10)
    numbers = [number for number, _, _ in reader.frames]
    assert numbers == sorted(set(numbers))
    assert {shape for _, shape, _ in reader.frames} == {(540, 960, 3)}
    colours = [colour for _, _, colour in reader.frames]
    assert colours == sorted(set(colours))


def test_a_reader_of_faces_is_told_what_a_supervisor_is_told_and_shares_no_picture(world: World) -> None:
    line = world.faces(world.camera())
    assert hear(line, CameraState).condition is CameraCondition.LIVE
    assert hear(line, Heartbeat).camera == "挂号机/1"
    assert hear(line, TrackEnded).track > 0
    assert world.memories() == []


def test_with_the_mirror_alone_nobody_looks_for_faces(world: World) -> None:
    reader = Reader()
    world.mirror(world.camera("fps=50"), reader)
    reader.shown(20)
    line = world.faces(world.camera("fps=50"))
    assert hear(line, TrackEnded).track == 1


def test_slow_recognition_does_not_slow_the_mirror(world: World) -> None:
    reader = Reader()
    shared = world.camera("look_s=0.5&advices=100")
    line = world.faces(shared)
    mirror = world.mirror(shared, reader)
    mirror.start_check(order())
    hear(line, TrackEnded)
    reader.shown(5)
    seen, started = len(reader.frames), time.monotonic()
    reader.shown(30)
    assert (len(reader.frames) - seen) / (time.monotonic() - started) > 12


def test_a_check_is_done_by_the_worker_and_ends_with_facts(world: World) -> None:
    reader = Reader()
    mirror = world.mirror(world.camera(), reader)
    mirror.start_check(order("first", b"x" * 3_000_000))
    facts = reader.heard(CheckFacts)
    assert (facts.check_id, facts.similarity) == ("first", 0.8)


def test_a_stopped_check_says_nothing_more(world: World) -> None:
    reader = Reader()
    mirror = world.mirror(world.camera("advices=1000000"), reader)
    mirror.start_check(order("first"))
    until(lambda: reader.told, "progress")
    mirror.stop_check()
    reader.told.clear()
    reader.shown(5)
    assert reader.told == []
    mirror.start_check(order("second"))
    until(lambda: reader.told, "progress")
    assert {one.check_id for one in reader.told if not isinstance(one, MirrorClosed)} == {"second"}


def test_a_check_without_an_engine_ends_at_once(world: World) -> None:
    reader = Reader()
    world.mirror(world.camera("engine=0"), reader).start_check(order())
    assert reader.heard(CheckFacts).obstacle is NoComparison.CAMERA_LOST
    reader.shown(3)


def test_a_complaint_that_nobody_can_read_does_not_end_the_worker(world: World) -> None:
    """Windows gives no error output to what a program without a console starts."""
    mute = f"import runpy, sys; sys.stderr = sys.stdout = None; runpy.run_path({PROGRAM[-1]!r}, run_name='__main__')"
    shared = world.camera("engine=0")
    join(shared, LeaseKind.MIRROR, "first", world.folder, program=(sys.executable, "-P", "-c", mute)).close()
    reader = Reader()
    pid = world.pid
    world.mirror(shared, reader).start_check(order())
    assert reader.heard(CheckFacts).obstacle is NoComparison.CAMERA_LOST
    reader.shown(3)
    assert world.pid == pid


def test_without_an_engine_readers_of_faces_are_told_why_and_let_go(world: World) -> None:
    line = world.faces(world.camera("engine=0"))
    state = next(one for one in iter(lambda: hear(line, CameraState), None) if one.condition is CameraCondition.LOST)
    assert (state.why, state.hint) == ("there is no engine", "Install one.")
    with pytest.raises(EOFError):
        hear(line, type(None))


def test_one_mirror_at_a_time(world: World) -> None:
    shared = world.camera()
    world.mirror_line(shared)
    with pytest.raises(LeaseRefused, match="another program") as refused:
        world.mirror_line(shared)
    assert "kiosk" in refused.value.hint
    reader = Reader()
    world.mirror(shared, reader)
    assert "another program" in reader.heard(MirrorClosed).why


def test_of_many_starters_one_wins_and_the_others_join_its_worker(world: World) -> None:
    shared = world.camera()
    lines: list[Line] = []
    starters = [Thread(target=lambda: lines.append(world.faces(shared))) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(lines) == 4
    assert all(hear(line, Heartbeat) for line in lines)
    kill(world.pid)
    for line in lines:
        with pytest.raises(GONE):
            hear(line, type(None))
    world.files.remove()


def test_who_asks_with_other_settings_is_refused(world: World) -> None:
    world.faces(world.camera())
    with pytest.raises(LeaseRefused, match="other settings"):
        world.faces(world.camera("fps=5"))


def test_the_camera_is_on_only_while_somebody_holds_a_lease(world: World) -> None:
    shared = world.camera(linger_s=20.0)
    line = world.faces(shared)
    hear(line, Heartbeat)
    assert world.light.exists()
    pid = world.pid
    line.send(Stop())
    until(lambda: not world.light.exists(), "the light goes off")
    assert world.pid == pid
    hear(world.faces(shared), TrackEnded)
    assert world.light.exists()
    assert world.pid == pid
    kill(world.pid)  # it would wait for the next reader
    world.files.remove()


def test_a_worker_that_nobody_needs_ends_and_leaves_nothing(world: World) -> None:
    reader = Reader()
    mirror = world.mirror(world.camera(), reader)
    reader.shown(2)
    assert sys.platform != "linux" or len(world.memories()) == 1
    pid = world.pid
    mirror.close()
    mirror.close()
    until(lambda: not world.pid and not runs(pid), "the end of the worker")
    assert world.memories() == []
    assert [path.suffix for path in world.files.folder.iterdir()] == [".lock"]


def test_leaving_readers_hear_the_last_words_while_others_stay(world: World) -> None:
    shared = world.camera()
    reader = Reader()
    world.mirror(shared, reader)
    line = world.faces(shared)
    until(lambda: hear(line, TrackEnded).track > 5, "five frames")
    line.send(Stop())
    last: list[object] = []
    with pytest.raises(EOFError):
        while True:
            last.append(line.recv())
    assert {type(one) for one in last} <= {TrackEnded, Heartbeat, CameraState}, "no frame, no check"
    assert isinstance(last[-1], Heartbeat)
    assert last[-1].counts.frames > 5
    reader.shown(3)


def test_a_program_that_cannot_run_is_told_as_such(world: World, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.py"
    with pytest.raises(WorkerUnreachable, match="ended at once"):
        join(world.camera(), LeaseKind.FACES, "watch", tmp_path, program=(sys.executable, str(missing)))
    with pytest.raises(WorkerUnreachable, match="cannot be started"):
        join(world.camera(), LeaseKind.FACES, "watch", tmp_path, program=(str(missing),))


def test_nobody_answering_in_time_is_told(world: World, tmp_path: Path) -> None:
    idle = (sys.executable, "-c", "import sys; sys.stdin.read()")
    with pytest.raises(WorkerUnreachable, match=r"within 0\.2 s"):
        join(world.camera(), LeaseKind.FACES, "watch", tmp_path, within_s=0.2, program=idle)
