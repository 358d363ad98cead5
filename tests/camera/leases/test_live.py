"""A camera on its way to its readers."""

from collections.abc import Callable

import numpy as np

from camera.leases.live import SharedSource
from camera.sources.scripted import ScriptedSource
from camera.types import Frame


class Film:
    """A recording of three frames; every opening is kept, time passes while one waits."""

    def __init__(self, step_s: float = 0.01) -> None:
        self.sources: list[ScriptedSource] = []
        self.shown: list[int] = []
        self._step_s = step_s

    def open(self) -> ScriptedSource:
        frames = [Frame.of(np.full((2, 2, 3), number, np.uint8), number * self._step_s, number) for number in range(3)]
        self.sources.append(ScriptedSource("film", frames, live=False))
        return self.sources[-1]

    def show(self, frame: Frame) -> None:
        self.shown.append(int(frame.image[0, 0, 0]))


def ticking(step_s: float) -> Callable[[], float]:
    """A clock that goes on by this with every look at it."""
    times = iter(range(1_000_000))
    return lambda: 100.0 + step_s * next(times)


def test_a_recording_is_played_over_and_over_like_a_live_camera() -> None:
    film = Film()
    source = SharedSource(film.open, film.show, ticking(0.001))
    seen: list[Frame] = []
    for frame in source:
        seen.append(frame)
        if len(seen) == 7:
            source.close()
    assert source.live
    assert [int(frame.image[0, 0, 0]) for frame in seen] == [0, 1, 2, 0, 1, 2, 0] == film.shown
    assert [frame.number for frame in seen] == list(range(7))
    times = [frame.at for frame in seen]
    assert times == sorted(times)
    assert times[0] > 100.0
    assert len(film.sources) in (3, 4)
    assert all(one.closed for one in film.sources)


def test_what_comes_too_late_is_left_out() -> None:
    film = Film()
    source = SharedSource(film.open, film.show, ticking(0.15))
    first = next(iter(source))
    assert int(first.image[0, 0, 0]) == 0
    source.close()
    rest = list(source)
    assert rest == []


def test_an_empty_recording_ends() -> None:
    source = SharedSource(lambda: ScriptedSource("empty", [], live=False), lambda _frame: None, ticking(0.001))
    assert list(source) == []


def test_a_live_camera_is_passed_on_as_it_is() -> None:
    film = Film()
    frames = [Frame.of(np.full((2, 2, 3), number, np.uint8), float(number), number) for number in range(2)]
    source = SharedSource(lambda: ScriptedSource("door", frames), film.show, ticking(1.0))
    iterator = iter(source)
    assert [next(iterator), next(iterator)] == frames
    assert film.shown == [0, 1]
    assert source.name == "door"
