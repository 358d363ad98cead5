"""`gatehouse people import`: who gets on the list, what is refused, what happens when it is run again."""

import dataclasses
import json
import os
import sys
import unicodedata
from pathlib import Path
from typing import Any

import click
import pytest

from scripts.entrance.settings import Settings
from scripts.settings import SiteSettings
from tests.scripts.people.world import Desk, Shot, WorldEmbedder, of_kind, photograph, save
from watchlist.errors import WatchlistError
from watchlist.types import EntryState


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path / "home", capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "人员"


def told(events: list[dict[str, Any]], kind: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(event.get(key) for key in keys) for event in of_kind(events, kind)]


def test_a_folder_is_a_person_and_everything_in_it_a_photograph(desk: Desk, folder: Path) -> None:
    save(folder, "张伟/照片一.PNG", Shot(1, 1))
    save(folder, "张伟/2.png", Shot(1, 2))
    save(folder, "person-2/1.png", Shot(2, 1))
    events = desk.run("import", folder, "--reason", "sold 3 slots", "--operator", "op-1")
    assert told(events, "enrolled", "person", "photos", "state") == [("person-2", 1, "active"), ("张伟", 2, "active")]
    assert events[-1] == {
        "event": "summary",
        "people": 2,
        "photos": 3,
        "added_people": 2,
        "added_photos": 3,
        "refused": {},
        "skipped": 0,
        "set_aside": 0,
        "held_back": 0,
        "resembling": 0,
        "nobody": 0,
    }
    [_, entry] = desk.run("list", "--reasons")
    assert (entry["person"], entry["reason"], entry["listed_by"]) == ("张伟", "sold 3 slots", "op-1")


