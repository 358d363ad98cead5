"""Qt Multimedia's chatter is not heard, its faults are."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLoggingCategory

import ui.shared.qt_multimedia as quiet

ROOT = Path(__file__).resolve().parents[3]


def test_two_kinds_of_words_are_not_heard_and_faults_are() -> None:
    assert quiet.__all__
    category: Any = QLoggingCategory  # its stubs want bytes, it takes a str
    libraries, ffmpeg = category("qt.multimedia.symbolsresolver"), category("qt.multimedia.ffmpeg")
    assert not libraries.isWarningEnabled()
    assert libraries.isCriticalEnabled()
    assert not ffmpeg.isInfoEnabled()
    assert ffmpeg.isWarningEnabled()
    assert category("qt.multimedia").isWarningEnabled()


def test_a_program_that_asks_for_sound_says_none_of_them() -> None:
    asked = [sys.executable, "-m", "ui.visitor.examining"]
    run = subprocess.run(asked, check=True, cwd=ROOT, capture_output=True, text=True)
    assert "qt.multimedia.symbolsresolver" not in run.stderr
    assert "qt.multimedia.ffmpeg: Using" not in run.stderr


def test_nobody_imports_it_past_this_place() -> None:
    sources = [path for folder in ("ui", "scripts") for path in (ROOT / folder).rglob("*.py")]
    importing = [path.name for path in sources if "from PySide6.QtMultimedia" in path.read_text(encoding="utf-8")]
    assert importing == ["qt_multimedia.py"]
