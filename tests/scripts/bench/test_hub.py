"""`gatehouse bench hub`, with few nodes."""

import json
from pathlib import Path

import pytest

from scripts.bench.attack.processes import TELLS_OF_OTHERS
from scripts.bench.hub.run import Timed, told_of
from scripts.main import DONE, run

FIGURES = ("last_node_s", "last_node_s_max", "half_of_nodes_s", "kept_s", "change_s", "requests_per_s", "snapshot_s")


def test_the_middle_and_the_slowest_of_the_changes_are_told() -> None:
    timed = [Timed(0.01, 0.1 * number, 0.2 * number, 0.3 * number) for number in (1, 2, 9)]
    assert told_of(timed) == {
        "changes": 3,
        "last_node_s": 0.4,
        "last_node_s_max": 1.8,
        "half_of_nodes_s": 0.2,
        "kept_s": 0.6,
        "change_s": 0.01,
    }


def test_every_node_verifies_every_change_and_a_newcomer_gets_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--nodes", "2", "--nodes", "5", "--entries", "20", "--seconds", "0.1"]
    assert run(["bench", "hub", "--json", *arguments], home=tmp_path) == DONE
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [(line["part"], line["store"], line["nodes"], line["entries"]) for line in lines] == [
        ("hub", "sqlite", 2, 20),
        ("hub", "sqlite", 5, 20),
    ]
    assert all(min(line[name] for name in FIGURES) > 0 and line["unanswered"] == 0 for line in lines)
    assert all(line["half_of_nodes_s"] <= line["last_node_s"] <= line["last_node_s_max"] for line in lines)
    assert all((line["rss_mb"] is not None) == TELLS_OF_OTHERS for line in lines)
    assert said.err == ""


@pytest.mark.parametrize("arguments", [["--nodes", "0"], ["--entries", "x"], ["--seconds", "0"], ["--nodes", "9999"]])
def test_what_cannot_be_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert run(["bench", "hub", *arguments], home=tmp_path) == 2
