"""`gatehouse bench attacks` without what it works on: told plainly. What it measures: test_trials, test_rates."""

from pathlib import Path

import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from scripts.command import Context
from scripts.main import run


@pytest.fixture(autouse=True)
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(
        SeeingDetector(lambda _image, _min_face_px: []), lambda _image, face: face.landmarks, ScriptedEmbedder()
    )
    monkeypatch.setattr(Context, "build_engine", lambda *_: engine)


@pytest.mark.parametrize(
    ("option", "words"),
    [("--faces", "fewer than two people with two photographs"), ("--clips", "there is no recording in")],
)
def test_an_empty_folder_is_told_with_a_hint(
    option: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    assert run(["bench", "attacks", option, str(tmp_path / "nothing")], home=tmp_path) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "hint:" in told
