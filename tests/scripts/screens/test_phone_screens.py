"""`gatehouse screens` of the guards' phone page."""

import json
import shutil
from pathlib import Path

import pytest

from scripts.main import run
from scripts.screens.browser import NoBrowser, phone_browser
from tests.conftest import MISSING_PART

DONE = 0


def test_a_state_is_drawn_in_both_languages_light_and_dark_without_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        with phone_browser():
            pass
    except NoBrowser as error:
        pytest.skip(f"{MISSING_PART}{error.missing}")
    assert run(["screens", str(tmp_path), "--only", "phone-alarm-tie", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"event": "screens", "drawn": 4, "faults": 0}
    assert sorted(path.stem[-8:] for path in tmp_path.glob("*.png")) == ["-en-dark", "-zh-dark", "en-light", "zh-light"]


def test_where_no_browser_is_that_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert run(["screens", str(tmp_path), "--only", "phone-login"]) == DONE
    assert "the phone page cannot be drawn: chromium is missing" in capsys.readouterr().err