def test_running_it_again_adds_only_what_is_missing(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-1/2.png", Shot(1, 2, dark=True))
    first = desk.run("import", folder)
    assert told(first, "refused", "file", "reason") == [("2.png", "dark")]
    save(folder, "person-1/2.png", Shot(1, 2))
    save(folder, "person-2/1.png", Shot(2, 1))
    second = desk.run("import", folder)
    assert told(second, "added", "person", "photos", "total") == [("person-1", 1, 2)]
    assert told(second, "enrolled", "person") == [("person-2",)]
    third = desk.run("import", folder)
    assert told(third, "already", "person", "photos") == [("person-1", 2), ("person-2", 1)]
    assert (third[-1]["people"], third[-1]["photos"], third[-1]["added_photos"]) == (2, 3, 0)


def test_every_photograph_that_is_not_taken_has_a_reason_and_a_hint(desk: Desk, folder: Path) -> None:
    faults = {
        "small.png": (Shot(1, 2, size_px=41), "small"),
        "blurred.png": (Shot(1, 3, blurred=True), "blurred"),
        "dark.png": (Shot(1, 4, dark=True), "dark"),
        "turned.png": (Shot(1, 5, turned=True), "turned"),
        "cut.png": (Shot(1, 6, at_px=0), "cut-off"),
        "two.png": (Shot(1, 7, faces=2), "several-faces"),
        "wall.png": (Shot(1, 8, faces=0), "no-face"),
    }
    save(folder, "person-1/good.png", Shot(1, 1))
    for name, (shot, _) in faults.items():
        save(folder, f"person-1/{name}", shot)
    events = desk.run("import", folder)
    refused = {event["file"]: event for event in of_kind(events, "refused")}
    assert {name: event["reason"] for name, event in refused.items()} == {n: r for n, (_, r) in faults.items()}
    assert refused["small.png"]["hint"] == "take it from nearer: the face is 41 px wide, 48 needed"
    assert all(event["hint"] and event["person"] == "person-1" for event in refused.values())
    assert events[-1]["refused"] == {reason: 1 for _, reason in sorted(faults.values(), key=lambda one: one[1])}


def test_rubbish_is_refused_file_by_file(desk: Desk, folder: Path) -> None:
    good = save(folder, "person-1/good.png", Shot(1, 1)).read_bytes()
    rubbish = {"empty.jpg": b"", "text.jpg": b"hello", "cut.png": good[: len(good) // 2]}
    for name, content in rubbish.items():
        (folder / "person-1" / name).write_bytes(content)
    (folder / "person-1" / "folder.jpg").mkdir()
    (folder / "person-1" / "notes.txt").write_text("x")
    (folder / "person-1" / ".hidden.jpg").write_bytes(b"")
    (folder / "loose.jpg").write_bytes(good)
    (folder / "person-2").mkdir()
    events = desk.run("import", folder)
    assert sorted(told(events, "refused", "file", "reason")) == [(name, "not-a-picture") for name in sorted(rubbish)]
    assert told(events, "ignored", "person", "file") == [
        (None, "loose.jpg"),
        ("person-1", "folder.jpg"),
        ("person-1", "notes.txt"),
    ]
    assert told(events, "nobody", "person", "hint") == [("person-2", "there is no photograph in the folder")]
    assert (events[-1]["people"], events[-1]["photos"]) == (1, 1)


def test_a_turned_face_is_taken_only_for_want_of_a_better_one(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/turned.png", Shot(1, 1, turned=True))
    events = desk.run("import", folder)
    assert told(events, "weak", "person", "file", "reason") == [("person-1", "turned.png", "turned")]
    assert told(events, "enrolled", "person", "photos") == [("person-1", 1)]
    save(folder, "person-1/also.png", Shot(1, 2, turned=True))
    assert told(desk.run("import", folder), "refused", "file", "reason") == [("also.png", "turned")]


def test_the_same_picture_again_is_skipped(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-1/copy.png", Shot(1, 1))
    save(folder, "person-1/resaved.png", dataclasses.replace(Shot(1, 1), size_px=96))
    events = desk.run("import", folder)
    assert told(events, "skipped", "file", "reason", "hint") == [
        ("copy.png", "duplicate", "the same file as 1.png"),
        ("resaved.png", "duplicate", "the same picture as 1.png"),
    ]


def test_what_does_not_fit_the_others_is_set_aside_and_the_rest_goes_on(desk: Desk, folder: Path) -> None:
    for take in (1, 2):
        save(folder, f"person-1/{take}.png", Shot(1, take))
    save(folder, "person-1/stranger.png", Shot(9, 3))
    events = desk.run("import", folder)
    assert told(events, "set-aside", "file", "reason") == [("stranger.png", "does-not-fit")]
    assert told(events, "enrolled", "photos") == [(2,)]


def test_of_two_that_differ_nobody_can_say_which_is_wrong(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-1/2.png", Shot(2, 2))
    save(folder, "person-3/1.png", Shot(3, 1))
    events = desk.run("import", folder)
    assert told(events, "set-aside", "file", "reason") == [("1.png", "disagree"), ("2.png", "disagree")]
    assert told(events, "nobody", "person", "hint") == [
        ("person-1", "the photographs show different people: remove the wrong ones")
    ]


def test_one_face_under_two_names_is_held_back_until_somebody_compared_them(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-2/1.png", Shot(1, 2))
    events = desk.run("import", folder)
    assert told(events, "lookalike", "person", "other", "reason") == [("person-2", "person-1", "same-person")]
    assert told(events, "nobody", "hint") == [("compare the photographs with those of person-1",)]
    accepted = desk.run("import", folder, "--accept-lookalikes")
    assert told(accepted, "enrolled", "person") == [("person-2",)]
    assert told(accepted, "resembles", "person", "other") == [("person-2", "person-1")]


def test_a_near_miss_is_told_and_enrolled(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-2/1.png", Shot(2, 2, like=1, likeness=60))
    events = desk.run("import", folder)
    assert [round(score, 2) for _, score in told(events, "resembles", "other", "score")] == [0.48]
    assert events[-1]["people"] == 2


def test_the_very_file_of_somebody_else_is_never_taken(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, 1))
    save(folder, "person-2/1.png", Shot(1, 1))
    events = desk.run("import", folder, "--accept-lookalikes")
    assert told(events, "lookalike", "person", "other", "reason") == [("person-2", "person-1", "same-file")]


def test_with_four_eyes_an_import_only_proposes(desk: Desk, folder: Path) -> None:
    desk.context.settings = Settings(site=SiteSettings(four_eyes=True))
    save(folder, "person-1/1.png", Shot(1, 1))
    events = desk.run("import", folder, "--operator", "op-1")
    assert told(events, "enrolled", "state") == [(str(EntryState.PROPOSED),)]


@pytest.mark.parametrize("what", ["missing", "a file", "loose photographs", "empty"])
def test_what_is_no_folder_of_people_is_an_error_with_a_hint(desk: Desk, folder: Path, what: str) -> None:
    if what == "a file":
        folder.write_bytes(b"x")
    elif what != "missing":
        folder.mkdir()
    if what == "loose photographs":
        (folder / "1.png").write_bytes(photograph(Shot(1)))
    with pytest.raises(WatchlistError) as raised:
        desk.run("import", folder)
    assert "a folder for each person" in raised.value.hint.lower()


def test_when_nobody_could_be_enrolled_it_fails_after_the_report(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1, faces=0))
    with pytest.raises(WatchlistError, match=r"nobody in .* could be enrolled"):
        desk.run("import", folder)
    assert json.loads(desk.lines[-1])["refused"] == {"no-face": 1}


def test_without_a_reason_it_warns_and_says_so_in_the_entry(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1))
    desk.run("import", folder)
    assert "no --reason" in desk.remarks
    assert desk.run("list", "--reasons")[0]["reason"] == "not stated"


def test_the_report_for_people_names_everything(desk: Desk, folder: Path) -> None:
    save(folder, "张伟/1.png", Shot(1))
    save(folder, "张伟/2.png", Shot(1, 2, dark=True))
    text = desk.text("import", folder)
    assert "Enrolled (1)\n  张伟: 1 photograph\n" in text
    assert "  张伟 / 2.png: dark - more light" in text
    assert (
        "From this folder on the list: 1 person with 1 photograph; new: 1 person, 1 photograph. Refused: 1 dark."
        in text
    )


def test_an_import_that_is_stopped_still_reports_what_was_written(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_the_second(self: WorldEmbedder, crops: Any) -> Any:
        if any(int(crop[0, 0, 0]) == 2 for crop in crops):
            raise KeyboardInterrupt
        return whole(self, crops)

    whole = WorldEmbedder.embed
    monkeypatch.setattr(WorldEmbedder, "embed", stop_at_the_second)
    for who in (1, 2, 3):
        save(folder, f"person-{who}/1.png", Shot(who))
    with pytest.raises((KeyboardInterrupt, click.Abort)):
        desk.run("import", folder, "--reason", "x")
    assert json.loads(desk.lines[-1])["added_people"] == 1


def test_two_folders_of_one_name_are_one_person(desk: Desk, folder: Path) -> None:
    for take, spelling in enumerate((unicodedata.normalize("NFC", "José"), unicodedata.normalize("NFD", "José"))):
        save(folder, f"{spelling}/{take}.png", Shot(1, take))
    summary = desk.run("import", folder, "--reason", "x")[-1]
    assert (summary["people"], summary["photos"]) == (1, 2)


def test_nobody_cannot_answer_for_an_import(desk: Desk, folder: Path) -> None:
    save(folder, "person-1/1.png", Shot(1))
    with pytest.raises(click.BadParameter, match="somebody must answer"):
        desk.run("import", folder, "--reason", "x", "--operator", " ")


if sys.platform != "win32":  # where neither can be

    def test_a_pipe_and_a_name_of_another_character_set_are_told_and_the_rest_goes_on(desk: Desk, folder: Path) -> None:
        save(folder, "person-1/1.png", Shot(1))
        os.mkfifo(folder / "person-1" / "2.png")
        save(folder, os.fsdecode("张".encode("gbk")) + "/1.png", Shot(2))
        events = desk.run("import", folder, "--reason", "x")
        assert [event["person"] for event in of_kind(events, "enrolled")] == ["person-1"]
        assert "no file" in of_kind(events, "refused")[0]["hint"]
        assert "UTF-8" in of_kind(events, "nobody")[0]["hint"]
