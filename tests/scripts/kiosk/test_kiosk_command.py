"""`gatehouse kiosk` as a program of its own: it starts without its desk, tells faults of its settings, ends cleanly."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.desk.keys import SECRET_BYTES, KeyKind, new_key

ROOT = Path(__file__).resolve().parents[3]
KEY = new_key("k-1", "kiosk-a", KeyKind.KIOSK, bytes(SECRET_BYTES))[1]
SETTINGS = """
[kiosk]
name = "A"
camera = "fake:patient"
desk = "http://127.0.0.1:9"
desk_key_file = "desk.key"
[[kiosk.readers]]
address = "fake:"
[[kiosk.scanners]]
address = "wedge:"
[kiosk.printer]
address = "fake:"
"""


def home_with(folder: Path, settings: str = SETTINGS, key: str = KEY) -> Path:
    home = folder / "家"
    home.mkdir()
    (home / "gatehouse.toml").write_text(settings, encoding="utf-8")
    (home / "desk.key").write_text(key, encoding="utf-8")
    return home


def command(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "scripts.main", "kiosk", "--windowed", "--home", str(home), *more]


def run(home: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(home, *more), cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_a_desk_that_is_away_and_no_camera_are_no_reason_not_to_start(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    done = run(home, "--layout", "landscape", "--seconds", "1.5")
    assert done.returncode == 0, done.stderr
    assert not list(home.glob("logs/crash-*"))
    assert not (home / "run").exists(), "no camera before consent"


@pytest.mark.parametrize(
    ("settings", "key", "code", "words"),
    [
        (SETTINGS.replace('desk = "http://127.0.0.1:9"', ""), KEY, 2, "where the kiosk's desk is"),
        (SETTINGS, "no key", 1, "no key of a desk"),
        (SETTINGS.replace("http://127.0.0.1:9", "http://hospital.example"), KEY, 1, "https://"),
        (SETTINGS.replace('name = "A"', 'name = "A"\nlanguage = "xx"'), KEY, 2, "no texts in 'xx'"),
        (SETTINGS.replace('address = "wedge:"', 'address = "wegde:"'), KEY, 2, "wegde"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told_with_a_hint(
    tmp_path: Path, settings: str, key: str, code: int, words: str
) -> None:
    done = run(home_with(tmp_path, settings, key), "--seconds", "1")
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    (home / "desk.key").unlink()
    done = run(home)
    assert done.returncode == 2
    assert "gatehouse desk key new" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="missing part: signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_it_is_asked_to(tmp_path: Path, number: signal.Signals) -> None:
    home = home_with(tmp_path)
    process = subprocess.Popen(
        command(home, "--json"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"event": "shown", "kiosk": "A"}
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, told
    assert "Traceback" not in told


@pytest.mark.parametrize("more", [("--by-itself",), ("--camera", "usb:0")])
def test_options_of_the_demonstration_go_with_it(tmp_path: Path, more: tuple[str, ...]) -> None:
    done = run(home_with(tmp_path), *more)
    assert done.returncode == 2
    assert "--demo" in done.stderr


def lines(home: Path, stem: str) -> list[dict[str, Any]]:
    [path] = home.glob(f"logs/{stem}-*")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_counts_and_lost_parts_are_in_the_logs_without_names(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    program = Path(__file__).with_name("lonely_visit.py")
    done = subprocess.run(
        [sys.executable, str(program), str(home)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [counts] = lines(home, "kiosk-counts")
    assert counts["counts"]["visit-started"] == 1
    assert counts["counts"]["desk-away"] == 1
    assert [(part["part"], part["state"]) for part in lines(home, "kiosk-parts")] == [("desk", "lost")]
