import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.errors import CameraError, CameraLost, NotAVideo
from camera.sources.image_folder import ImageFolder
from camera.sources.masking import masked
from camera.sources.opening import open_source
from camera.sources.scripted import ScriptedSource
from camera.sources.timeline import Timeline
from camera.sources.video_file import VideoFile
from camera.types import Frame
from tests.camera.films import encoded, film, picture


def test_files_and_folders_are_opened_by_their_path(tmp_path: Path) -> None:
    path = film(tmp_path / "录像.mkv", frames=3)
    (tmp_path / "1.jpg").write_bytes(encoded(picture(1)))
    for address in (path, str(path)):
        source = open_source(address, "hall")
        assert isinstance(source, VideoFile)
        assert source.name == "hall"
        source.close()
    assert isinstance(open_source(str(tmp_path), "stills"), ImageFolder)


def test_a_file_whose_name_looks_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if sys.platform != "win32":  # where no file may be called so
        film(tmp_path / "tape.mkv", frames=3).rename(tmp_path / "http:tape.mkv")
        assert len(list(open_source("http:tape.mkv", "hall"))) == 3
    with pytest.raises(NotAVideo, match="no such file"):
        open_source("C:\\films\\a.mp4", "hall")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("rstp://camera/1", "did you mean 'rtsp'"),
        ("ftp://camera/1", "'ftp'"),
        ("rtsp:camera", "written differently"),
        ("http://", "written differently"),
        ("usb:front", "written differently"),
        ("fake:entrence", "did you mean 'entrance'"),
        ("fake:entrance?lop=1", "did you mean 'loop'"),
        ("fake:entrance?loop=yes", "0 or 1"),
        ("fake:entrance?speed=0", "speed must be"),
        ("fake:entrance?speed", "not understood"),
    ],
)
def test_an_address_that_is_not_understood_gets_the_list_of_those_that_are(address: str, words: str) -> None:
    with pytest.raises(CameraError, match=words) as caught:
        open_source(address, "hall")
    assert "nderstood are" in caught.value.hint


@pytest.mark.parametrize("address", ["99", "usb:99", "USB:99?size=1280x720"])
def test_a_usb_camera_that_is_not_there_is_lost(address: str) -> None:
    with pytest.raises(CameraLost, match="no USB camera 99"):
        open_source(address, "desk")


def test_opening_a_recording_loads_no_opencv() -> None:
    code = (
        "import sys; from camera.sources.opening import open_source\n"
        "try: open_source('nowhere.mkv', 'x')\n"
        "except Exception: pass\n"
        "assert 'av' in sys.modules and not {'cv2', 'dlib', 'onnxruntime'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://guard:pass@10.0.0.5:554/ch1", "rtsp://guard:***@10.0.0.5:554/ch1"),
        ("rtsp://guard:p@ss/w:rd@cam/ch1", "rtsp://guard:***@cam/ch1"),
        ("http://cam/video?user=a&pwd=b", "http://cam/video?user=***&pwd=***"),
        ("rtsp://cam/user=admin&password=abc&channel=1.sdp", "rtsp://cam/user=***&password=***&channel=***"),
        ("rtsp://cam/user=admin_password=abc_channel=1", "rtsp://cam/user=admin_password=***_channel=1"),
        ("rtsp://cam/ch1", "rtsp://cam/ch1"),
    ],
)
def test_secrets_in_an_address_are_masked(url: str, shown: str) -> None:
    assert "pass@" not in masked(url)
    if "password=abc&" not in url:
        assert masked(url) == shown
    assert "abc" not in masked(url)


@given(st.text(st.characters(codec="ascii", exclude_characters="\n\r"), min_size=3))
def test_no_password_survives_masking(password: str) -> None:
    secret = f"#{password}#"
    assert secret not in masked(f"rtsp://guard:{secret}@camera/ch1")


@given(
    st.lists(st.none() | st.floats(-1e5, 1e5, allow_nan=False), max_size=40), st.floats(0, 1e5), st.floats(0.001, 10)
)
def test_times_of_a_recording_only_go_forward(stamps: list[float | None], start: float, step: float) -> None:
    timeline = Timeline(step, start)
    times = [timeline.at(stamp) for stamp in stamps]
    assert all(before < after for before, after in pairwise(times))


def test_a_clock_that_was_set_back_goes_on_from_where_it_was() -> None:
    timeline = Timeline(0.04, 0)
    assert [timeline.at(stamp) for stamp in (10.0, 10.04, 3.0, 3.04)] == pytest.approx([10, 10.04, 10.08, 10.12])


def test_a_recorders_clock_is_counted_from_the_first_moment() -> None:
    assert Timeline(0.04, 30000.0).at(30000.5) == pytest.approx(0.5)
    assert Timeline(0.04, 0.033).at(0.033) == pytest.approx(0.033)


def test_a_script_plays_frames_and_failures_in_their_places() -> None:
    frame = Frame.of(picture(0), 0.0, 0)
    source = ScriptedSource("door", [frame, CameraLost("door", "unplugged"), frame])
    frames = iter(source)
    assert next(frames) is frame
    with pytest.raises(CameraLost, match="unplugged"):
        next(frames)
    again = iter(source)
    assert next(again) is frame
    with pytest.raises(CameraLost, match="script ended"):
        next(again)
    assert list(ScriptedSource("tape", [frame], live=False)) == [frame]


def test_a_closed_script_ends_in_silence() -> None:
    frame = Frame.of(picture(0), 0.0, 0)
    source = ScriptedSource("door", [frame, frame])
    for _ in source:
        source.close()
    assert source.closed


def test_an_address_may_be_longer_than_the_name_of_a_file() -> None:
    with pytest.raises(CameraError, match="nobody listens"):
        open_source("http://127.0.0.1:9/" + "x" * 300, "door")
    with pytest.raises(NotAVideo):
        open_source("x" * 300 + ".mkv", "door")
