"""The real commands, as a user types them, over the drawn entrance: enrol, replay, watch, kill, look, verify."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from scripts.demo.stage import ask_to_stop
from tests.stories.films import FRAMES, film, people_named
from tests.stories.home import ROOT, Event, Home, of_kind

LISTED = "Eileen Collins"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("real")
    photographs = folder / "photographs" / LISTED
    photographs.mkdir(parents=True)
    (photographs / "portrait.jpg").write_bytes(to_jpeg(packaged_portraits()[LISTED]))
    home = Home(folder)
    told = home.run("people", "import", str(photographs.parent), "--reason", "test")
    assert told[-1]["event"] == "summary"
    return home


def events(process: subprocess.Popen[str]) -> Iterator[Event]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def test_two_replays_tell_the_same_and_leave_the_home_as_it_was(home: Home, tmp_path: Path) -> None:
    recording = tmp_path / "门口.mkv"
    film(recording, people_named(LISTED))
    before = home.fingerprint()
    first, second = (home.run("replay", str(recording)) for _ in range(2))
    assert [alarm["person"] for alarm in of_kind(first, "alarm")] == [LISTED]
    timings = ("cpu_s", "wall_s")
    assert [{key: value for key, value in event.items() if key not in timings} for event in first] == [
        {key: value for key, value in event.items() if key not in timings} for event in second
    ]
    assert first[-1]["frames"] == FRAMES
    assert home.fingerprint() == before


def test_a_watch_killed_after_its_alarm_does_not_ring_again_when_it_comes_back(home: Home, tmp_path: Path) -> None:
    process = home.start("watch", "--camera", "门=fake:entrance")
    alarm = next(event for event in events(process) if event["event"] == "alarm")
    process.kill()
    process.communicate()
    kept = home.run("alarms", "list")
    assert [one["id"] for one in kept] == [alarm["id"]]

    again = home.start("watch", "--camera", "门=fake:entrance")
    told: list[Event] = []
    for event in events(again):
        told.append(event)
        if event["event"] == "update":
            break
    ask_to_stop(again)
    told += [json.loads(line) for line in again.communicate()[0].splitlines()]
    assert again.returncode == 0 or sys.platform == "win32"
    assert of_kind(told, "alarm") == []
    assert of_kind(told, "update")[0]["id"] == alarm["id"]
    assert told[-1]["event"] == "summary"

    picture = tmp_path / "警报.jpg"
    home.run("alarms", "show", alarm["id"][:8], "--out", str(picture))
    assert picture.read_bytes().startswith(b"\xff\xd8")
    home.run("alarms", "show", alarm["id"], "--out", str(picture), code=1)
    [verdict] = home.run("audit", "verify")
    assert verdict["intact"] is True


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("whole_group", [False, True])
def test_a_watch_stops_cleanly_when_asked(home: Home, name: str, whole_group: bool) -> None:
    """Also when its workers are asked as well: a service manager and a terminal signal the whole group."""
    process = home.start("watch", "--camera", "door=fake:entrance?loop=1")
    assert next(event for event in events(process) if event["event"] == "camera")["condition"] == "live"
    if sys.platform == "win32":
        process.kill()
        return
    number = getattr(signal, name)
    os.killpg(process.pid, number) if whole_group else process.send_signal(number)
    told = [json.loads(line) for line in process.communicate(timeout=60)[0].splitlines()]
    assert process.returncode == 0
    assert [event for event in told if event["event"] == "camera" and event["condition"] == "lost"] == []
    assert told[-1]["event"] == "summary"
    assert told[-1]["cameras"] == 1


def test_a_watch_without_cameras_is_wrong_settings(home: Home) -> None:
    home.run("watch", code=2)


def test_the_doctor_finds_this_home_in_order(home: Home) -> None:
    findings = {one["part"]: one for one in home.run("doctor")}
    assert findings["records"]["health"] == "well"
    assert findings["list"]["what"].startswith("1 ring")
    assert findings["embedder"]["health"] == "caution"
    assert "East Asian" in findings["embedder"]["hint"]


def test_the_demonstration_shows_who_rang_and_who_did_not(tmp_path: Path) -> None:
    picture = tmp_path / "alarm.jpg"
    command = [sys.executable, "-m", "scripts.main", "demo", "--headless", "--json", "--out", str(picture)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    [alarm] = of_kind(told, "alarm")
    assert alarm["person"] == LISTED
    assert alarm["rang_s"] > alarm["entered_s"]
    assert {event["person"] for event in of_kind(told, "quiet")} >= {"Grace Hopper"}
    assert picture.read_bytes().startswith(b"\xff\xd8")
    [console] = of_kind(told, "console")
    assert (console["person"], console["id"]) == (LISTED, alarm["id"])
    assert Path(console["picture"]).read_bytes().startswith(b"\x89PNG")
    [visit] = of_kind(told, "visit")
    assert visit["well"]
    assert "预约成功" in visit["slip"]
    assert all(Path(one).read_bytes().startswith(b"\x89PNG") for one in visit["pictures"])
