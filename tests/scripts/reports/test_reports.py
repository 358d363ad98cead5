"""`gatehouse reports ...`, as somebody at the keyboard uses it."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.side_by_side import to_jpeg
from records.errors import StorageFull
from scripts import main
from scripts.command import Context
from scripts.errors import CommandError, SettingsError
from scripts.reports import importing
from scripts.reports.command import reports
from scripts.reports.csv_file import CsvFile
from scripts.site_time import now_at_site
from watchlist.reports.errors import NoSuchGroup

CALLS, WRITES = "门口的人说打13800138000就有专家号", "加微信 huang666niu，电话138 0013 8000"
MAN = "黑衣男子在北门口拉人"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


class Desk:
    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.context = Context(home, json=True)
        self._capsys = capsys
        self.remarks = ""

    def run(self, *arguments: object) -> list[dict[str, Any]]:
        try:
            reports.main([str(one) for one in arguments], "reports", standalone_mode=False, obj=self.context)
        finally:
            captured = self._capsys.readouterr()
            self.remarks = captured.err
        return [json.loads(line) for line in captured.out.splitlines()]


@pytest.fixture
def desk(home: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(home, capsys)


def table(path: Path, *rows: tuple[object, ...], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def with_a_place_in_it() -> bytes:
    """A JPEG with a remark of a telephone's."""
    picture = to_jpeg(np.full((60, 80, 3), 90, np.uint8))
    return picture[:2] + b"\xff\xfe\x00\x09GPS 1,2" + picture[2:]


