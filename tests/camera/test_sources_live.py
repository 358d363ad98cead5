"""Network and USB cameras: everything on loopback or made up, nothing waits longer than its limit."""

import itertools
import socket
import time
import traceback
from collections.abc import Iterator
from threading import Event, Thread

import numpy as np
import pytest

from camera.errors import CameraError, CameraLost, CameraRefused
from camera.rehearsal.film import Film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.rehearsal.rtsp_talk import Scheme
from camera.sources.stream import StreamCamera, StreamLimits
from camera.sources.usb import FAILED_READS_ALLOWED, Capture, UsbAddress, UsbCamera
from camera.types import Image
from tests.camera.http_peer import PICTURES, http_camera
from tests.camera.live_pictures import of_a_day

SHORT = StreamLimits(open_s=0.4, read_s=0.4)
LONG = StreamLimits(open_s=5, read_s=5)
SECRET = "se%63ret"
TOKEN = "t0k3n"
WRONG = "wr0ng"


def opened(url: str, limits: StreamLimits = LONG) -> StreamCamera:
    return StreamCamera(url, "door", time.monotonic, limits)


def told(error: CameraError) -> str:
    """All that may reach a log."""
    return "".join(traceback.format_exception(error)) + str(error) + repr(error) + error.hint


@pytest.fixture(scope="module")
def film() -> Film:
    return of_a_day(pictures=25)


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_an_rtsp_camera_gives_frames_and_its_cut_is_a_loss(film: Film, scheme: Scheme) -> None:
    with RtspCamera(film, "guard", "secret", scheme) as camera:
        ticks = itertools.count(100)
        url = f"rtsp://guard:{SECRET}@{camera.host}/live"
        source = StreamCamera(url, "door", lambda: float(next(ticks)), LONG)
        frames = []
        with pytest.raises(CameraLost, match=r"ended|broke") as caught:
            for frame in source:
                frames.append(frame)
                if len(frames) == 20:
                    camera.cut()
    assert 20 <= len(frames) <= 25
    assert frames[0].image.shape == (360, 640, 3)
    assert frames[0].luma().shape == (360, 640, 3)
    assert frames[1].luma().shape == (360, 640)
    assert frames[1].at > frames[0].at >= 100
    assert "secret" not in told(caught.value)
    assert SECRET not in told(caught.value)


def test_a_picture_of_another_size_in_mid_stream_is_simply_the_next_one(film: Film) -> None:
    larger = of_a_day((1280, 720), pictures=25)
    with RtspCamera(film, "guard", "right") as camera:
        sizes: list[tuple[int, ...]] = []
        for frame in opened(camera.url):
            sizes.append(frame.image.shape[:2])
            if len(sizes) == 10:
                camera.film = larger
            if len(sizes) == 40:
                break
    assert set(sizes) == {(360, 640), (720, 1280)}
    assert sizes == sorted(sizes)


def test_a_wrong_password_is_refused_and_never_told(film: Film) -> None:
    with RtspCamera(film, "guard", "right") as camera, pytest.raises(CameraRefused) as caught:
        opened(f"rtsp://guard:{WRONG}@{camera.host}/live")
    assert WRONG not in told(caught.value)
    assert "guard:***@" in str(caught.value)
    assert "password" in caught.value.hint
    assert caught.value.__context__ is None


