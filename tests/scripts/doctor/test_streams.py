"""The doctor looks through both streams of a camera."""

from pathlib import Path

from camera.scene.video import write_video
from scripts.doctor.checks import _streams
from scripts.doctor.findings import Health
from scripts.entrance.settings import CameraSettings
from tests.camera.live_pictures import lobby


def test_both_streams_are_looked_through_and_a_dead_one_is_a_fault(tmp_path: Path) -> None:
    write_video(tmp_path / "main.mp4", 25, (640, 360), [lobby()] * 5)
    camera = CameraSettings("door", str(tmp_path / "main.mp4"), sub_url="rtsp://127.0.0.1:9/sub")
    main, sub = _streams(camera)
    assert (main.part, main.health) == ("camera door", Health.WELL)
    assert main.what.startswith("640x360")
    assert (sub.part, sub.health) == ("camera door, the stream that is looked at", Health.FAULT)
    assert sub.hint


def test_without_a_second_stream_there_is_one_look(tmp_path: Path) -> None:
    write_video(tmp_path / "main.mp4", 25, (640, 360), [lobby()] * 5)
    assert len(list(_streams(CameraSettings("door", str(tmp_path / "main.mp4"))))) == 1
