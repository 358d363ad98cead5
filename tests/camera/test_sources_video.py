import os
import sys
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from camera.errors import NotAVideo
from camera.sources.video_file import VideoFile
from camera.types import Frame
from tests.camera.films import encoded, film, picture, sound

CLIPS = {
    "again.mkv": 77, "bird.mkv": 63, "book.mkv": 109, "brother.mkv": 65, "eat.mkv": 47, "learn.mkv": 61, "milk.mkv": 51,
    "face-demographics-walking-and-pause.gif": 41, "face-demographics-walking.gif": 35,
}  # fmt: skip


def frames_of(path: Path) -> list[Frame]:
    return list(VideoFile(path, "hall"))


def frames_until_broken(path: Path) -> tuple[list[Frame], NotAVideo]:
    frames: list[Frame] = []
    with pytest.raises(NotAVideo) as caught:
        for frame in VideoFile(path, "hall"):
            frames.append(frame)  # noqa: PERF402 what came before the error counts
    return frames, caught.value


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("大厅 监控.mkv", "libx264"),
        ("大厅.mp4", "libx264"),
        ("门口.avi", "mpeg4"),
        ("a.ts", "libx264"),
        ("动图.gif", "gif"),
    ],
)
def test_every_frame_comes_with_its_time(tmp_path: Path, name: str, codec: str) -> None:
    frames = frames_of(film(tmp_path / name, frames=30, codec=codec))
    assert [frame.number for frame in frames] == list(range(30))
    steps = [after.at - before.at for before, after in pairwise(frames)]
    assert all(step == pytest.approx(0.04, abs=0.002) for step in steps)
    assert frames[0].at < 0.1
    assert frames[5].image.shape == (240, 320, 3)
    assert abs(int(frames[5].image[200, 20, 0]) - 20) < (40 if codec == "gif" else 8)


def test_uneven_times_of_the_file_are_kept(tmp_path: Path) -> None:
    frames = frames_of(film(tmp_path / "a.mkv", frames=4, stamps=[0, 1, 25, 50]))
    assert [frame.at for frame in frames] == pytest.approx([0, 0.04, 1, 2], abs=0.001)


def test_frames_without_times_follow_the_frame_rate(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", frames=10)
    raw = film(tmp_path / "a.h264", frames=10)
    assert len(frames_of(path)) == len(frames_of(raw)) == 10
    times = [frame.at for frame in frames_of(raw)]
    assert times == sorted(set(times))
    assert times[-1] == pytest.approx(9 / 25, abs=0.25)


@pytest.mark.parametrize(("degrees", "white_corner"), [(90, (-20, 20)), (-90, (20, -20)), (180, (-20, -20))])
def test_a_film_of_a_phone_is_turned_upright(tmp_path: Path, degrees: int, white_corner: tuple[int, int]) -> None:
    image = frames_of(film(tmp_path / "a.mp4", frames=3, rotation_deg=degrees))[0].image
    assert image.shape[:2] == ((240, 320) if degrees == 180 else (320, 240))
    assert image[white_corner].min() > 200
    assert image[20, 20].max() < 100


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mkv", "libx264", None),
        ("a.mp4", "libx264", {"movflags": "faststart"}),
        ("a.avi", "mpeg4", None),
        ("a.ts", "libx264", None),
    ],
)
def test_a_file_cut_in_the_middle_gives_its_frames_and_then_says_so(
    tmp_path: Path, name: str, codec: str, options: dict[str, str] | None
) -> None:
    path = film(tmp_path / name, codec=codec, options=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames, error = frames_until_broken(path)
    assert 10 <= len(frames) < 40
    assert "broken after" in str(error)
    assert name in str(error)
    assert "Copy" in error.hint


def test_frames_behind_a_damaged_place_are_not_lost(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(200) + data[len(data) // 2 + 200 :])
    frames, error = frames_until_broken(path)
    assert "broken after" in str(error)
    assert frames[-1].at > 1.9


def test_a_film_cut_before_its_index_is_refused_when_opened(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(NotAVideo, match="cut off before its index"):
        VideoFile(path, "hall")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.mp4", b"", "empty"),
        ("notes.mp4", "挂号说明\n".encode() * 90, "text"),
        ("notes.txt", b"hello\n" * 100, "text"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:1/a.ts\n", "text"),
        ("photo.mp4", encoded(picture(1)), "JPEG picture"),
        ("photo.png", encoded(picture(1), ".png"), "PNG picture"),
        ("noise.mkv", bytes(range(256)) * 20, "not a video"),
    ],
)
def test_what_is_no_video_is_named_for_what_it_is(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotAVideo, match=words) as caught:
        VideoFile(path, "hall")
    assert name in str(caught.value)
    assert caught.value.hint


def test_a_missing_file_a_folder_and_sound_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo, match="no such file"):
        VideoFile(tmp_path / "nowhere.mp4", "hall")
    with pytest.raises(NotAVideo, match="folder"):
        VideoFile(tmp_path, "hall")
    with pytest.raises(NotAVideo, match="sound only"):
        VideoFile(sound(tmp_path / "a.mp4"), "hall")


def test_an_unknown_compression_is_told(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzz1"))
    with pytest.raises(NotAVideo, match="compressed in a way"):
        VideoFile(path, "hall")


def test_8k_is_converted_one_frame_at_a_time(tmp_path: Path) -> None:
    path = film(tmp_path / "8k.mkv", frames=4, codec="mjpeg", size=(7680, 4320))
    one_image = 7680 * 4320 * 3
    tracemalloc.start()
    try:
        for frame in VideoFile(path, "hall"):
            assert frame.image.nbytes == one_image
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert frame.number == 3
    assert peak < 2.5 * one_image


def test_closing_ends_the_iteration_without_an_error(tmp_path: Path) -> None:
    source = VideoFile(film(tmp_path / "a.mkv"), "hall")
    seen = []
    for frame in source:
        seen.append(frame.number)
        if frame.number == 4:
            source.close()
            source.close()
    assert seen == [0, 1, 2, 3, 4]
    assert list(source) == []


@pytest.mark.parametrize(("name", "count"), CLIPS.items())
def test_real_clips_give_every_frame(shared_data: Path, name: str, count: int) -> None:
    clip = shared_data / "clips" / name
    if not clip.is_file():
        pytest.skip(f"missing shared data: no clip {clip}")
    frames = frames_of(clip)
    times = [frame.at for frame in frames]
    assert len(frames) == count
    assert times == sorted(set(times))
    assert frames[-1].image.ndim == 3


def test_a_gif_that_is_cut_off_gives_its_frames_and_then_says_so(tmp_path: Path) -> None:
    path = film(tmp_path / "a.gif", codec="gif")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames, error = frames_until_broken(path)
    assert 10 <= len(frames) < 40
    assert "cut off before its end" in str(error)


if sys.platform != "win32":  # which has no such files

    def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.mkv")
        with pytest.raises(NotAVideo, match="is no file"):
            VideoFile(tmp_path / "a.mkv", "hall")
