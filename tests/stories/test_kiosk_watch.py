"""One camera, two programs: the kiosk's mirror and the watch that looks for listed people; each outlives the other."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic

import pytest

from camera.leases.run_files import RunFiles
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from scripts.kiosk.camera import camera_name, run_dir
from scripts.kiosk.settings import KioskSettings
from tests.stories.home import ROOT, Event, Home

LISTED = "Eileen Collins"
WITHIN_S = 90.0
SETTINGS = """
[kiosk]
name = "A"
camera = "fake:patient?who=0"
watch_looks = true
"""
CAMERA = camera_name(KioskSettings(name="A"))


class Lines:
    """What a program prints, read by a thread."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, is_it: Callable[[str], bool], what: str) -> str:
        deadline = monotonic() + WITHIN_S
        while monotonic() < deadline:
            try:
                line = self._lines.get(timeout=0.2)
            except Empty:
                continue
            if is_it(line):
                return line
        raise AssertionError(f"never came: {what}")

    def forget(self) -> None:
        while not self._lines.empty():
            self._lines.get_nowait()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    photographs = tmp_path / "photographs" / LISTED
    photographs.mkdir(parents=True)
    (photographs / "portrait.jpg").write_bytes(to_jpeg(packaged_portraits()[LISTED]))
    home = Home(tmp_path)
    home.run("people", "import", str(photographs.parent), "--reason", "test")
    (home.path / "gatehouse.toml").write_text(SETTINGS, encoding="utf-8")
    return home


@pytest.fixture
def started(home: Home) -> Iterator[Callable[[subprocess.Popen[str]], Lines]]:
    processes: list[subprocess.Popen[str]] = []

    def start(process: subprocess.Popen[str]) -> Lines:
        processes.append(process)
        return Lines(process)

    yield start
    for process in processes:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
    files = RunFiles(run_dir(home.path), CAMERA)
    deadline = monotonic() + WITHIN_S
    while files.read() is not None:
        assert monotonic() < deadline, "the camera's worker outlived everybody"


def kiosk(home: Home) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stories.mirror_program", str(home.path)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


def event(kind: str, **more: object) -> Callable[[str], bool]:
    def is_it(line: str) -> bool:
        told: Event = json.loads(line)
        return told["event"] == kind and all(told.get(name) == value for name, value in more.items())

    return is_it


def picture(line: str) -> bool:
    return line.strip().isdigit()


def test_a_listed_person_at_the_kiosk_rings_and_neither_program_needs_the_other(
    home: Home, started: Callable[[subprocess.Popen[str]], Lines]
) -> None:
    patients = started(kiosk(home))
    patients.wait_for(picture, "a picture in the mirror")
    guards = started(home.start("watch"))
    guards.wait_for(event("camera", camera=CAMERA, condition="live"), "the kiosk's camera in the watch")
    alarm = json.loads(guards.wait_for(event("alarm", camera=CAMERA), "an alarm from the kiosk"))
    assert alarm["person"] == LISTED

    patients.process.kill()
    patients.process.wait()
    guards.forget()
    guards.wait_for(event("update", person=LISTED), "the watch going on without the kiosk")

    patients = started(kiosk(home))
    patients.wait_for(picture, "a picture in the next kiosk's mirror")
    guards.process.kill()
    guards.process.wait()
    patients.forget()
    patients.wait_for(picture, "pictures without the watch")
