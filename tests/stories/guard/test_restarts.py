"""The real programs, each killed and started again while a listed person stands there: one alarm, with one owner."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import pytest

from camera.rehearsal.portrait_film import portrait_film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from scripts.bench.attack.seat import PhonePost
from scripts.demo.stage import ask_to_stop
from tests.stories.home import ROOT, Event, Home, of_kind
from watchlist.alarms.life import GuardId, Stage
from watchlist.post.values import AlarmView, Pin

LISTED = "Eileen Collins"
AT_THE_PC, WITH_A_PHONE, PIN = GuardId("wei"), GuardId("lina"), "482913"
WITHIN_S = 60.0
"""What a computer with much else to do may take for one thing; all of it together takes less on any other."""


class Program:
    """A process of our own and what it told so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.told: list[Event] = []
        self._process = process
        self._heard = Condition()
        self._thread = Thread(target=self._hear, daemon=True)
        self._thread.start()

    def tells(self, event: str, **wanted: Any) -> Event:
        """The first of these that it told or tells."""

        def found() -> list[Event]:
            return [one for one in of_kind(self.told, event) if wanted.items() <= one.items()]

        with self._heard:
            assert self._heard.wait_for(found, WITHIN_S), f"never told: {event} {wanted}, only {self.told}"
            return found()[0]

    def kill(self) -> None:
        """SIGKILL; on Windows TerminateProcess."""
        self._process.kill()
        self._process.wait()
        self._thread.join()

    def stop(self) -> None:
        ask_to_stop(self._process)
        self._process.wait(WITHIN_S)
        self._thread.join()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._heard:
                    self.told.append(json.loads(line))
                    self._heard.notify_all()


class House:
    """Its programs as a service manager starts them. Another start is another process."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._all: list[Program] = []

    def start(self) -> None:
        self.watch = self._running(self.home.start("watch"))
        self.hub = self._running(self.home.start("hub", "--port", "0"))
        command = [sys.executable, "-m", "tests.stories.guard.console_program", str(self.home.path), AT_THE_PC, PIN]
        console = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.console = self._running(console)

    def kill_all(self) -> None:
        for program in (self.watch, self.hub, self.console):
            program.kill()

    def end(self) -> None:
        for program in self._all:
            program.kill()

    def phone_sees(self, is_so: Callable[[AlarmView], bool]) -> list[AlarmView]:
        """Every alarm of the phone's page, as soon as it is so for one of them."""
        seen: dict[str, AlarmView] = {}
        with PhonePost(self.hub.tells("listening")["url"]) as phone:
            session = phone.log_in(Pin(WITH_A_PHONE, PIN))
            revision = 0
            for _ in range(round(WITHIN_S)):
                changes = phone.changes(session, revision, 1.0)
                revision = changes.revision
                seen |= {alarm.alarm_id: alarm for alarm in changes.alarms}
                if any(map(is_so, seen.values())):
                    return [*seen.values()]
        raise AssertionError(f"the phone never saw it, only {seen}")

    def _running(self, process: "subprocess.Popen[str]") -> Program:
        self._all.append(Program(process))
        return self._all[-1]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    portraits = packaged_portraits()
    photographs, pin = tmp_path / "photographs" / LISTED, tmp_path / "pin"
    photographs.mkdir(parents=True)
    (photographs / "portrait.jpg").write_bytes(to_jpeg(portraits[LISTED]))
    pin.write_text(PIN, encoding="ascii")
    home = Home(tmp_path)
    home.run("people", "import", str(photographs.parent), "--reason", "test")
    for guard in (AT_THE_PC, WITH_A_PHONE):
        home.run("guards", "add", guard, "--name", guard, "--pin-file", str(pin))
    with ExitStack() as closing:
        camera = closing.enter_context(RtspCamera(portrait_film(portraits, {LISTED}), "guard", "loopback"))
        settings = f'[phone]\nserve = true\n[[cameras]]\nname = "北门"\nurl = "{camera.url}"\n'
        (home.path / "gatehouse.toml").write_text(settings, encoding="utf-8")
        house = House(home)
        closing.callback(house.end)
        yield house


def test_watch_hub_and_console_are_killed_in_the_middle_of_a_visit_and_it_stays_one_alarm(house: House) -> None:
    house.start()
    alarm_id = house.watch.tells("alarm")["id"]
    house.console.tells("card", id=alarm_id, owner="owner.me")
    [before] = house.phone_sees(lambda alarm: alarm.life.owner == AT_THE_PC)
    assert before.alarm_id == alarm_id

    house.kill_all()
    house.start()
    house.watch.tells("update", id=alarm_id)
    house.console.tells("card", id=alarm_id, owner="owner.me")
    [after] = house.phone_sees(lambda alarm: alarm.updates > before.updates)
    assert (after.alarm_id, after.life.stage, after.life.owner) == (alarm_id, Stage.TAKEN, AT_THE_PC)
    assert after.raised_at == before.raised_at
    assert after.last_seen_at > before.last_seen_at

    house.watch.stop()
    assert of_kind(house.watch.told, "alarm") == []
    assert {card["owner"] for card in of_kind(house.console.told, "card")} == {"owner.me"}
    assert [alarm["id"] for alarm in house.home.run("alarms", "list")] == [alarm_id]
