"""`gatehouse calibrate --one-to-one`: the kiosk's comparison measured on drawn faces, and where it cannot be."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.types import Box, Face, Image, Landmarks
from scripts.main import run

SIDE_PX = 64
POINTS = np.array([[20, 24], [44, 24], [32, 36], [24, 46], [40, 46]], np.float32)
DARK = cv2.imencode(".png", np.zeros((SIDE_PX, SIDE_PX, 3), np.uint8))[1].tobytes()


def the_face(image: Image, _min_face_px: int) -> list[Face]:
    """The whole picture is one face, as large as it is: a card's photograph of it as well."""
    height, width = image.shape[:2]
    points = POINTS * np.array([width / SIDE_PX, height / SIDE_PX], np.float32)
    return [Face(Box(0, 0, width, height), 1.0, Landmarks(points, "five-points"))] if image.any() else []


def save(person: int, number: int, path: Path) -> None:
    grain = np.random.default_rng(person).integers(20, 235, (8, 8, 3)).astype(np.uint8)
    image = cv2.resize(grain, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    image += np.random.default_rng(1000 + person * 10 + number).integers(-20, 20, image.shape).astype(np.int16)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", np.clip(image, 0, 255).astype(np.uint8))[1].tobytes())


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(SeeingDetector(the_face), lambda _image, face: face.landmarks, ScriptedEmbedder())
    monkeypatch.setattr("scripts.calibrate.photographs.chosen_engines", lambda *_: {"seeing": [("scripted", engine)]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """12 people of whom there are four photographs each, and 40 of whom there is one."""
    faces = tmp_path / "faces"
    for person in range(12):
        for number in range(4):
            save(person, number, faces / "staff" / f"person-{person}" / f"{number}.png")
    for person in range(12, 52):
        save(person, 0, faces / "visitors" / f"visitor-{person}.png")
    return faces


def measured(home: Path, faces: Path, *more: str) -> int:
    return run(["calibrate", "--json", "--faces", str(faces), "--one-to-one", *more], home=home)


def test_it_gives_a_threshold_in_numbers_and_a_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "表.md"
    assert measured(tmp_path, folder, "--group", "staff", "--markdown", str(table)) == 0
    [told] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["event"], told["group"], told["people"], told["mated_people"]) == ("one-to-one", "staff", 12, 12)
    assert told["fmr_pairs"] == 48 * 44
    assert 0 < told["fmr"] <= 0.001
    assert told["threshold"] <= told["highest_other"] < 1
    assert told["fnmr"] == 0
    document = table.read_text(encoding="utf-8")
    assert "0 pair(s) of folders were told to be one person" in document
    row = document.splitlines()[-1]
    assert row.startswith(f"| scripted | seeing | staff | {told['threshold']:.3f} | 12 |")
    assert row.count("|") == 10


def test_without_a_group_of_its_own_it_measures_everybody(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured(tmp_path, folder) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["group"], told["people"], told["mated_people"]) == ("everybody", 52, 12)


def test_who_is_in_two_folders_is_one_person_when_told_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.md"
    same = ("--same", "person-1=person-2", "--markdown", str(table))
    assert measured(tmp_path, folder, "--group", "staff", *same) == 0
    assert json.loads(capsys.readouterr().out)["mated_people"] == 11
    assert "1 pair(s) of folders" in table.read_text(encoding="utf-8")


def test_a_photograph_that_cannot_be_read_or_shows_nobody_is_left_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "staff" / "person-0" / "0.png").write_bytes(b"no picture")
    (folder / "staff" / "person-1" / "0.png").write_bytes(DARK)
    assert measured(tmp_path, folder, "--group", "staff") == 0
    assert json.loads(capsys.readouterr().out)["fmr_pairs"] == 46 * 46 - 2 * 9 - 10 * 16


def only_visitors(faces: Path) -> None:
    shutil.rmtree(faces / "staff")


def nobody(faces: Path) -> None:
    shutil.rmtree(faces)
    faces.mkdir()


def one_person(faces: Path) -> None:
    nobody(faces)
    save(1, 0, faces / "staff" / "person-1" / "0.png")
    save(1, 1, faces / "staff" / "person-1" / "1.png")


def dark(faces: Path) -> None:
    for path in faces.rglob("*.png"):
        path.write_bytes(DARK)


def hardly_two_of_one(faces: Path) -> None:
    """Of one person there are two photographs, of the others one."""
    for path in (faces / "staff").rglob("*.png"):
        if path.stem not in ("0", "1") or (path.stem == "1" and path.parent.name != "person-0"):
            path.unlink()


@pytest.mark.parametrize(
    ("spoil", "group", "words"),
    [
        (only_visitors, "visitors", "nobody of the group 'visitors' has two"),
        (one_person, "everybody", "at least 10 are wanted"),
        (nobody, "everybody", "0 people"),
        (dark, "everybody", "no face was found on any of 88"),
        (hardly_two_of_one, "staff", "too small: 154 pairs"),
    ],
)
def test_what_cannot_be_measured_is_told_with_a_hint(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    group: str,
    words: str,
) -> None:
    spoil(folder)
    assert measured(tmp_path, folder, "--group", group) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "hint:" in told
