"""The watch's end of a lease: a line like that of a worker of its own."""

from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from camera.leases.errors import WorkerUnreachable
from camera.leases.faces import FacesLease
from camera.leases.line import Line
from camera.messages import CameraCondition, CameraState, Heartbeat, Stop
from camera.types import TrackEnded
from tests.camera.leases.hand import World, hear, kill, until


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.end()


def lease(world: World) -> FacesLease:
    shared = world.camera()
    return FacesLease(shared.worker.camera, lambda _pause: world.faces(shared))


def rest(line: Line) -> list[object]:
    heard: list[object] = []
    with pytest.raises(EOFError):
        while True:
            heard.append(line.recv())
    return heard


def test_it_is_waited_for_heard_and_told_to_stop_like_a_worker(world: World) -> None:
    faces = lease(world)
    assert wait([faces.line], 20) == [faces.line]
    assert hear(faces.line, CameraState).condition is CameraCondition.LIVE
    until(lambda: hear(faces.line, TrackEnded).track > 5, "five frames")
    faces.line.send(Stop())
    last = rest(faces.line)[-1]
    assert isinstance(last, Heartbeat)
    assert last.counts.frames > 5
    faces.close()
    faces.close()
    assert not faces.alive


def test_its_line_ends_when_the_worker_is_killed(world: World) -> None:
    faces = lease(world)
    hear(faces.line, TrackEnded)
    kill(world.pid)
    rest(faces.line)
    faces.close()
    world.files.remove()


def test_closing_gives_the_lease_back(world: World) -> None:
    faces = lease(world)
    hear(faces.line, TrackEnded)
    faces.close()
    assert not faces.alive


def test_where_no_lease_is_to_be_had_the_line_says_so_and_ends() -> None:
    def nobody(_pause: Callable[[float], object]) -> Line:
        raise WorkerUnreachable("nobody answers", "Try again.")

    faces = FacesLease("door", nobody, clock=lambda: 7.0)
    assert rest(faces.line) == [CameraState("door", CameraCondition.LOST, 7.0, "nobody answers", "Try again.")]
    faces.close()


def test_closing_gives_up_a_lease_that_is_still_waited_for() -> None:
    def never(pause: Callable[[float], object]) -> Line:
        assert pause(30)
        raise WorkerUnreachable("given up")

    faces = FacesLease("door", never)
    faces.close()
    assert not faces.alive
