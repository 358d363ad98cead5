"""`gatehouse screens`: pictures, and what is wrong on them."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from scripts.main import DONE, FAILED, WRONG_USAGE, run
from ui.visitor import bar

ONLY = "more-time-last"
NAMES = {
    f"{ONLY}-{layout}-{size}-{language}.png"
    for layout in ("portrait", "landscape")
    for size in ("normal", "large")
    for language in ("zh", "en")
}


def test_a_page_is_drawn_in_every_way(qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screens", str(tmp_path / "图"), "--only", ONLY, "--json"]) == DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [{"event": "screens", "drawn": 8, "faults": 0}]
    assert {file.name for file in (tmp_path / "图").iterdir()} == NAMES
    sizes = {QImage(str(file)).size().toTuple() for file in (tmp_path / "图").iterdir()}
    assert sizes == {(1080, 1920), (1366, 768)}


def test_the_guards_console_is_drawn_in_every_size(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screens", str(tmp_path), "--only", "guard-alarm-tie", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"event": "screens", "drawn": 16, "faults": 0}
    sizes = {QImage(str(file)).size().toTuple() for file in tmp_path.iterdir()}
    assert sizes == {(1366, 768), (1920, 1080), (3840, 2160)}
    names = {file.name for file in tmp_path.iterdir()}
    assert {
        f"guard-alarm-tie-1366x768-at-150-{look}-{one}.png" for look in ("light", "dark") for one in ("zh", "en")
    } < names


def test_faults_are_told_and_make_the_command_fail(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bar, "UPRIGHT_SHARES", (14, 1))
    assert run(["screens", str(tmp_path), "--only", ONLY, "--json"]) == FAILED
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    small = [line for line in lines if line.get("kind") == "small target"]
    assert {line["screen"] for line in small} == {name[:-4] for name in NAMES if "portrait" in name}
    assert all(line["where"] and line["detail"] for line in small)
    assert lines[-1]["faults"] == len(lines) - 1


def test_a_page_that_is_not_there_is_named_with_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screens", str(tmp_path), "--only", "nothing"]) == WRONG_USAGE
    assert "attract" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run(["screens", str(tmp_path / "file" / "pictures"), "--only", ONLY]) == FAILED
    assert "pictures" in capsys.readouterr().err
