"""A place is neither kept for nothing nor handed from one to the next."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kiosk.desk.sql.tables import bookings
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    LIMITS,
    MORNING,
    NINE,
    SELF,
    Keys,
    Offer,
    Patient,
    refused,
)
from tests.kiosk.desk.sql_world import SqlWorld

SOONEST, LATEST = (timedelta(seconds=one) for one in LIMITS.given_up_back_after_s)
HOLD = timedelta(seconds=LIMITS.hold_s)
A_SECOND = timedelta(seconds=1)
LATE = NINE.replace(hour=20)


@pytest.fixture
def world(sql_world: SqlWorld) -> SqlWorld:
    sql_world.offer(Offer("a", LATE))
    return sql_world


@pytest.fixture
def keys() -> Iterator[str]:
    return iter(Keys().next, "")


def test_nobody_can_know_when_it_comes_back(world: SqlWorld, keys: Iterator[str]) -> None:
    for number in range(4):
        world.offer(Offer(f"s{number}", LATE))
        world.enter(Patient(f"p{number}"))
        held = world.book.hold(next(keys), f"s{number}", f"p{number}", Actor(f"p{number}"))
        world.book.release(next(keys), held.id)
    with world.database.reading() as connection:
        moments = connection.execute(sa.select(bookings.c.place_until)).scalars().all()
    assert len(set(moments)) == 4


def test_two_patients_cannot_keep_a_place_all_day_and_hand_it_over(world: SqlWorld, keys: Iterator[str]) -> None:
    """They take turns for eight hours; others try every five minutes, and get it before the hospital closes."""
    world.enter(Patient("one"), Patient("two"), Patient("buyer"))
    now, held_s, mine = MORNING, 0, None
    while now < MORNING + timedelta(hours=8):
        world.set_clock(now)
        if mine is not None:
            world.book.release(next(keys), mine.id)
            with refused(Refusal.SLOT_TAKEN):
                world.book.hold(next(keys), "a", "buyer", Actor("buyer"))
        mine = None
        for patient in ("one", "two"):
            try:
                mine = world.book.hold(next(keys), "a", patient, Actor(patient))
                held_s += LIMITS.hold_s
                break
            except DeskRefused:
                continue
        now += HOLD - A_SECOND
    assert held_s <= 2 * LIMITS.ended_holds_a_day * LIMITS.hold_s
    assert world.book.hold(next(keys), "a", ADULT, SELF).state is BookingState.HELD
