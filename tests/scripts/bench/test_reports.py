"""What the bench of reports draws, and what it says."""

import itertools
import json
from pathlib import Path

import pytest

from scripts import main
from scripts.bench.reports import AT_ONCE, drawn_reports, name_of, phone_of
from watchlist.reports.traces import TraceKind, traces_in


def test_drawn_reports_name_scalpers_and_are_the_same_each_time() -> None:
    drawn = list(itertools.islice(drawn_reports(), 200))
    assert drawn == list(itertools.islice(drawn_reports(), 200))
    named = [traces_in(report.text) for report in drawn]
    assert {trace.kind for some in named for trace in some} == {TraceKind.PHONE, TraceKind.WECHAT}
    assert {len(some) for some in named} == {0, 1, 2}
    assert traces_in(phone_of(7))[0].kind is TraceKind.PHONE
    assert traces_in(f"wx {name_of(7)}")[0].kind is TraceKind.WECHAT


def test_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["bench", "reports", "--count", str(AT_ONCE), "--json"], tmp_path) == main.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["part"], told["reports"]) == ("reports", AT_ONCE)
    assert min(told["import_s"], told["file_mb"], told["phone_ms"], told["no_such_words_ms"]) > 0
