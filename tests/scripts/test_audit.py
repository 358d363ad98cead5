"""`gatehouse audit` as somebody at the keyboard sees it."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from scripts.main import run
from scripts.opening import open_store
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.list_hand import list_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in whose log there are five records."""
    home = tmp_path / "home"
    with open_store(home) as store:
        for number in range(4):
            store.list_person(f"person-{number}", "reason", store._today(), "operator")
    return home


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def audit(home: Path, capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["audit", *map(str, arguments), "--json", "--home", str(home)]) == code
    return told(capsys)


def behind_its_back(home: Path, sql: str, database: str = "gatehouse.db") -> None:
    connection = sqlite3.connect(home / database)
    connection.executescript(f"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; {sql}")
    connection.close()


def test_the_log_is_shown_the_newest_last(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = audit(home, capsys, "--limit", "2")
    assert [(line["of"], line["number"], line["who"], line["what"]) for line in lines] == [
        ("watch", 4, "operator", "person.listed"),
        ("watch", 5, "operator", "person.listed"),
    ]


def test_people_read_lines(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--home", str(home)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert "store.made" in lines[0]


def test_names_are_not_in_the_log(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "--home", str(home)])
    assert "person-1" not in capsys.readouterr().out


def test_a_home_that_keeps_nothing_is_not_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(tmp_path / "nowhere", capsys, "verify", code=1) == []
    assert not (tmp_path / "nowhere").exists()


def test_a_whole_log_is_verified_and_its_newest_record_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [verdict] = audit(home, capsys, "verify")
    assert (verdict["of"], verdict["intact"], verdict["records"]) == ("watch", True, 5)
    assert audit(home, capsys, "verify", "--expect", verdict["newest"]) == [verdict]


def test_an_edited_record_is_an_expected_failure_with_a_hint(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    behind_its_back(home, "UPDATE audit SET who = 'somebody else' WHERE number = 3")
    [verdict] = audit(home, capsys, "verify", code=1)
    assert (verdict["intact"], verdict["first_bad"]) == (False, 3)
    assert run(["audit", "verify", "--home", str(home)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "record 3" in said.err
    assert "privacy officer" in said.err


def test_a_database_put_back_as_a_whole_shows_by_an_anchor(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = (home / "gatehouse.db").read_bytes()
    with open_store(home) as store:
        store.note("operator", "list.looked_at", "")
    [newest] = audit(home, capsys, "verify")
    (home / "gatehouse.db").write_bytes(older)
    assert audit(home, capsys, "verify")[0]["records"] == 5
    [verdict] = audit(home, capsys, "verify", "--expect", newest["newest"], code=1)
    assert verdict["first_bad"] == 6
    with open_store(home) as store:
        store.note("somebody else", "list.looked_at", "")
    [verdict] = audit(home, capsys, "verify", "--expect", newest["newest"], code=1)
    assert verdict["first_bad"] == 6


def test_every_chain_of_a_home_is_verified_and_a_broken_one_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = list_home(tmp_path / "both")
    open_store(home).close()
    assert run(["accounts", "list", "--home", str(home)]) == 0
    assert [one["of"] for one in audit(home, capsys, "verify")] == ["watch", "hub"]
    behind_its_back(home, "UPDATE audit SET who = 'x'")
    broken, whole = audit(home, capsys, "verify", code=1)
    assert (broken["of"], broken["first_bad"], whole["of"], whole["intact"]) == ("watch", 1, "hub", True)
    assert audit(home, capsys, "verify", "--of", "hub") == [whole]
    assert audit(home, capsys, "export", tmp_path / "log.json", code=1) == []
    run(["audit", "export", str(tmp_path / "log.json"), "--home", str(home)])
    assert "--of hub" in capsys.readouterr().err
    (home / "gatehouse.toml").unlink()
    assert audit(home, capsys, "verify", "--of", "hub") == [whole]


def test_the_chain_of_a_hub_on_a_server_is_one_of_its_home(
    tmp_path: Path, postgres: PostgresPeer, capsys: pytest.CaptureFixture[str]
) -> None:
    home = list_home(tmp_path / "hub", postgres.new_database())
    assert run(["accounts", "list", "--home", str(home)]) == 0
    [verdict] = audit(home, capsys, "verify")
    assert (verdict["of"], verdict["intact"]) == ("hub", True)
    [done] = audit(home, capsys, "export", tmp_path / "log.json")
    assert audit(home, capsys, "verify", "--file", tmp_path / "log.json", "--expect", done["newest"])[0]["intact"]
    assert run(["retention", "--home", str(home)]) == 0
    assert "@" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["log.json", "日志.csv"])
def test_an_export_is_on_record_and_can_be_verified_with_the_homes_key(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with open_store(home) as store:
        store.note("=cmd|'/c calc'!A1", "list.looked_at", "'quoted'", {"why": '张伟, "twice"\n', "score": 0.1})
    file = tmp_path / name
    [done] = audit(home, capsys, "export", file, "--operator", "auditor")
    assert (done["records"], done["newest"].partition(":")[0]) == (6, "6")
    [verdict] = audit(home, capsys, "verify", "--file", file, "--expect", done["newest"])
    assert (verdict["records"], verdict["newest"]) == (6, done["newest"])
    [record] = audit(home, capsys, "--limit", "1")
    assert (record["who"], record["what"]) == ("auditor", "audit.exported")
    assert record["detail"]["sha256"] == done["sha256"]
    assert audit(home, capsys, "export", file, code=1) == []
    assert audit(home, capsys, "export", file, "--force")[0]["records"] == 7
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


def test_no_cell_of_an_export_is_a_formula(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(home) as store:
        for number, formula in enumerate("=+-@＝＋－＠\n\t\r"):
            store.note(f"{formula}1+1", "list.looked_at", f"{number}")
    audit(home, capsys, "export", tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert all(cell[:1] not in {*"=+-@＝＋－＠\n\t\r"} for row in csv.reader(file) for cell in row)
    assert audit(home, capsys, "verify", "--file", tmp_path / "log.csv")[0]["records"] == 16


def test_an_export_that_was_changed_or_cut_off_shows(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.json"
    [done] = audit(home, capsys, "export", file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], lines[2].replace(b"operator", b"nobody"), *lines[3:]]))
    assert audit(home, capsys, "verify", "--file", file, code=1) == []
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert audit(home, capsys, "verify", "--file", file, code=1) == []
    file.write_bytes(b"".join(lines[:3]))
    assert audit(home, capsys, "verify", "--file", file)[0]["records"] == 3
    assert audit(home, capsys, "verify", "--file", file, "--expect", done["newest"], code=1) == []
    with open_store(tmp_path / "another home"):
        file.write_bytes(b"".join(lines))
        assert run(["audit", "verify", "--file", str(file), "--home", str(tmp_path / "another home")]) == 1
        assert "another home" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}",
        b"[1]",
        b"null",
        b'{"number": 1',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"number": NaN}',
        b"number,at\n",
    ],
)
@pytest.mark.parametrize("name", ["log.json", "log.csv"])
def test_what_is_no_export_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert run(["audit", "verify", "--file", str(tmp_path / name), "--home", str(home)]) == 1
    assert "audit export" in capsys.readouterr().err


def test_a_record_of_which_no_digest_can_be_made_is_none(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.json"
    audit(home, capsys, "export", file)
    first = json.loads(file.read_bytes().splitlines()[0]) | {"who": "\ud800"}
    file.write_text(json.dumps(first) + "\n", "ascii")
    assert audit(home, capsys, "verify", "--file", file, code=1) == []


@pytest.mark.parametrize("name", ["log.json", "log.csv"])
def test_a_line_without_an_end_is_not_read_to_its_end(home: Path, tmp_path: Path, name: str) -> None:
    import tracemalloc

    from records.audit_file import verify_file
    from records.errors import ExportRefused
    from records.sealing import TransparentCipher

    with (tmp_path / name).open("wb") as file:
        file.write(b"number,at")
        file.truncate(30_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ExportRefused):
            verify_file(tmp_path / name, TransparentCipher())
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()


def test_a_broken_log_leaves_no_file(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    behind_its_back(home, "DELETE FROM audit WHERE number = 5")
    assert audit(home, capsys, "export", tmp_path / "log.json", code=1) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.parametrize("anchor", ["", "5", "5:abc", "0:" + "a" * 64, "x:" + "a" * 64])
def test_what_is_no_anchor_is_wrong_usage(home: Path, capsys: pytest.CaptureFixture[str], anchor: str) -> None:
    assert audit(home, capsys, "verify", "--expect", anchor, code=2) == []


def test_a_long_log_is_exported_in_little_memory(tmp_path: Path) -> None:
    """A few records at a time are in memory, however many there are."""
    import tracemalloc

    from records.audit_file import Form, lines

    with open_store(tmp_path / "home") as store:
        with store._database.writing():
            for number in range(3_000):
                store._audit.append(store._clock(), "operator", "list.looked_at", f"subject {number}")
        tracemalloc.start()
        try:
            size = sum(len(piece) for piece in lines(store.audit_rows(), Form.JSON_LINES))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert size > 900_000
    assert peak < 1_500_000
