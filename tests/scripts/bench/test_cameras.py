"""`gatehouse bench cameras`, for a few seconds on a short stream."""

import json
from pathlib import Path

import numpy as np
import pytest

from camera.scene.video import write_video
from scripts.bench import cameras, cameras_run
from scripts.main import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a recording of somebody's back: nothing of a face in it."""
    monkeypatch.setattr(cameras, "PICTURES", 25)
    monkeypatch.setattr(cameras_run, "WARM_UP_S", 1.0)
    clips = tmp_path / "clips"
    clips.mkdir()
    write_video(clips / "back.mp4", 25, (320, 240), (np.full((240, 320, 3), 90 + k, np.uint8) for k in range(30)))
    return clips


def test_a_camera_is_watched_and_decoded_alone_and_the_two_compared(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["bench", "cameras", "--json", "--clips", str(folder), "--seconds", "5"]
    assert run(asked, home=tmp_path) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["part"], told["stream"], told["of"]) == ("cameras", "1080p25 h264", "recordings")
    assert told["cameras_per_core"] == pytest.approx(1000 / told["worker_ms_per_s"], rel=0.05)
    assert told["cpu_over_decoding"] == pytest.approx(told["worker_ms_per_s"] / told["decoding_ms_per_s"], rel=0.05)
    assert told["frames"] > 20
    assert told["faces"] == 0


def test_a_folder_without_recordings_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "cameras", "--clips", str(tmp_path)], home=tmp_path) == 1
    assert "no video file" in capsys.readouterr().err
