"""A hub in a process of its own, for those who need one: the bench, the demonstration and the tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.errors import CommandError

ROOT = Path(__file__).resolve().parents[2]
END_WITHIN_S = 20


@contextmanager
def hub_process(
    home: Path, *arguments: str, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Its address, and the process, which is ended at the end of the block. Raises CommandError where it cannot run."""
    command = [sys.executable, "-m", "scripts.main", "hub", "--home", str(home), "--port", "0", "--json", *arguments]
    environment = {**os.environ, **(environ or {})}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process), process
        finally:
            process.terminate()
            try:
                process.wait(END_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    told = process.stdout.readline()
    if not told:
        raise CommandError("the hub did not start", "Its own words are above.")
    return str(json.loads(told)["url"])
