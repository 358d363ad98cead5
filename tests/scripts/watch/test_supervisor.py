"""Real worker processes: heard, started again when they die, stopped together."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, WorkerSpec
from camera.scene.video import write_video
from scripts.watch.supervisor import Supervisor

WITHIN_S = 60.0


def kill(pid: int) -> None:
    if sys.platform == "win32":
        os.kill(pid, signal.SIGTERM)
    else:
        os.kill(pid, signal.SIGKILL)


def spec(folder: Path, camera: str, url: str, detector: str = "hog") -> WorkerSpec:
    return WorkerSpec(camera, url, folder / "models", detector, "dlib", min_face_px=80)


@pytest.fixture
def supervised() -> Iterator[Callable[..., Supervisor]]:
    started: list[Supervisor] = []

    def start(*specs: WorkerSpec) -> Supervisor:
        started.append(Supervisor(specs, time.monotonic))
        return started[-1]

    yield start
    for supervisor in started:
        supervisor.stop()


def hear_until(supervisor: Supervisor, wanted: Callable[[list[FromWorker]], bool]) -> list[FromWorker]:
    """Poll until it was said; fails when it was not said in time."""
    heard: list[FromWorker] = []
    deadline = time.monotonic() + WITHIN_S
    while not wanted(heard):
        assert time.monotonic() < deadline, heard
        heard += supervisor.poll(0.2)
    return heard


def conditions(heard: list[FromWorker], camera: str) -> list[CameraCondition]:
    return [one.condition for one in heard if isinstance(one, CameraState) and one.camera == camera]


def test_a_worker_that_is_killed_is_told_of_and_started_again(
    supervised: Callable[..., Supervisor], tmp_path: Path
) -> None:
    supervisor = supervised(spec(tmp_path, "door", "fake:entrance?loop=1"))
    hear_until(supervisor, lambda heard: CameraCondition.LIVE in conditions(heard, "door"))
    first = supervisor.pids["door"]
    kill(first)
    heard = hear_until(supervisor, lambda heard: CameraCondition.LIVE in conditions(heard, "door"))
    [lost] = [one for one in heard if isinstance(one, CameraState) and one.condition is CameraCondition.LOST]
    assert "its worker died" in lost.why
    assert supervisor.pids["door"] != first


def test_stopping_hears_the_last_words_and_leaves_no_process(
    supervised: Callable[..., Supervisor], tmp_path: Path
) -> None:
    supervisor = supervised(spec(tmp_path, "door", "fake:entrance?loop=1"))
    hear_until(supervisor, lambda heard: any(isinstance(one, Heartbeat) for one in heard))
    last = supervisor.stop()
    assert any(isinstance(one, Heartbeat) for one in last)
    assert supervisor.pids == {}
    assert supervisor.stop() == []


def test_one_dead_camera_does_not_hold_up_the_others(supervised: Callable[..., Supervisor], tmp_path: Path) -> None:
    supervisor = supervised(
        spec(tmp_path, "dead", str(tmp_path / "nothing.mkv")), spec(tmp_path, "door", "fake:entrance?loop=1")
    )
    heard = hear_until(
        supervisor,
        lambda heard: bool(conditions(heard, "dead")) and CameraCondition.LIVE in conditions(heard, "door"),
    )
    [lost, *_] = [one for one in heard if isinstance(one, CameraState) and one.camera == "dead"]
    assert lost.condition is CameraCondition.LOST
    assert "nothing.mkv" in lost.why
    assert lost.hint


def test_an_engine_that_cannot_be_built_is_told_with_its_hint(
    supervised: Callable[..., Supervisor], tmp_path: Path
) -> None:
    supervisor = supervised(spec(tmp_path, "door", "fake:entrance", detector="yunet"))
    heard = hear_until(supervisor, lambda heard: bool(conditions(heard, "door")))
    [lost, *_] = [one for one in heard if isinstance(one, CameraState)]
    assert "yunet" in lost.why
    assert "gatehouse models" in lost.hint


def test_recordings_end_and_are_not_started_again(supervised: Callable[..., Supervisor], tmp_path: Path) -> None:
    tape = tmp_path / "录像.mkv"
    write_video(tape, 10.0, (64, 48), [np.full((48, 64, 3), 120, np.uint8)] * 5)
    supervisor = supervised(spec(tmp_path, "tape", str(tape)))
    heard = hear_until(supervisor, lambda heard: supervisor.all_ended)
    assert conditions(heard, "tape") == [CameraCondition.LIVE, CameraCondition.ENDED]
    assert supervisor.poll(0.0) == []


if sys.platform != "win32":

    def test_ctrl_c_does_not_reach_a_worker_that_is_still_loading(
        supervised: Callable[..., Supervisor], tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        supervisor = supervised(spec(tmp_path, "door", "fake:entrance?loop=1"))
        supervisor.poll(0.0)
        os.kill(supervisor.pids["door"], signal.SIGINT)
        heard = hear_until(supervisor, lambda heard: bool(conditions(heard, "door")))
        assert conditions(heard, "door") == [CameraCondition.LIVE]
        assert "KeyboardInterrupt" not in capfd.readouterr().err