def test_a_stream_that_goes_silent_is_lost_within_its_limit(film: Film) -> None:
    with RtspCamera(film, "guard", "right") as camera:
        source = opened(camera.url, StreamLimits(open_s=5, read_s=0.4))
        started = time.monotonic()
        with pytest.raises(CameraLost, match=r"sent nothing for 0\.4 s"):
            for _ in source:
                started = time.monotonic()
                camera.silent = True
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("scheme", ["rtsp", "http"])
def test_a_camera_that_accepts_and_never_answers_times_out(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(CameraLost, match=r"does not answer within 0\.4 s") as caught:
            opened(f"{scheme}://u:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/x", SHORT)
    assert time.monotonic() - started < 3
    assert SECRET not in told(caught.value)


@pytest.mark.parametrize("scheme", ["rtsp", "http", "https"])
def test_a_dead_address_is_lost_at_once(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(CameraLost, match="nobody listens") as caught:
        opened(f"{scheme}://u:{SECRET}@127.0.0.1:{port}/x")
    assert SECRET not in told(caught.value)


def test_mjpeg_over_http_plays_until_its_end() -> None:
    with http_camera() as host:
        frames = []
        with pytest.raises(CameraLost):
            for frame in opened(f"http://{host}/video"):
                frames.append(frame)  # noqa: PERF402
    assert len(frames) >= PICTURES - 1
    assert frames[3].image.shape == (240, 320, 3)


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("locked", CameraRefused, "refuses"),
        ("nowhere", CameraLost, "no stream at"),
        ("page", CameraLost, r"not with a video|cannot be opened"),
    ],
)
def test_other_answers_over_http_say_what_is_wrong(path: str, kind: type[CameraError], words: str) -> None:
    with http_camera() as host, pytest.raises(kind, match=words) as caught:
        opened(f"http://u:{SECRET}@{host}/{path}?token={TOKEN}")
    assert SECRET not in told(caught.value)
    assert TOKEN not in told(caught.value)


def test_closing_a_stream_from_another_thread_ends_it_without_an_error(film: Film) -> None:
    with RtspCamera(film, "guard", "right") as camera:
        source = opened(camera.url)
        for _ in source:
            closer = Thread(target=source.close)
            closer.start()
            closer.join()


class FakeUsb:
    """Gives its pictures, then nothing, as a camera whose cable was pulled."""

    def __init__(self, pictures: int, first_failures: int = 0) -> None:
        self._answers: Iterator[tuple[bool, Image | None]] = itertools.chain(
            [(False, None)] * first_failures,
            [(True, np.zeros((48, 64, 3), np.uint8))] * pictures,
            itertools.repeat((False, None)),
        )
        self.released = 0

    def read(self) -> tuple[bool, Image | None]:
        return next(self._answers)

    def release(self) -> None:
        self.released += 1


def usb(capture: Capture | None) -> UsbCamera:
    return UsbCamera(UsbAddress(3), "desk", itertools.count().__next__, lambda address: capture)


def test_a_usb_camera_that_is_unplugged_is_lost_and_let_go() -> None:
    capture = FakeUsb(pictures=5, first_failures=FAILED_READS_ALLOWED)
    source = usb(capture)
    frames = []
    with pytest.raises(CameraLost, match="after 5 frames"):
        for frame in source:
            frames.append(frame)  # noqa: PERF402
    assert [frame.number for frame in frames] == [0, 1, 2, 3, 4]
    source.close()
    assert capture.released == 1


def test_a_missing_usb_camera_is_told_with_its_number() -> None:
    with pytest.raises(CameraLost, match="no USB camera 3") as caught:
        usb(None)
    assert "another number" in caught.value.hint


def test_a_driver_that_hangs_while_opening_is_given_up_and_its_late_camera_released() -> None:
    wake, released = Event(), Event()

    class Late(FakeUsb):
        def release(self) -> None:
            released.set()

    def hang(address: UsbAddress) -> Capture:
        wake.wait(10)
        return Late(pictures=1)

    with pytest.raises(CameraLost, match="the thread 'open-usb-3' still waits"):
        UsbCamera(UsbAddress(3), "desk", time.monotonic, hang, open_limit_s=0.05)
    wake.set()
    assert released.wait(10)


def test_a_capture_is_not_released_under_a_running_read() -> None:
    reading, answer = Event(), Event()

    class Slow(FakeUsb):
        def read(self) -> tuple[bool, Image | None]:
            reading.set()
            answer.wait(10)
            return super().read()

    capture = Slow(pictures=9)
    source = usb(capture)
    reader = Thread(target=lambda: list(source))
    reader.start()
    assert reading.wait(10)
    source.close()
    assert capture.released == 0
    answer.set()
    reader.join(10)
    assert capture.released == 1
