"""A program with a window lives longer than some thousand calls."""

import subprocess
import sys

CALLS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.shared.app import application
from PySide6.QtWidgets import QWidget
application("test")
window = QWidget()
for _ in range(200_000):
    window.setToolTip("x")
print("alive", sys.getrefcount(None) > 100_000)
"""


def test_many_calls_that_return_nothing_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["alive", "True"]
