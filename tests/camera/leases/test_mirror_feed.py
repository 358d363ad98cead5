"""From the camera's thread to the mirror's reader."""

from collections.abc import Iterator
from uuid import uuid4

import numpy as np
import pytest

from camera.leases.memory import SYSTEM_FOLDER
from camera.leases.messages import MirrorClosed, MirrorFrame, MirrorOpened
from camera.leases.mirror_feed import MirrorFeed
from camera.leases.outbox import Outbox
from camera.types import Frame
from tests.camera.leases.hand import until

PREFIX = f"gatehouse-test-{uuid4().hex[:8]}-"


class Sent(Outbox):
    """Keeps what is to be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[object] = []

    def put(self, message: object) -> None:
        self.messages.append(message)

    def frames(self) -> list[MirrorFrame]:
        return [one for one in self.messages if isinstance(one, MirrorFrame)]


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def feed(sent: Sent) -> Iterator[MirrorFeed]:
    feed = MirrorFeed(sent, lambda number: f"{PREFIX}{number}", lambda image: image)
    yield feed
    feed.close()


def picture(at: float) -> Frame:
    return Frame.of(np.zeros((6, 8, 3), np.uint8), at, 0)


def goes_through(feed: MirrorFeed, at: float) -> bool:
    before = feed._due_at
    feed.show(picture(at))
    return feed._due_at != before


@pytest.mark.parametrize(("fps", "least", "most"), [(25, 25, 25), (30, 30, 30), (60, 28, 33), (120, 28, 33)])
def test_what_a_screen_needs_goes_through_and_no_more(feed: MirrorFeed, fps: int, least: int, most: int) -> None:
    assert least <= sum(goes_through(feed, 100 + number / fps) for number in range(fps)) <= most


def test_frames_that_come_unevenly_all_go_through(feed: MirrorFeed) -> None:
    late_s = [0.0, 0.012, 0.0, 0.02, 0.005, 0.0]
    assert all(goes_through(feed, number / 30 + late_s[number % 6]) for number in range(60))


def test_a_clock_that_was_set_back_does_not_stop_the_mirror(feed: MirrorFeed) -> None:
    assert goes_through(feed, 1000.0)
    assert goes_through(feed, 5.0)


def test_a_darkened_mirror_opens_again_with_the_next_frame(feed: MirrorFeed, sent: Sent) -> None:
    feed.show(picture(1.0))
    until(sent.frames, "the frame")
    feed.darken("unplugged", "Plug it in.")
    assert not list(SYSTEM_FOLDER.glob(f"{PREFIX}*"))
    feed.show(picture(2.0))
    until(lambda: len(sent.frames()) == 2, "the next frame")
    kinds = [type(one) for one in sent.messages]
    assert kinds == [MirrorOpened, MirrorFrame, MirrorClosed, MirrorOpened, MirrorFrame]
    assert [one.number for one in sent.frames()] == [0, 1]


def test_a_closed_feed_leaves_no_memory_and_shows_nothing(sent: Sent) -> None:
    feed = MirrorFeed(sent, lambda number: f"{PREFIX}{number}", lambda image: image)
    feed.show(picture(1.0))
    until(sent.frames, "the frame")
    feed.close()
    feed.close()
    assert not list(SYSTEM_FOLDER.glob(f"{PREFIX}*"))
    feed.show(picture(2.0))
    assert len(sent.frames()) == 1


def test_without_room_the_reader_is_told_once(sent: Sent, feed: MirrorFeed) -> None:
    feed._reshape = lambda image: np.broadcast_to(image[:1, :1], (900_000, 900_000, 3))
    for at in (1.0, 2.0, 3.0):
        feed.show(picture(at))
        until(lambda: feed._slot._value is None, "the frame is taken")
    feed.close()
    [closed] = sent.messages
    assert isinstance(closed, MirrorClosed)
    assert closed.hint