def test_reports_gather_are_looked_at_and_dismissed(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "seen.jpg"
    picture.write_bytes(with_a_place_in_it())
    assert desk.run("add", CALLS, "--place", "北门", "--picture", picture) == [
        {"event": "added", "report": 1, "group": 1, "others": 0}
    ]
    assert desk.run("add", WRITES, "--at", "2026-01-03 14:20")[0]["others"] == 1
    assert desk.run("add", WRITES, "--at", "2026/1/3 14:20")[0]["event"] == "known"
    desk.run("add", MAN)
    assert [one["group"] for one in desk.run("groups")] == [1]
    assert [one["group"] for one in desk.run("groups", "--least", 1)] == [1, 3]
    assert [one["report"] for one in desk.run("list")] == [3, 1, 2]
    assert [one["report"] for one in desk.run("list", "--until", "2026-02-01")] == [2]
    assert [one["report"] for one in desk.run("search", "13800138000", "--place", "北门")] == [1]
    assert [one["report"] for one in desk.run("search", "138", "0013", "8000")] == [2, 1]
    shown = desk.run("show", 1)
    assert shown[0]["reports"] == 2
    assert shown[1]["names"] == [{"kind": "phone", "value": "13800138000"}]
    assert {one["value"] for one in shown[2]["names"]} == {"13800138000", "huang666niu"}
    out = tmp_path / "out.jpg"
    desk.run("show", 1, "--picture", out)
    assert out.read_bytes().startswith(b"\xff\xd8")
    assert b"GPS" not in out.read_bytes()
    assert "Reports 2, 1 (group 1)" in desk.run("propose", 1)[0]["evidence"]
    assert desk.run("dismiss", 1, "--why", "his sister", "--operator", "li") == [
        {"event": "dismissed", "group": 1, "reports": 2}
    ]
    assert desk.run("add", CALLS + "！！")[0] == {"event": "added", "report": 4, "group": 4, "others": 0}
    assert {"earlier", "why"} & {name for one in desk.run("show", 4) for name in one} == {"earlier"}
    assert {"why": "his sister"} in desk.run("show", 1)
    with pytest.raises(NoSuchGroup):
        desk.run("show", 77)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_of_any_spreadsheet_is_imported_once(desk: Desk, tmp_path: Path, encoding: str) -> None:
    rows = [
        ("时间", "地点", "内容", "备注"),
        ("2026/1/3 9:05", "北门", CALLS, "x"),
        ("2026年1月3日", "南门", WRITES + "\n又来", ""),
    ]
    file = table(tmp_path / "举报.csv", *rows, encoding=encoding)
    assert desk.run("import", file) == [{"event": "imported", "new": 2, "known": 0, "refused": 0}]
    assert desk.run("import", file) == [{"event": "imported", "new": 0, "known": 2, "refused": 0}]
    found = desk.run("list")
    assert [(one["text"], one["place"], one["source"]) for one in found] == [
        (WRITES + "\n又来", "南门", "举报.csv"),
        (CALLS, "北门", "举报.csv"),
    ]
    assert datetime.fromisoformat(found[1]["at"]) == datetime(2026, 1, 3, 9, 5).astimezone()
    assert found[0]["group"] == 1


def test_bad_lines_are_named_and_passed_over(desk: Desk, tmp_path: Path) -> None:
    late = f"{now_at_site() + timedelta(days=3):%Y-%m-%d}"
    rows = [
        ("text", "time", "place"),
        (CALLS, "2026-01-03"),
        (MAN, "yesterday", "北门"),
        ("", "2026-01-03", "北门"),
        (),
        (MAN, late, "北门"),
        (MAN, "2026-01-03", "x" * 101),
        (MAN * 2000, "2026-01-03", ""),
        (WRITES, "2026-01-03", "北门"),
    ]
    refused = tmp_path / "refused.csv"
    file = table(tmp_path / "reports.csv", *rows)
    assert desk.run("import", file, "--refused", refused) == [{"event": "imported", "new": 2, "known": 0, "refused": 5}]
    assert "reports.csv line 3: 'yesterday' is no time" in desk.remarks
    with refused.open(encoding="utf-8-sig", newline="") as written:
        lines = list(csv.reader(written))
    assert lines[0] == ["line", "why", "text", "time", "place"]
    assert [line[0] for line in lines[1:]] == ["3", "4", "6", "7", "8"]
    assert lines[1][2:] == [MAN, "yesterday", "北门"]
    with pytest.raises(CommandError):
        desk.run("import", file, "--refused", refused)


def test_many_bad_lines_are_counted(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path / "reports.csv", ("text", "time"), (CALLS, "2026-01-03"), *[(MAN, "?")] * 30)
    desk.run("import", file)
    assert desk.remarks.count("is no time") == importing.MOST_TOLD
    assert "and 10 lines more" in desk.remarks


def test_a_quote_that_never_ends_costs_no_more_than_its_piece(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    good = "".join(f"2026-01-{day:02},{CALLS}{day}\n" for day in range(1, 29))
    file.write_text(f'time,text\n{good}2026-02-01,"{MAN}\n' + f"2026-02-02,{WRITES}\n" * 5000 + good, encoding="utf-8")
    [told] = desk.run("import", file)
    assert told["refused"] >= 1
    assert told["new"] >= 28


@pytest.mark.parametrize("text", ["", "time,place\n2026-01-01,x\n", "\n\n"])
def test_a_table_without_the_columns_is_refused(desk: Desk, tmp_path: Path, text: str) -> None:
    file = tmp_path / "reports.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"columns are missing: .*text"):
        desk.run("import", file)


def test_what_is_no_text_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    file.write_bytes(b"time,text\n\xff\xff\xff\xff\n")
    with pytest.raises(CommandError, match="neither UTF-8 nor GBK"):
        desk.run("import", file)
    with pytest.raises(CommandError, match="no line"):
        desk.run("import", table(file, ("time", "text"), ("?", CALLS)))


def test_what_was_stopped_goes_on(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    file = table(tmp_path / "r.csv", ("time", "text"), *[("2026-01-03", f"{MAN}{n}") for n in range(10)])
    from watchlist.reports.book import ReportBook

    add, calls = ReportBook.add, iter([True, True, False])

    def cut(*given: Any) -> Any:
        if not next(calls):
            raise StorageFull("the disk is full")
        return add(*given)

    with monkeypatch.context() as patch:
        patch.setattr(ReportBook, "add", cut)
        with pytest.raises(StorageFull):
            desk.run("import", file)
    assert desk.run("import", file) == [{"event": "imported", "new": 4, "known": 6, "refused": 0}]


def test_the_file_is_never_read_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read_text", "read_bytes"):
        monkeypatch.delattr(Path, name)
    file = table(tmp_path / "r.csv", ("time", "text"), *[("2026-01-03", f"{MAN}{n}") for n in range(10)])
    read = CsvFile.of(file)
    assert (read.encoding, read.lines) == ("utf-8-sig", 11)
    lines = read.reports(now_at_site().tzinfo, "x", now_at_site())  # type: ignore[arg-type]
    assert next(lines)[0] == 2


def test_settings_name_our_own_numbers_and_how_long(desk: Desk, home: Path) -> None:
    home.mkdir()
    settings = home / "gatehouse.toml"
    settings.write_text('[reports]\nown_numbers = ["400-810-8888"]\nkeep_days = 30\n', encoding="utf-8")
    desk.run("add", "打400-810-8888挂不上号", "--place", "北门")
    assert desk.run("add", "热线4008108888没人接，停车场有人卖号", "--place", "南门")[0]["others"] == 0
    settings.write_text('[reports]\nown_numbers = ["hello"]\nkeep_days = 0\n', encoding="utf-8")
    desk.context = Context(home, json=True)
    with pytest.raises(SettingsError, match=r"keep_days|own_numbers"):
        desk.run("list")


def test_what_is_old_is_deleted_when_somebody_looks(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run("add", CALLS)
    later = now_at_site() + timedelta(days=366)
    monkeypatch.setattr("scripts.reports.opening.now_at_site", lambda: later)
    assert desk.run("list") == []
    assert "1 reports were old" in desk.remarks


def test_wrong_usage_is_told(home: Path) -> None:
    assert main.run(["reports", "add", CALLS, "--at", "soon"], home) == main.WRONG_USAGE
    assert main.run(["reports", "list", "--since", "soon"], home) == main.WRONG_USAGE
    assert main.run(["reports", "dismiss", "1", "--why", "x"], home) == main.FAILED
