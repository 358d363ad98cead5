"""`gatehouse calibrate`: what it reads, what it refuses, and the table it makes of real photographs."""

import json
import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.errors import NotAPicture
from camera.types import Box, Face, Image, Landmarks
from scripts.calibrate.photographs import embed_all, read_album
from scripts.calibrate.words import markdown_of, tell
from scripts.command import Context
from scripts.main import run
from watchlist.calibration import calibrate

POINTS = np.array([[20, 24], [44, 24], [32, 36], [24, 46], [40, 46]], np.float32)


def face_at(left: int) -> Face:
    return Face(Box(0, 0, 64, 64), 1.0, Landmarks(POINTS, "five-points")).moved(left, 0)


def picture(seed: int, noise: int) -> Image:
    grain = np.random.default_rng(seed).integers(0, 255, (8, 8, 3)).astype(np.uint8)
    image = cv2.resize(grain, (64, 64), interpolation=cv2.INTER_NEAREST).astype(np.int16)
    image += np.random.default_rng(1000 + seed * 10 + noise).integers(-60, 60, image.shape).astype(np.int16)
    return np.clip(image, 0, 255).astype(np.uint8)


def save(image: Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imencode(".png", image)[1].tofile(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """12 people with four photographs each, one of them with a Chinese name, and 5 with one."""
    faces = tmp_path / "faces"
    for person in range(12):
        for number in range(4):
            name = "张伟" if person == 0 else f"person-{person}"
            save(picture(person, number), faces / "east_asian" / name / f"{number}.png")
    for person in range(12, 17):
        save(picture(person, 0), faces / "visitors" / f"visitor-{person}.png")
    return faces


def engine(seen: Sequence[Face] = (face_at(0),)) -> Engine:
    detector = SeeingDetector(lambda _image, _min_face_px: list(seen))
    return Engine(detector, lambda _image, face: face.landmarks, ScriptedEmbedder())


def test_groups_are_folders_of_people_or_of_single_photographs(folder: Path) -> None:
    album = read_album(folder, {})
    assert len(album.people) == 17
    assert {(person.group, person.listable, len(person.photographs)) for person in album.people} == {
        ("east_asian", True, 4),
        ("visitors", False, 1),
    }
    assert "张伟" in [person.name for person in album.people]


def test_two_folders_of_one_person_can_be_told_to_be_the_same(folder: Path) -> None:
    album = read_album(folder, {"person-2": "person-1"})
    assert {person.name: len(person.photographs) for person in album.people}["person-1"] == 8
    assert len(album.people) == 16
    with pytest.raises(NotAPicture, match="person-99"):
        read_album(folder, {"person-99": "person-1"})


def test_too_few_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPicture, match="0 people") as refused:
        read_album(tmp_path, {})
    assert "GROUP/PERSON" in refused.value.hint


def test_photographs_that_cannot_be_used_are_counted(folder: Path, tmp_path: Path) -> None:
    (folder / "east_asian" / "person-1" / "0.png").write_bytes(b"")
    [measured] = embed_all(Context(tmp_path), read_album(folder, {}), {"seeing": [("scripted", engine())]})
    assert (measured.photographs, measured.refused) == (53, {"unreadable": 1})
    assert len(measured.sample.faces.vectors) == 52


def test_a_detector_that_finds_nobody_ends_in_a_refusal(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAPicture, match="0 people only"):
        list(embed_all(Context(tmp_path), read_album(folder, {}), {"blind": [("scripted", engine(()))]}))


def test_bystanders_at_the_edge_are_passed_over(folder: Path, tmp_path: Path) -> None:
    both = engine((face_at(400), face_at(0)))
    [one] = embed_all(Context(tmp_path), read_album(folder, {}), {"seeing": [("scripted", both)]})
    [alone] = embed_all(Context(tmp_path), read_album(folder, {}), {"seeing": [("scripted", engine())]})
    assert np.array_equal(one.sample.faces.vectors, alone.sample.faces.vectors)


def test_the_words_give_every_number_its_bound_and_the_document_nobodys_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [measured] = embed_all(Context(tmp_path), read_album(folder, {}), {"seeing": [("scripted", engine())]})
    found = calibrate(measured.sample, measured.model_id, "east_asian", (0.1, 0.01), draws=2)
    tell(Context(tmp_path), measured, found, 5000)
    shown = capsys.readouterr().out
    assert "0 of 12 strangers ring, so with 95 % confidence at most 1 in 4" in shown
    assert "of 5000 visitors a day 0.0, at most 1105" in shown
    document = markdown_of([(measured, found)], 0, 0, 5000)
    point = f'[operating_points."{measured.model_id}"]\nthreshold = {found.suggestion.threshold:.3f}\nmargin = 0.04\n'
    point += f"one_in = 4\nlisted = {found.suggestion.listed_people}\n"
    assert point in shown
    assert point in document
    assert "| east_asian | 1 photo | 1 still | 12 | 12 |" in document
    assert "person-" not in document
    assert "张伟" not in document
    rows = [line.count("|") for line in document.splitlines() if line.startswith("|")]
    assert len(set(rows)) == 1


def test_a_person_in_two_folders_is_found_by_itself_unless_told_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4):
        save(picture(3, 4 + number), folder / "east_asian" / "3-PERSON" / f"{number}.png")
    monkeypatch.setattr("scripts.calibrate.photographs.chosen_engines", lambda *_: {"seeing": [("scripted", engine())]})
    document = tmp_path / "table.md"
    command = ["calibrate", "--json", "--faces", str(folder), "--draws", "1", "--markdown", str(document)]
    told = []
    for more in ([], ["--apart", "person-3=3-PERSON"]):
        assert run([*command, *more], home=tmp_path) == 0
        events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        names = [event["names"] for event in events if event["event"] == "same_person"]
        told.append((names, [event["people"] for event in events if event["event"] == "engine"]))
        text = document.read_text(encoding="utf-8")
        assert ("1 pair(s) of people count as one person" in text) == (not more)
        assert "PERSON" not in text
        assert "--same" not in text
    assert told == [([["3-PERSON", "person-3"]], [17]), ([], [18])]


