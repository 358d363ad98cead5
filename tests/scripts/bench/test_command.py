"""`gatehouse bench` as somebody at the keyboard sees it, with little work and a stand-in for the peer."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.bench import gallery, peer
from scripts.bench.peer import BenchRefused
from scripts.main import run
from tests.scripts.bench.hand import PeerInTheHand, square_clip

KEYS = ["part", "work", "ours", "peer", "peer_name", "unit", "ratio"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one recording; the peer is the stand-in and the gallery is searched only briefly."""
    monkeypatch.setattr(peer, "load_peer", PeerInTheHand)
    monkeypatch.setattr(gallery, "LEAST_S", 0.0)
    clips = tmp_path / "clips"
    clips.mkdir()
    square_clip(clips)
    return clips


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_of_json_has_the_same_first_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--only", "gallery", "--only", "detector", "--only", "pipeline"]
    assert run(["bench", "--json", "--clips", str(folder), *asked]) == 0
    told = lines(capsys)
    assert [line["part"] for line in told] == ["detector", "detector", "pipeline", *["gallery"] * 4]
    for line in told:
        assert list(line)[: len(KEYS)] == KEYS
        assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], rel=0.01)


def test_the_pipelines_line_tells_tracks_delays_and_the_cost_of_a_look(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "--json", "--clips", str(folder), "--only", "pipeline"]) == 0
    (line,) = lines(capsys)
    assert (line["frames"], line["tracks_peer"], line["tracks_found"]) == (12, 1, 0)
    assert line["alarm_delay_s"] == {"square.mkv": None}
    assert line["alarms_missed"] == ["square.mkv"]
    assert line["ours_per_analysed_frame"] > 0


def test_without_json_there_is_a_table_with_one_header(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--clips", str(folder), "--only", "gallery"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["part", "ours", "peer", "unit", "ratio"]
    assert sum(row.startswith("part") for row in rows) == 1
    assert sum(row.startswith("gallery") for row in rows) == 4


def test_without_the_peer_the_command_fails_and_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise BenchRefused("face_recognition is not installed")

    monkeypatch.setattr(peer, "load_peer", missing)
    assert run(["bench", "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "uv sync --group bench" in told.err


def test_a_folder_without_recordings_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "square.mkv").unlink()
    assert run(["bench", "--clips", str(folder), "--only", "embedder"]) == 1
    assert "no video file" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--only", "nothing"], ["--clips", "no-such-folder"]])
def test_wrong_usage_is_told_apart(wrong: list[str]) -> None:
    assert run(["bench", *wrong]) == 2
