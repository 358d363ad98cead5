"""Moments around noon, visits to one door, and looks through it."""

from datetime import datetime, timedelta

from camera.types import Seconds
from scripts.bench.attack.visits import Stretch, Visit
from tests.watchlist.store_hand import NOON

EILEEN = "Eileen Collins"


def moment(at_s: Seconds) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=at_s)


def stretch(from_s: Seconds, to_s: Seconds, camera: str = "door") -> Stretch:
    return Stretch(camera, moment(from_s), moment(to_s))


def visit(from_s: Seconds, to_s: Seconds, person: str = EILEEN) -> Visit:
    return Visit(person, (stretch(from_s, to_s),))
