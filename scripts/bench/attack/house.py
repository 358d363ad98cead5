"""The house under attack: its programs, which of them is up, and what they told."""

import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from datetime import UTC, datetime
from random import Random
from typing import Any

from camera.types import Seconds
from scripts.bench.attack.eyes import Eyes
from scripts.bench.attack.furnishing import GUARDS, LOOKER, PHONE, PIN, Home
from scripts.bench.attack.heard import Heard
from scripts.bench.attack.keeping_up import KeepingUp
from scripts.bench.attack.memory import Sample
from scripts.bench.attack.processes import TELLS_OF_OTHERS, busy_s, kill_worker, resident_mb, worker_pids
from scripts.bench.attack.programs import Command, Program, Screen
from scripts.bench.attack.seat import Seat
from scripts.bench.attack.targets import Targets
from scripts.bench.attack.visits import Watched
from watchlist.post.run_file import post_file

WATCH, HUB, CONSOLE, WORKER = "watch", "hub", "console", "worker"
PROGRAMS = (WATCH, HUB, CONSOLE, *GUARDS, LOOKER)
WEIGHTS = {WATCH: 5, WORKER: 5, HUB: 8, CONSOLE: 8, **dict.fromkeys(GUARDS, 8)}
"""How often each is killed; a kill of the first two blinds cameras for some seconds."""
LIVES_S: Seconds = 6.0
"""Nothing is killed before it was up for so long: it would never do its work."""


class House:
    """`cameras` are their names. Programs that died are started again at once, as a service manager does."""

    def __init__(self, home: Home, cameras: Collection[str], rng: Random) -> None:
        self.home = home
        self.heard = Heard()
        self.eyes = Eyes(cameras)
        targets = {name: weight for name, weight in WEIGHTS.items() if name != WORKER or TELLS_OF_OTHERS}
        self.kills: dict[str, int] = dict.fromkeys(targets, 0)
        self.memory: list[Sample] = []
        self._rng = rng
        self._keeping_up = KeepingUp()
        self._targets = Targets(targets, rng)
        self._port = _free_port()
        self._programs: dict[str, Program] = {}
        self._up_since: dict[str, Seconds] = {}
        self._blind_at: Seconds = 0.0

    @property
    def is_whole(self) -> bool:
        return self.eyes.are_open and len(self._up_since) == len(PROGRAMS)

    @property
    def killed(self) -> int:
        return sum(self.kills.values())

    @property
    def watched(self) -> Watched:
        return Watched(self.eyes.stretches(datetime.now(UTC)), self._keeping_up.behind)

    @property
    def behind_share(self) -> float:
        return self._keeping_up.behind_share

    def keep_up(self, now: Seconds) -> None:
        for name in PROGRAMS:
            program = self._programs.get(name)
            if program is not None:
                is_running = program.is_running
                program.hear()
                if not is_running:
                    self.heard.ended.append(name)
                    self._gone(name, datetime.now(UTC))
            if name not in self._programs:
                self._programs[name] = self._started(name)
            if self._programs[name].is_up:
                self._up_since.setdefault(name, now)
        if not self.eyes.are_open:
            self._blind_at = now

    def kill_one(self, now: Seconds, *, spares_the_watch: bool = False) -> bool:
        """Of those that were up for a while; False while it has to be waited for."""
        workers = worker_pids(self._programs[WATCH].pid)
        there = [name for name in self.kills if self._has_lived(name, now) and (name != WORKER or workers)]
        others = [name for name in there if name not in (WATCH, WORKER)]
        name = self._any(others) if spares_the_watch else self._targets.draw(there)
        if name is None:
            return False
        at = datetime.now(UTC)
        if name == WORKER:
            kill_worker(self._rng.choice(workers))
            self.eyes.worker_killed(at)
        else:
            self._programs[name].kill()
            self._programs[name].hear()
            self._gone(name, at)
        self.kills[name] += 1
        return True

    def measure(self, now: Seconds) -> None:
        watch = self._programs.get(WATCH)
        watching = [] if watch is None else [watch.pid, *worker_pids(watch.pid)]
        threads = [busy_s(pid) for pid in watching]
        self._keeping_up.told({thread: busy for one in threads for thread, busy in one.items()}, datetime.now(UTC))
        there = [(name, program.pid) for name, program in self._programs.items() if program.is_up]
        for kind, pid in [*there, *((WORKER, pid) for pid in watching[1:])]:
            mb = resident_mb(pid)
            if mb is not None:
                self.memory.append(Sample(now, kind, pid, mb))

    def end(self) -> None:
        for program in self._programs.values():
            program.end()
            program.hear()
        self.eyes.shut(datetime.now(UTC))

    def _any(self, names: Sequence[str]) -> str | None:
        return self._rng.choice(names) if names else None

    def _has_lived(self, name: str, now: Seconds) -> bool:
        """A watch also has something to remember."""
        if name in (WATCH, WORKER):
            return now - self._blind_at >= LIVES_S and (name == WORKER or bool(self.heard.alarms))
        return now - self._up_since.get(name, now) >= LIVES_S

    def _gone(self, name: str, at: datetime) -> None:
        del self._programs[name]
        self._up_since.pop(name, None)
        if name == WATCH:
            self.eyes.shut(at)

    def _started(self, name: str) -> Program:
        if name == WATCH:
            return self._command(name, lambda event: self.heard.watch_told(event, self.eyes), "watch")
        if name == HUB:
            return self._command(name, lambda _event: None, "hub", "--port", str(self._port))
        if name == CONSOLE:
            return self._command(name, lambda _event: None, "guard", "--windowed")
        hub_url = f"http://127.0.0.1:{self._port}" if name == PHONE else ""
        seat = Seat(name, PIN, post_file(self.home.path), hub_url, acts=name != LOOKER)
        return Screen(name, seat, self._rng.getrandbits(32), self.heard.screen_told)

    def _command(self, name: str, told: Callable[[dict[str, Any]], None], *arguments: str) -> Program:
        command = Command(name, self.home.arguments(*arguments), self.home.environ)

        def up_and_told(event: dict[str, Any]) -> None:
            command.is_up = True
            told(event)

        command.told = up_and_told
        return command


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port
