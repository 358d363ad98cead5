"""`gatehouse bench attack` tells its seed and fails on any fault. What it runs: tests/stories/guard/test_attack.py."""

import json
from pathlib import Path

import pytest

import scripts.bench.attack.run as run_module
from scripts.bench.attack.judging import MEMORY_FROM_KILLS, Found
from scripts.bench.attack.run import Pace, pace_of
from scripts.main import run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, Pace]]:
    """What an attack was asked for; one of an odd number of kills finds a fault."""
    asked = []

    def run_attack(_folder: Path, kills: int, seed: int, pace: Pace, *_more: object) -> Found:
        asked.append((kills, seed, pace))
        return Found({"kills": kills}, {}, ("lost: somebody",) * (kills % 2))

    monkeypatch.setattr(run_module, "run_attack", run_attack)
    return asked


def test_the_seed_is_told_and_used(
    asked: list[tuple[int, int, Pace]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "attack", "--kills", "4", "--seed", "7", "--json"], home=tmp_path) == 0
    assert run(["bench", "attack", "--kills", "4", "--json"], home=tmp_path) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"part": "attack", "seed": 7, "kills": 4}
    assert [(kills, seed) for kills, seed, _ in asked] == [(4, 7), (4, second["seed"])]


def test_a_fault_ends_it_with_an_error(
    asked: list[tuple[int, int, Pace]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "attack", "--kills", "3", "--seed", "7"], home=tmp_path) == 1
    told = capsys.readouterr().err
    assert "lost: somebody" in told
    assert "with seed 7" in told
    assert len(asked) == 1


def test_only_after_a_long_attack_there_is_a_calm_to_judge_memory_in() -> None:
    assert pace_of(MEMORY_FROM_KILLS).calm_s >= 180.0
    assert pace_of(MEMORY_FROM_KILLS - 1).calm_s == 0.0
