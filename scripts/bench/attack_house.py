"""The house under attack: its programs, which of them is up, and what they told."""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from camera.types import Seconds
from scripts.bench.attack_guard import Seat, SeatTold
from scripts.bench.attack_programs import (
    Command,
    Program,
    Screen,
    kill_worker,
    resident_mb,
    run_to_end,
    worker_pids,
)
from scripts.command import SETTINGS_FILE
from watchlist.types import AlarmId

QUIET_S: Seconds = 25.0
GUARDS = ("guard-a", "guard-b", "guard-c", "looker")
PIN = "482913"
WATCH, HUB, WORKER = "watch", "hub", "worker"
TARGETS = {WATCH: 3, WORKER: 3, HUB: 4, "guard-a": 4, "guard-b": 3, "guard-c": 3}
"""How often each is chosen; a kill of the first two blinds a camera for some seconds."""


@dataclass
class Heard:
    """Everything that was told to the run. `alarms`: the ids the watch told as kept."""

    alarms: list[AlarmId] = field(default_factory=list)
    seen: set[AlarmId] = field(default_factory=set)
    asked: dict[str, AlarmId] = field(default_factory=dict)
    decided: dict[str, AlarmId] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)


class House:
    """`cameras` are the addresses by name. Programs that died are started again at once, as a service manager does."""

    def __init__(self, folder: Path, cameras: Mapping[str, str], rng: Random) -> None:
        self.home = folder / "home"
        self.environ = os.environ | {"GATEHOUSE_KEYS": str(folder / "keys"), "PYTHONUTF8": "1"}
        self.heard = Heard()
        self.live_since: dict[str, Seconds] = {}
        self.kills: dict[str, int] = dict.fromkeys(TARGETS, 0)
        self.memory: list[tuple[Seconds, str, int, float]] = []
        self._folder = folder
        self._cameras = cameras
        self._rng = rng
        self._port = _free_port()
        self._programs: dict[str, Program] = {}
        self._now: Seconds = 0.0

    def prepare(self) -> None:
        """The list, the guards and the settings, by the real commands."""
        photographs, pin = self._folder / "photographs", self._folder / "pin"
        for name, portrait in packaged_portraits().items():
            (photographs / name).mkdir(parents=True)
            (photographs / name / "portrait.jpg").write_bytes(to_jpeg(portrait))
        pin.write_text(PIN)
        run_to_end(self._arguments("people", "import", str(photographs), "--reason", "bench"), self.environ)
        for guard in GUARDS:
            added = self._arguments("guards", "add", guard, "--name", guard, "--pin-file", str(pin))
            run_to_end(added, self.environ)
        tables = ["[alarm]", f"quiet_s = {QUIET_S}", "[guard]", "escalate_s = 5", "[phone]", "serve = true"]
        for name, url in self._cameras.items():
            tables += ["[[cameras]]", f'name = "{name}"', f'url = "{url}"']
        (self.home / SETTINGS_FILE).write_text("\n".join(tables) + "\n", encoding="utf-8")

    @property
    def is_whole(self) -> bool:
        return len(self.live_since) == len(self._cameras) and all(one.is_up for one in self._programs.values())

    def keep_up(self, now: Seconds) -> None:
        self._now = now
        for name in (WATCH, HUB, *GUARDS):
            program = self._programs.get(name)
            if program is None or not program.is_running:
                if program is not None:
                    program.hear()
                self._programs[name] = self._started(name)
        for program in self._programs.values():
            program.hear()

    def kill_one(self, now: Seconds) -> str | None:
        """Of those that are up; None while none is."""
        workers = worker_pids(self._programs[WATCH].pid) if self.live_since else []
        there = [name for name in TARGETS if (workers if name == WORKER else self._programs[name].is_up)]
        if not there:
            return None
        name = self._rng.choices(there, [TARGETS[one] for one in there])[0]
        if name == WORKER:
            kill_worker(self._rng.choice(workers))
            # Whose camera it was is told later: until then neither counts as looked at without a break.
            self.live_since = dict.fromkeys(self.live_since, now)
        else:
            self._programs[name].kill()
            self._programs[name].hear()
        if name == WATCH:
            self.live_since = {}
        self.kills[name] += 1
        return name

    def measure(self, now: Seconds) -> None:
        for name, program in self._programs.items():
            pids = {name: program.pid} if program.is_up else {}
            if name == WATCH:
                pids |= {f"{WORKER} {pid}": pid for pid in worker_pids(program.pid)}
            for kind, pid in pids.items():
                mb = resident_mb(pid)
                if mb is not None:
                    self.memory.append((now, kind.split(" ")[0], pid, mb))

    def end(self) -> None:
        for program in self._programs.values():
            program.end()
            program.hear()

    def _started(self, name: str) -> Program:
        if name == WATCH:
            self.live_since = {}
            return self._command(name, self._watch_told, "watch")
        if name == HUB:
            return self._command(name, lambda _event: None, "hub", "--port", str(self._port))
        hub_url = f"http://127.0.0.1:{self._port}" if name == "guard-c" else ""
        run_file = self.home / "run" / "post.json"
        seat = Seat(name, PIN, run_file, hub_url, acts=name != "looker")
        return Screen(name, seat, self._rng.getrandbits(32), self._screen_told)

    def _command(self, name: str, told: Callable[[dict[str, Any]], None], *arguments: str) -> Program:
        command = Command(name, self._arguments(*arguments), self.environ)

        def up_and_told(event: dict[str, Any]) -> None:
            command.is_up = True
            told(event)

        command.told = up_and_told
        return command

    def _arguments(self, *arguments: str) -> list[str]:
        return [*arguments, "--json", "--home", str(self.home)]

    def _watch_told(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "camera" if event["condition"] == "live":
                self.live_since[event["camera"]] = self._now
            case "camera":
                self._count(f"camera {event['condition']}")
                self.live_since.pop(event["camera"], None)
            case "alarm":
                self.heard.alarms.append(event["id"])
            case "trouble":
                self._count(event["why"])

    def _count(self, trouble: str) -> None:
        self.heard.troubles[trouble] = self.heard.troubles.get(trouble, 0) + 1

    def _screen_told(self, told: SeatTold) -> None:
        match told.what:
            case "seen":
                self.heard.seen.add(told.alarm_id)
            case "asked":
                self.heard.asked[told.note] = told.alarm_id
            case "decided":
                self.heard.decided[told.note] = told.alarm_id


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port
