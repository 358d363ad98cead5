"""The doctor at the kiosk's screen and loudspeaker. They are asked by a program of its own, which Qt may end."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.doctor.findings import Finding, Health

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "ui.visitor.examining")
WITHIN_S = 30.0
LEAST_PX = 768
NO_SCREEN = "Start it from the desktop session that the kiosk's screen shows."
NO_SOUND = "Connect a loudspeaker, or leave reading aloud off: the kiosk works without."
NO_VOICE = "Install espeak-ng, or put recordings into the home's 'voices' folder."


def screen_and_sound(language: str, program: Sequence[str] = PROGRAM) -> Iterator[Finding]:
    told = _told(program)
    if told is None or not told["screens"]:
        yield Finding("screen", Health.FAULT, "no window can be opened here", NO_SCREEN)
        return
    yield _screen(told)
    if not told["sounds"]:
        yield Finding("sound", Health.CAUTION, "no sound device", NO_SOUND)
        return
    yield Finding("sound", Health.WELL, ", ".join(told["sounds"]))
    if told["voice"]:
        yield Finding("voice", Health.WELL, f"{told['voice']} reads aloud in {language!r} and English")
    else:
        yield Finding("voice", Health.CAUTION, "nothing here can read aloud", NO_VOICE)


def _screen(told: dict[str, Any]) -> Finding:
    sizes = ", ".join(f"{width}x{height}" for width, height in told["screens"])
    if told["platform"] == "offscreen":
        return Finding("screen", Health.CAUTION, f"{sizes}, which nobody sees (QT_QPA_PLATFORM)", NO_SCREEN)
    if min(min(size) for size in told["screens"]) < LEAST_PX:
        hint = "Everything is drawn smaller there: choose a screen of 1080x1920 or 1366x768."
        return Finding("screen", Health.CAUTION, sizes, hint)
    return Finding("screen", Health.WELL, sizes)


def _told(program: Sequence[str]) -> dict[str, Any] | None:
    """None where Qt ended the program."""
    try:
        done = subprocess.run(program, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=WITHIN_S, check=False)
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told
