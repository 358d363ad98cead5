"""A tile of what a camera sees: only while somebody looks, small, and not more often than needed."""

from itertools import pairwise

import numpy as np

from camera.messages import ShowPictures, Stop, Thumbnail
from camera.sources.pictures import decode_picture
from camera.thumbnails import EVERY_S, THUMBNAIL_WIDTH_PX, Thumbnails, thumbnail
from camera.types import Frame, Image
from tests.camera.test_worker import Hand, recording, worker

WIDE = np.full((1080, 1920, 3), 90, np.uint8)


class Asking(Hand):
    """Somebody looks at the tile from the first word on, for `looks_s` seconds; the program stops after `stop_at`."""

    def __init__(self, looks_s: float, stop_at: float) -> None:
        super().__init__(stop_at)
        self.ask: list[object] = [ShowPictures(self.now + looks_s)]

    def poll(self, timeout: float = 0.0, /) -> bool:
        return super().poll(timeout) or bool(self.ask)

    def recv(self) -> object:
        return self.ask.pop() if self.ask else Stop()


def decoded(jpeg: bytes) -> Image:
    return decode_picture(jpeg, "a tile")


def thumbnails(hand: Hand) -> list[Thumbnail]:
    return [one for one in hand.heard if isinstance(one, Thumbnail)]


def test_nobody_looks_and_nothing_is_made() -> None:
    hand = Hand()
    worker(hand, recording(10.0)).run()
    assert thumbnails(hand) == []


def test_while_somebody_looks_a_tile_comes_now_and_then() -> None:
    hand = Asking(looks_s=10.0, stop_at=140.0)
    worker(hand, recording(30.0)).run()
    times = [one.at for one in thumbnails(hand)]
    assert 4 <= len(times) <= 6
    assert all(later - earlier >= EVERY_S for earlier, later in pairwise(times))
    assert times[-1] < 110.0


def test_a_tile_is_small() -> None:
    made = Thumbnails()
    made.wanted_until = 5.0
    jpeg = made.due(Frame.of(WIDE, 0.0, 0), 1.0)
    assert jpeg is not None
    assert decoded(jpeg).shape == (180, THUMBNAIL_WIDTH_PX, 3)
    assert len(jpeg) < 20_000


def test_a_narrow_picture_keeps_its_size() -> None:
    small = thumbnail(np.zeros((2, 100, 3), np.uint8))
    assert decoded(small).shape == (2, 100, 3)
