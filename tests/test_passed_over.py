"""In continuous integration a skipped test fails the run, unless it lacks the shared data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def run_with_a_skip(folder: Path, reason: str, ci: bool) -> subprocess.CompletedProcess[str]:
    shutil.copy(HERE / "conftest.py", folder / "conftest.py")
    (folder / "test_one.py").write_text(
        f"import pytest\ndef test_one(): pass\ndef test_two(): pytest.skip({reason!r})\n", encoding="utf-8"
    )
    env = {key: value for key, value in os.environ.items() if key != "CI"} | ({"CI": "true"} if ci else {})
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("reason", "ci", "exit_code"),
    [
        ("no time today", True, 1),
        ("no time today", False, 0),
        ("missing shared data: no folder x", True, 0),
    ],
)
def test_a_test_may_only_be_passed_over_for_want_of_shared_data(
    tmp_path: Path, reason: str, ci: bool, exit_code: int
) -> None:
    answer = run_with_a_skip(tmp_path, reason, ci)
    assert answer.returncode == exit_code, answer.stdout
