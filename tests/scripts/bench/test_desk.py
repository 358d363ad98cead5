"""`gatehouse bench desk`, with few kiosks."""

import json
from pathlib import Path

import pytest

from scripts.bench import postgres
from scripts.bench.desk_rush import Result
from scripts.main import run
from tests.postgres_peer import why_missing


def test_so_many_of_all_kiosks_had_their_answer_within_that_time() -> None:
    result = Result(2, tuple(number / 1000 for number in range(100, 0, -1)))
    assert (result.ms(0.5), result.ms(0.99), result.ms(1)) == (50.0, 99.0, 100.0)


def test_the_last_places_are_sold_once_on_each_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reason = why_missing()
    if reason is not None:
        pytest.skip(reason)
    assert run(["bench", "desk", "--json", "--kiosks", "12", "--places", "7"], home=tmp_path) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["part"], line["store"], line["kiosks"], line["booked"]) for line in lines] == [
        ("desk", "sqlite", 12, 7),
        ("desk", "postgresql", 12, 7),
    ]
    assert all(0 < line["p50_ms"] <= line["p99_ms"] for line in lines)


def test_without_postgresql_it_says_that_it_was_not_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    assert run(["bench", "desk", "--json", "--kiosks", "2", "--places", "1"], home=tmp_path) == 0
    told = capsys.readouterr()
    assert [json.loads(line)["store"] for line in told.out.splitlines()] == ["sqlite"]
    assert "was not measured" in told.err
