"""How old is what is looked at? The pictures carry their numbers, and the camera knows when it sent each."""

import time
from threading import Event

import pytest

from camera.rehearsal.film import Film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.types import Frame, Seconds
from tests.camera.live_hand import LiveHand
from tests.camera.live_pictures import LARGE, number_in, of_a_day

SLOW_LOOK_S = 0.2
LOOKS = 25
OLDEST_S = 0.5


@pytest.fixture(scope="module")
def large_day() -> Film:
    return of_a_day(LARGE)


def test_a_slow_look_at_1080p25_never_sees_an_old_picture(large_day: Film) -> None:
    ages: list[Seconds] = []
    enough = Event()
    with RtspCamera(large_day, "guard", "right") as camera:

        def look(frame: Frame) -> None:
            number = number_in(frame.image)
            ages.append(time.monotonic() - camera.sent_at[number])
            enough.wait(SLOW_LOOK_S)
            if len(ages) >= LOOKS:
                enough.set()

        with LiveHand(lambda: camera.url, look):
            assert enough.wait(30)
    assert len(ages) >= LOOKS
    assert max(ages[2:]) < OLDEST_S