@pytest.mark.parametrize(
    "fault",
    [
        ["--same", "nonsense"],
        ["--apart", "nonsense"],
        ["--fpir", "2"],
        ["--visitors-per-day", "0"],
        ["--group", "nobody"],
        ["--faces", "nowhere"],
    ],
)
def test_wrong_usage_is_told_before_anything_is_measured(folder: Path, tmp_path: Path, fault: list[str]) -> None:
    assert run(["calibrate", "--faces", str(folder), *fault], home=tmp_path) == 2


def test_a_model_that_is_not_installed_is_an_expected_failure(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["calibrate", "--faces", str(folder), "--detector", "yunet"], home=tmp_path) == 1
    assert "hint:" in capsys.readouterr().err


def test_real_photographs_give_a_table_and_a_document(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces, home, document = tmp_path / "faces", tmp_path / "home", tmp_path / "表.md"
    (home / "models").mkdir(parents=True)
    for model in ("face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx"):
        shutil.copy(shared_data / "models" / model, home / "models" / model)
    for person in islice(sorted((shared_data / "faces" / "listed").iterdir()), 12):
        shutil.copytree(person, faces / "listed" / person.name)
    asked = ["--detector", "yunet", "--embedder", "mobilefacenet-foamliu", "--fpir", "0.1", "--draws", "3"]
    assert run(["calibrate", "--json", "--faces", str(faces), *asked, "--markdown", str(document)], home=home) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [told] = [line for line in lines if line["event"] == "suggestion"]
    assert told["group"] == "everybody"
    assert told["strangers"] == 12
    assert max(told["highest_stranger"]) < told["threshold"] < 0.6
    rows = [line for line in lines if line["event"] == "row"]
    assert all(row["at_suggested"]["fnir"] <= 0.3 for row in rows)
    assert "five-points" in document.read_text(encoding="utf-8")
