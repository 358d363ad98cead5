"""A night clinic's day does not end at midnight."""

from datetime import timedelta

import pytest

from kiosk.desk.sql.calling import call_next
from kiosk.desk.values import Actor, Booking
from tests.kiosk.desk.book_world import ADULT, CLINIC, HELPER, MORNING, SELF, STRANGER, Offer
from tests.kiosk.desk.sql_world import SqlWorld

LATE = MORNING.replace(hour=23, minute=45)
PAST_MIDNIGHT = LATE + timedelta(minutes=16)


@pytest.fixture
def world(sql_world: SqlWorld) -> SqlWorld:
    sql_world.offer(Offer("late", LATE, capacity=2))
    return sql_world


def booked(world: SqlWorld, patient: str) -> Booking:
    held = world.elsewhere.hold(f"h{patient}", "late", patient, Actor(patient))
    return world.elsewhere.book(f"b{patient}", held.id)


def test_whoever_waits_at_midnight_is_called_after_it(world: SqlWorld) -> None:
    made = booked(world, ADULT)
    world.set_clock(LATE - timedelta(minutes=15))
    arrived = world.book.check_in("in", made.id, SELF)
    world.set_clock(PAST_MIDNIGHT)
    world.keep_up()
    assert world.book.bookings_of(ADULT) == (arrived,)
    assert world.book.by_code(made.code).person.id == ADULT
    called = call_next(world.site, CLINIC.id, None, "doctor")
    assert called is not None
    assert called.id == made.id
    assert call_next(world.site, CLINIC.id, None, "doctor") is None


def test_those_of_yesterday_are_called_before_those_of_today(world: SqlWorld) -> None:
    world.offer(Offer("night", LATE + timedelta(minutes=30)))
    first, second = booked(world, HELPER), booked(world, ADULT)
    third = world.elsewhere.book("b3", world.elsewhere.hold("h3", "night", STRANGER, Actor(STRANGER)).id)
    world.set_clock(PAST_MIDNIGHT)
    for number, made in enumerate((third, first, second)):
        world.book.check_in(f"i{number}", made.id, Actor(made.patient_id))
    called = [call_next(world.site, CLINIC.id, None, "doctor") for _ in range(3)]
    assert [one.id for one in called if one] == [first.id, second.id, third.id]
