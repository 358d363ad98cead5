"""`gatehouse audit` as somebody at the keyboard sees it."""

import json
import sqlite3
from pathlib import Path

import pytest

from scripts.main import run
from scripts.opening import open_store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in whose log there are five records."""
    home = tmp_path / "home"
    with open_store(home) as store:
        for number in range(4):
            store.list_person(f"person-{number}", "reason", store._today(), "operator")
    return home


def test_the_log_is_shown_the_newest_last(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--home", str(home), "--limit", "2", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["number"], line["who"], line["what"]) for line in lines] == [
        (4, "operator", "person.listed"),
        (5, "operator", "person.listed"),
    ]


def test_people_read_lines(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--home", str(home)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert "store.made" in lines[0]


def test_names_are_not_in_the_log(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "--home", str(home)])
    assert "person-1" not in capsys.readouterr().out


def test_a_whole_log_is_verified(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--verify", "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out) == {"intact": True, "records": 5}


def test_an_edited_record_is_an_expected_failure_with_a_hint(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(home / "gatehouse.db")
    connection.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET who = 'somebody else' WHERE number = 3")
    connection.close()
    assert run(["audit", "--verify", "--home", str(home)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "record 3" in told.err
    assert "privacy officer" in told.err
