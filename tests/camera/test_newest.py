import threading
from collections.abc import Iterator
from threading import Event, Thread

import numpy as np
import pytest

from camera.errors import CameraLost
from camera.sources.newest import LiveReader, NewestOnly, StuckReader
from camera.types import Frame

LONG_S = 10.0


def frame(number: int) -> Frame:
    return Frame.of(np.zeros((4, 4, 3), np.uint8), float(number), number)


class GatedCamera:
    """Gives its frames at once and then, when `gate` is opened (or at once without waiting), does what it must do."""

    live = True

    def __init__(self, frames: int, then: Exception | None = None, heeds_close: bool = True) -> None:
        self.name = "door"
        self.all_given, self.gate = Event(), Event()
        self.closed = 0
        self._frames, self._then, self._heeds_close = frames, then, heeds_close

    def __iter__(self) -> Iterator[Frame]:
        for number in range(self._frames):
            yield frame(number)
        self.all_given.set()
        self.gate.wait(LONG_S)
        if self._then is not None:
            raise self._then

    def close(self) -> None:
        self.closed += 1
        if self._heeds_close:
            self.gate.set()


def test_the_newest_replaces_what_nobody_took_and_is_counted() -> None:
    slot: NewestOnly[int] = NewestOnly()
    for number in range(4):
        slot.put(number)
    assert (slot.take(0), slot.dropped) == (3, 3)
    assert slot.take(0) is None


def test_a_waiting_taker_is_woken_by_a_put() -> None:
    slot: NewestOnly[int] = NewestOnly()
    taken: list[int | None] = []
    taker = Thread(target=lambda: taken.append(slot.take(LONG_S)))
    taker.start()
    slot.put(7)
    taker.join(LONG_S)
    assert taken == [7]


def test_a_closed_mailbox_takes_nothing_in_and_answers_at_once() -> None:
    slot: NewestOnly[int] = NewestOnly()
    slot.put(1)
    slot.close()
    slot.put(2)
    assert slot.take(LONG_S) == 1
    assert slot.take(1e6) is None
    assert slot.dropped == 0


def test_closing_wakes_whoever_waits() -> None:
    slot: NewestOnly[int] = NewestOnly()
    taker = Thread(target=slot.take, args=(1e5,), daemon=True)
    taker.start()
    slot.close()
    taker.join(LONG_S)
    assert not taker.is_alive()


def test_a_slow_taker_gets_the_newest_frame_only() -> None:
    camera = GatedCamera(frames=5)
    with LiveReader(camera) as reader:
        assert camera.all_given.wait(LONG_S)
        newest = reader.take(LONG_S)
        assert newest is not None
        assert (newest.number, reader.dropped) == (4, 4)
        assert reader.take(0) is None
        assert not reader.ended


def test_what_the_camera_died_of_comes_once_behind_its_last_frame() -> None:
    camera = GatedCamera(frames=1, then=CameraLost("door", "unplugged"))
    with LiveReader(camera) as reader:
        camera.gate.set()
        last = reader.take(LONG_S)
        assert last is not None
        assert last.number == 0
        with pytest.raises(CameraLost, match="unplugged"):
            reader.take(LONG_S)
        assert reader.take(1e6) is None
        assert reader.ended


def test_a_live_camera_that_just_ends_is_lost() -> None:
    camera = GatedCamera(frames=0)
    with LiveReader(camera) as reader:
        camera.gate.set()
        with pytest.raises(CameraLost, match="without a word"):
            reader.take(LONG_S)


def test_closing_a_healthy_reader_raises_nothing_and_closes_the_camera() -> None:
    camera = GatedCamera(frames=1)
    reader = LiveReader(camera)
    assert camera.all_given.wait(LONG_S)
    reader.close()
    reader.close()
    assert camera.closed >= 1
    reader.take(1e6)
    assert reader.take(1e6) is None


def test_a_reader_that_will_not_die_is_reported() -> None:
    camera = GatedCamera(frames=1, heeds_close=False)
    reader = LiveReader(camera)
    with pytest.raises(StuckReader, match=r"'door' did not stop within 0\.05 s") as caught:
        reader.close(timeout_s=0.05)
    assert "Restart" in caught.value.hint
    camera.gate.set()
    reader.close()


def test_a_bug_in_a_source_is_not_taken_for_a_lost_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    crashes: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda crash: crashes.append(crash.exc_type))
    camera = GatedCamera(frames=0, then=ZeroDivisionError())
    with LiveReader(camera) as reader:
        camera.gate.set()
        with pytest.raises(RuntimeError, match="crashed"):
            reader.take(LONG_S)
    assert crashes == [ZeroDivisionError]
    assert camera.closed >= 1
