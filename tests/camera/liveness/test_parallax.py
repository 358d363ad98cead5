import numpy as np
import pytest

from camera.liveness.attacks import Species, attack, drawn_head
from camera.liveness.depth_rule import Parallax, depth_of
from camera.liveness.facts import Depth
from camera.liveness.parallax import ParallaxMeter
from camera.liveness.turns import Turn
from tests.camera.liveness.films import FACE, film, texture


def measured(frames: list[np.ndarray]) -> Parallax:
    meter = ParallaxMeter(frames[0], FACE)
    for frame in frames[1:]:
        meter.follow(frame)
    assert meter.best is not None
    return meter.best


@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.NOD])
def test_a_head_that_turns_is_solid(turn: Turn) -> None:
    assert depth_of(measured(list(film(drawn_head(texture()), turn)))) is Depth.SOLID


@pytest.mark.parametrize("species", [Species.FLAT_PRINT, Species.SCREEN_STILL])
@pytest.mark.parametrize("turn", [Turn.LEFT, Turn.NOD])
def test_a_flat_picture_that_is_tilted_is_flat(species: Species, turn: Turn) -> None:
    thing = attack(species, texture(), texture(0))
    assert depth_of(measured(list(film(thing, turn, body=False)))) is Depth.FLAT


def test_a_bent_print_leaves_more_over_than_a_flat_one_and_less_than_a_head() -> None:
    things = [
        attack(Species.FLAT_PRINT, texture(), texture(0)),
        attack(Species.BENT_PRINT, texture(), texture(0)),
        drawn_head(texture()),
    ]
    flat, bent, head = (measured(list(film(thing, Turn.LEFT))).share for thing in things)
    assert flat < bent < head


def test_coming_closer_alone_tells_nothing() -> None:
    assert depth_of(measured(list(film(drawn_head(texture()), Turn.CLOSER)))) is Depth.UNKNOWN


def test_an_even_picture_has_nothing_to_follow() -> None:
    grey = np.full((480, 640, 3), 127, np.uint8)
    meter = ParallaxMeter(grey, FACE)
    assert meter.points == 0
    assert meter.follow(grey) is None
    assert depth_of(meter.best) is Depth.UNKNOWN


def test_a_picture_of_another_size_is_not_followed() -> None:
    first, *_ = film(drawn_head(texture()), Turn.LEFT, 0.2)
    meter = ParallaxMeter(first, FACE)
    assert meter.follow(first[:240]) is None
