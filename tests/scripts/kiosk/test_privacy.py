"""The kiosk's program, run through a whole visit: it never holds the list, and looks at nobody who has not agreed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).with_name("spied_visit.py")


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("visit")
    environ = os.environ | {"TMPDIR": str(folder), "TEMP": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, str(PROGRAM), "--home", str(folder / "home")]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert told["code"] == 0, done.stdout + done.stderr
    return told


def test_a_visit_that_ends_with_a_slip_loads_nothing_of_the_watchlist(visit: dict[str, Any]) -> None:
    assert visit["seen"][0] == "attract"
    assert "done" in visit["seen"]
    assert visit["watchlist"] == []


def test_before_consent_there_is_no_lease_no_picture_and_no_camera(visit: dict[str, Any]) -> None:
    seen = visit["seen"]
    before, after = seen[: seen.index("lease")], seen[seen.index("lease") :]
    assert "notice" in before
    assert "frame" not in before
    assert "camera's worker" not in before
    assert "frame" in after


def test_after_the_check_no_picture_comes_any_more(visit: dict[str, Any]) -> None:
    seen = visit["seen"]
    assert "frame" not in seen[seen.index("departments") + 1 :]
