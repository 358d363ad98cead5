"""The programs of an attacked lobby: started, listened to, killed by their ids and started again."""

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from scripts.bench.attack.heard import SeatTold
from scripts.bench.attack.seat import Seat, sit
from scripts.errors import CommandError

ROOT = Path(__file__).resolve().parents[3]
END_WITHIN_S = 30.0


class Program(Protocol):
    """`is_up`: it does its work, and may be killed."""

    name: str
    is_up: bool

    @property
    def pid(self) -> int: ...
    @property
    def is_running(self) -> bool: ...
    def hear(self) -> None:
        """Take in what it told."""

    def kill(self) -> None:
        """SIGKILL; on Windows TerminateProcess."""

    def end(self) -> None:
        """As a service manager ends it."""


class Command:
    """`gatehouse ... --json` as a process; its lines are queued by a thread and handed to `told`."""

    def __init__(self, name: str, arguments: list[str], environ: Mapping[str, str]) -> None:
        self.name = name
        self.is_up = False
        self.told: Callable[[dict[str, Any]], None] = lambda _event: None
        self._lines: SimpleQueue[str] = SimpleQueue()
        command = [sys.executable, "-m", "scripts.main", *arguments]
        # What it says to a person at the keyboard is not wanted: nobody reads it, and a full pipe would stop it.
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        Thread(target=self._read, name=name, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def hear(self) -> None:
        with suppress(Empty, ValueError):  # of a killed program's last line a part may be missing
            while True:
                self.told(json.loads(self._lines.get_nowait()))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)


class Screen:
    """A guard's screen in a process of its own."""

    def __init__(self, name: str, seat: Seat, seed: int, told: Callable[[SeatTold], None]) -> None:
        self.name = name
        self.is_up = False
        self._told = told
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe(duplex=True)
        self._process = context.Process(target=sit, args=(seat, theirs, seed), name=name, daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def hear(self) -> None:
        with suppress(EOFError, OSError):
            while self._line.poll(0):
                told: SeatTold = self._line.recv()
                self.is_up = True
                self._told(told)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def end(self) -> None:
        self.kill()
        self.hear()
        self._line.close()


def run_to_end(arguments: list[str], environ: Mapping[str, str]) -> None:
    """A command that must do well. Raises CommandError with its own words."""
    command = [sys.executable, "-m", "scripts.main", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise CommandError(f"gatehouse {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
