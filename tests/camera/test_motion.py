"""The motion gate: quiet scenes stay quiet, a small face does not pass unseen."""

import numpy as np
import pytest

from camera.motion import MotionGate
from camera.types import Box, Image


def hall(seed: int, noise: float = 6.0, light: float = 110.0) -> Image:
    """An empty 320x240 hall with a bright door, as a noisy camera sees it."""
    random = np.random.default_rng(seed)
    picture = np.full((240, 320, 3), light, np.float32) + noise * random.standard_normal((240, 320, 3), np.float32)
    picture[50:200, 200:260] += 60
    return np.asarray(picture.clip(0, 255), np.uint8)


def with_visitor(picture: Image, left: int, side: int = 20) -> Image:
    seen = picture.copy()
    seen[100 : 100 + side, left : left + side] = 40
    return seen


def test_the_first_picture_counts_as_motion() -> None:
    assert MotionGate().moved(hall(0), at=0.0)


@pytest.mark.parametrize("noise", [0.0, 6.0, 20.0])
def test_an_empty_noisy_hall_does_not_move(noise: float) -> None:
    gate = MotionGate()
    gate.moved(hall(0, noise), at=0.0)
    assert not any(gate.moved(hall(k, noise), at=k * 0.1) for k in range(1, 60))


@pytest.mark.parametrize("noise", [0.0, 6.0, 20.0])
def test_a_small_visitor_is_noticed_at_once(noise: float) -> None:
    gate = MotionGate()
    for k in range(20):
        gate.moved(hall(k, noise), at=k * 0.1)
    assert gate.moved(with_visitor(hall(99, noise), left=40), at=2.0)


def test_a_camera_that_adjusts_its_exposure_is_no_motion() -> None:
    gate = MotionGate()
    gate.moved(hall(0), at=0.0)
    assert not gate.moved(hall(1, light=122.0), at=0.1)


def test_what_stands_still_becomes_background_and_what_walks_does_not() -> None:
    gate = MotionGate()
    gate.moved(hall(0), at=0.0)
    standing = [gate.moved(with_visitor(hall(k), left=40), at=k * 0.1) for k in range(1, 200)]
    assert standing[0]
    assert not standing[-1]
    assert all(gate.moved(with_visitor(hall(k), left=40 + 4 * k), at=20 + k * 0.1) for k in range(1, 40))


def test_another_picture_size_or_an_earlier_time_starts_over() -> None:
    gate = MotionGate()
    gate.moved(hall(0), at=5.0)
    assert gate.moved(hall(0)[:150], at=5.1)
    assert not gate.moved(hall(0)[:150], at=5.2)
    assert gate.moved(hall(0)[:150], at=1.0)


def test_two_gates_that_see_the_same_say_the_same() -> None:
    pictures = [with_visitor(hall(k), left=7 * k) if k % 3 else hall(k) for k in range(30)]
    one, other = MotionGate(), MotionGate()
    assert [one.moved(p, k * 0.1) for k, p in enumerate(pictures)] == [
        other.moved(p, k * 0.1) for k, p in enumerate(pictures)
    ]


def test_what_moves_in_known_parts_of_the_picture_does_not_count() -> None:
    gate = MotionGate()
    for k in range(20):
        gate.moved(hall(k), at=k * 0.1)
    known = [Box(30, 80, 80, 240)]
    assert not gate.moved(with_visitor(hall(98), left=40), at=2.0, known=known)
    assert gate.moved(with_visitor(hall(99), left=100), at=2.1, known=known)


def test_the_brightness_alone_does_as_well_as_the_picture() -> None:
    gate = MotionGate()
    for k in range(20):
        assert gate.moved(hall(k)[:, :, 0], at=k * 0.1) == (k == 0)
    assert gate.moved(with_visitor(hall(99), left=40)[:, :, 0], at=2.0)
