"""What a worker is told of its camera."""

from pathlib import Path

from scripts.command import Context
from scripts.entrance.settings import CameraSettings
from scripts.watch.command import _specs


def test_the_second_stream_is_what_the_worker_opens(tmp_path: Path) -> None:
    cameras = [CameraSettings("door", "usb:0"), CameraSettings("hall", "usb:1", sub_url="rtsp://127.0.0.1/sub")]
    specs = _specs(Context(tmp_path), cameras, "hog", "dlib")
    assert [(spec.camera, spec.url) for spec in specs] == [("door", "usb:0"), ("hall", "rtsp://127.0.0.1/sub")]
