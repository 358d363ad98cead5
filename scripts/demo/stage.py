"""Runs the real commands as child processes in a home of the demonstration's own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.command import Context
from scripts.errors import DemoFailed

Event = dict[str, Any]
STOP_WITHIN_S = 20.0


class Stage:
    """A temporary home with keys of its own. `context` is where the demonstration speaks."""

    def __init__(self, context: Context, folder: Path, out_file: Path) -> None:
        self.context = context
        self.folder = folder
        self.photographs = folder / "photographs"
        self.out_file = out_file
        self.home = folder / "home"
        self._running: list[subprocess.Popen[str]] = []
        self.environ = os.environ | {"GATEHOUSE_KEYS": str(folder / "keys"), "PYTHONUTF8": "1"}

    def run(self, *arguments: str) -> list[Event]:
        """Run a command to its end; its JSON lines. Raises DemoFailed with its words when it fails."""
        self.context.say(f"$ gatehouse {' '.join(arguments)}")
        done = subprocess.run(
            self._command(arguments), env=self.environ, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode != 0:
            raise DemoFailed(f"gatehouse {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    @contextmanager
    def running(self, *arguments: str) -> Iterator[Iterator[Event]]:
        """Run a command that goes on; its JSON lines as they come. It is stopped cleanly on leaving."""
        self.context.say(f"$ gatehouse {' '.join(arguments)}")
        process = subprocess.Popen(
            self._command(arguments),
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=None,
            encoding="utf-8",
            creationflags=_own_group(),
        )
        assert process.stdout is not None
        self._running.append(process)
        try:
            yield (json.loads(line) for line in process.stdout)
        finally:
            self._running.remove(process)
            ask_to_stop(process)
            process.stdout.close()
            process.wait(STOP_WITHIN_S)

    def stop(self) -> None:
        """Ask what is running to stop; its lines end then. From any thread."""
        for process in list(self._running):
            ask_to_stop(process)

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "scripts.main", *arguments, "--json", "--home", str(self.home)]


def _own_group() -> int:
    """On Windows a child can only be asked to stop when it leads a group of its own."""
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def ask_to_stop(process: subprocess.Popen[str]) -> None:
    """What Ctrl-C would do, also where there are no signals."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.send_signal(signal.SIGTERM)
