from pathlib import Path

import pytest

from camera.errors import NotAVideo
from camera.types import Box
from scripts.bench.clips import clips_in, drawn_clip, in_words, portraits
from scripts.bench.peer import BenchRefused
from tests.scripts.bench.hand import bright_box, picture, square_clip


def test_every_recording_of_a_folder_is_taken_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.mkv", "a.mp4", "中文.mkv"):
        square_clip(tmp_path, name=name)
    (tmp_path / "README.md").write_text("about")
    assert [clip.name for clip in clips_in(tmp_path, bright_box)] == ["a.mp4", "b.mkv", "中文.mkv"]


def test_a_recordings_person_is_enrolled_from_four_stills_of_it(tmp_path: Path) -> None:
    square_clip(tmp_path, frames=20)
    (clip,) = clips_in(tmp_path, bright_box)
    assert [bright_box(still)[0].width for still in clip.people["square.mkv"]] == pytest.approx([80] * 4, abs=3)
    assert (clip.frames, clip.size) == (20, (320, 240))
    assert clip.length_s == pytest.approx(2.0, abs=0.01)


def test_one_person_is_followed_from_still_to_still_though_another_is_larger() -> None:
    first, second = picture(left_px=20), picture(left_px=30)
    places = iter([[Box(20, 60, 100, 140)], [Box(150, 40, 300, 190), Box(30, 60, 110, 140)]])
    _, portrait = portraits([first, second], lambda _still: next(places))
    assert bright_box(portrait)[0].width == 80


def test_a_still_in_which_the_person_is_not_found_is_left_out() -> None:
    places = iter([[], [Box(20, 60, 100, 140)], [Box(200, 100, 280, 180)]])
    assert len(portraits([picture(left_px=20)] * 3, lambda _still: next(places))) == 1


def test_a_stretch_is_the_middle_of_the_recording(tmp_path: Path) -> None:
    assert [frame.number for frame in square_clip(tmp_path, frames=20).stretch(1.0)] == list(range(5, 15))


def test_a_folder_without_recordings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    with pytest.raises(BenchRefused, match="no video file"):
        clips_in(tmp_path, bright_box)


def test_a_broken_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"\0" * 2000)
    with pytest.raises(NotAVideo, match=r"broken\.mp4"):
        clips_in(tmp_path, bright_box)


def test_the_drawn_recording_comes_with_its_peoples_portraits(tmp_path: Path) -> None:
    clip = drawn_clip(tmp_path, length_s=0.4)
    assert (clip.frames, clip.size) == (10, (960, 540))
    assert clip.length_s == pytest.approx(0.4, abs=0.01)
    assert sorted(clip.people) == ["Eileen Collins", "Grace Hopper"]
    assert in_words([clip]) == "the recording entrance.mp4, 10 frames in 0.4 s of 960x540"
