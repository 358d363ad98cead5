"""`gatehouse retention`: for how long what is kept, as somebody at the keyboard sees it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.main import run
from scripts.opening import open_store
from tests.watchlist.store_hand import an_alarm, photo


def shown(home: Path, capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert run(["retention", "--json", "--home", str(home)]) == code
    return {one["kind"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "gatehouse.toml").write_text("[site]\nkeep_alarms_days = 5\n[reports]\nkeep_days = 7\n")
    with open_store(tmp_path) as store:
        entry = store.list_person("张伟", "reason", store._today() + timedelta(days=30), "li", [photo(1)])
        store.raise_alarm(an_alarm("a-1", entry.person_id, at=store._clock() - timedelta(days=6)), b"jpeg")
    return tmp_path


def test_rules_are_those_of_the_settings_and_what_is_overdue_goes_with_the_next_command(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shown(home, capsys, code=1)
    assert told["alarms"]["rule"] == "5 days after the person was last seen (site.keep_alarms_days)"
    assert told["reports"]["rule"] == "7 days after they came in (reports.keep_days)"
    assert (told["alarms"]["overdue"], "carried_out" in told["alarms"]) == (True, False)
    assert run(["alarms", "list", "--home", str(home)]) == 0
    told = shown(home, capsys)
    assert told["alarms"]["oldest"] is None
    assert told["alarms"]["carried_out"]["gone"] == 1
    assert {"audit", "tombstones", "sessions", "followed entries"} <= set(told)


def test_people_read_lines_and_what_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["retention", "--home", str(home)]) == 1
    said = capsys.readouterr()
    assert "OVERDUE" in said.out
    assert "hint:" in said.err
    assert "alarms of the watch" in said.err


def test_a_home_that_keeps_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["retention", "--home", str(tmp_path / "none")]) == 1
    assert "keeps nothing" in capsys.readouterr().err
