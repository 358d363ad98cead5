"""What the till relies on: a hold keeps its place while money is on its way, and money finds its booking."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kiosk.desk.sql import holding
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import ADULT, LIMITS, MORNING, NINE, SELF, STRANGER, Offer, left, refused
from tests.kiosk.desk.sql_world import SqlWorld

DEAR = Offer("a", price_fen=5000)
AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)
BACK_AFTER, BACK_WITHIN = (timedelta(seconds=one) for one in LIMITS.given_up_back_after_s)


@pytest.fixture
def world(sql_world: SqlWorld) -> SqlWorld:
    sql_world.offer(DEAR)
    return sql_world


def start_paying(world: SqlWorld, booking_id: str) -> None:
    world.database.change(lambda connection: holding.keep_while_paying(connection, world.site, booking_id))


def close_payment(world: SqlWorld, booking_id: str) -> None:
    world.database.change(lambda connection: holding.payment_closed(connection, world.site, booking_id))


def test_a_hold_that_is_being_paid_keeps_its_place_however_long_it_takes(world: SqlWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    start_paying(world, held.id)
    world.set_clock(AFTER_HOLD + timedelta(hours=1))
    world.keep_up()
    with refused(Refusal.SLOT_TAKEN):
        world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
    with refused(Refusal.WRONG_STATE):
        world.book.release("k3", held.id)
    assert world.pay(held.id)
    assert world.book.booking(held.id).state is BookingState.BOOKED


def test_a_payment_given_up_leaves_some_minutes_and_never_more_than_the_longest_hold(world: SqlWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    start_paying(world, held.id)
    world.set_clock(MORNING + timedelta(seconds=LIMITS.longest_hold_s - 10))
    close_payment(world, held.id)
    assert world.book.booking(held.id).held_until == MORNING + timedelta(seconds=LIMITS.longest_hold_s)
    world.set_clock(MORNING + timedelta(seconds=LIMITS.longest_hold_s))
    with refused(Refusal.HOLD_ENDED):
        start_paying(world, held.id)
    world.set_clock(MORNING + timedelta(seconds=LIMITS.longest_hold_s) + BACK_WITHIN)
    world.keep_up()
    assert left(world.book, "a") == 1


def test_money_that_comes_late_gets_the_place_back_while_it_is_free(world: SqlWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD)
    world.keep_up()
    assert world.pay(held.id)
    assert left(world.book, "a") == 0


def test_money_that_comes_too_late_changes_nothing_and_is_to_be_given_back(world: SqlWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD + BACK_WITHIN)
    world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
    assert not world.pay(held.id)
    assert not world.book.booking(held.id).is_paid


def test_a_booking_is_paid_once(world: SqlWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    assert world.pay(held.id)
    assert not world.pay(held.id)
    with refused(Refusal.ALREADY_PAID):
        start_paying(world, held.id)


def test_what_listens_writes_in_the_same_transaction_and_may_prevent_the_change(world: SqlWorld) -> None:
    heard: list[tuple[str, BookingState]] = []

    def listen(connection: sa.Connection, what: str, booking: Booking) -> None:
        heard.append((what, booking.state))
        if what == "cancelled":
            raise DeskRefused(Refusal.PAYMENT_AWAY)

    world.offer(Offer("free", NINE + timedelta(days=1)))
    book = world.book.telling(listen)
    booked = book.book("k2", book.hold("k1", "free", ADULT, SELF).id)
    with refused(Refusal.PAYMENT_AWAY):
        book.cancel("k3", booked.id, SELF)
    assert heard[:2] == [("held", BookingState.HELD), ("booked", BookingState.BOOKED)]
    assert world.book.booking(booked.id).state is BookingState.BOOKED
