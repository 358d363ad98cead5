"""A home directory and the real commands run on it, as a user types them."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Event = dict[str, Any]


class Home:
    """Its keys lie beside it, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "家"
        self.keys = folder / "keys"
        self._environ = os.environ | {"GATEHOUSE_KEYS": str(self.keys)}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "scripts.main", *arguments, "--json", "--home", str(self.path)]

    def run(self, *arguments: str, code: int = 0) -> list[Event]:
        """The JSON lines of a command that must end with this exit code."""
        done = subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self._environ, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """In a process group of its own, as a service manager starts it."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=ROOT,
            env=self._environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )

    def fingerprint(self) -> dict[str, str]:
        """Every file and its hash."""
        files = [path for path in self.path.rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def of_kind(told: list[Event], kind: str) -> list[Event]:
    return [event for event in told if event["event"] == kind]
