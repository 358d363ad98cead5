"""A place is neither kept for nothing nor handed from one to the next."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from kiosk.desk.opening import STAFF
from kiosk.desk.sql import holding
from kiosk.desk.sql.tables import bookings
from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    AS_MOTHER,
    CHILD,
    HELPER,
    LIMITS,
    MORNING,
    NINE,
    SELF,
    STRANGER,
    TOMORROW,
    Entry,
    Keys,
    Offer,
    Patient,
    left,
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


def give_up(world: SqlWorld, how: str, keys: Iterator[str]) -> datetime:
    """Somebody's hold ends; answers when."""
    held = world.book.hold(next(keys), "a", ADULT, SELF)
    if how == "released":
        world.book.release(next(keys), held.id)
        return MORNING
    if how == "not paid":
        world.database.change(lambda connection: holding.keep_while_paying(connection, world.site, held.id))
        world.database.change(lambda connection: holding.payment_closed(connection, world.site, held.id))
    return MORNING + HOLD


@pytest.mark.parametrize("how", ["released", "ran out", "not paid"])
@pytest.mark.parametrize("is_kept_up", [True, False])
def test_a_place_that_was_given_up_comes_back_later(
    world: SqlWorld, keys: Iterator[str], how: str, is_kept_up: bool
) -> None:
    ended_at = give_up(world, how, keys)
    for moment, free in ((ended_at, 0), (ended_at + SOONEST - A_SECOND, 0), (ended_at + LATEST, 1)):
        world.set_clock(moment)
        if is_kept_up:
            world.keep_up()
        assert left(world.book, "a") == free
        if not free:
            with refused(Refusal.SLOT_TAKEN):
                world.elsewhere.hold(next(keys), "a", STRANGER, Actor(STRANGER))
    assert world.elsewhere.hold(next(keys), "a", STRANGER, Actor(STRANGER)).state is BookingState.HELD


def test_nobody_can_know_when_it_comes_back(world: SqlWorld, keys: Iterator[str]) -> None:
    for number in range(4):
        world.offer(Offer(f"s{number}", LATE))
        world.enter(Patient(f"p{number}"))
        held = world.book.hold(next(keys), f"s{number}", f"p{number}", Actor(f"p{number}"))
        world.book.release(next(keys), held.id)
    with world.database.reading() as connection:
        moments = connection.execute(sa.select(bookings.c.place_until)).scalars().all()
    assert len(set(moments)) == 4


def test_whoever_gave_a_place_up_may_still_book_it(world: SqlWorld, keys: Iterator[str]) -> None:
    held = world.book.hold(next(keys), "a", ADULT, SELF)
    world.set_clock(MORNING + HOLD)
    world.keep_up()
    assert world.book.booking(held.id).state is BookingState.LAPSED
    assert world.book.book(next(keys), held.id).state is BookingState.BOOKED
    world.set_clock(MORNING + HOLD + LATEST)
    world.keep_up()
    assert left(world.book, "a") == 0


def end_holds(world: SqlWorld, keys: Iterator[str], patient_id: str, actor: Actor, count: int) -> None:
    """One every seven minutes, given up in turn by hand and by itself."""
    for number in range(count):
        world.set_clock(world.site.now() + timedelta(minutes=7))
        held = world.book.hold(next(keys), "many", patient_id, actor)
        if number % 2:
            world.book.release(next(keys), held.id)
        else:
            world.set_clock(world.site.now() + HOLD)


def test_holds_that_ended_are_counted_until_the_next_day(world: SqlWorld, keys: Iterator[str]) -> None:
    world.offer(Offer("many", LATE, capacity=99), Offer("ahead", LATE + timedelta(days=1), capacity=9))
    end_holds(world, keys, ADULT, SELF, LIMITS.ended_holds_a_day)
    for slot_id in ("many", "ahead"):
        with refused(Refusal.TOO_MANY_REQUESTS):
            world.book.hold(next(keys), slot_id, ADULT, SELF)
    counter = world.book.for_channel(STAFF)
    with refused(Refusal.TOO_MANY_REQUESTS):
        counter.hold(next(keys), "ahead", ADULT, SELF)
    assert counter.hold(next(keys), "many", ADULT, SELF).state is BookingState.HELD
    world.set_clock(MORNING + timedelta(days=1))
    assert world.book.hold(next(keys), "ahead", ADULT, SELF).slot.starts_at.date() == TOMORROW


def test_they_are_counted_for_whoever_acts_too(world: SqlWorld, keys: Iterator[str]) -> None:
    world.offer(Offer("many", LATE, capacity=99))
    world.enter(*(Patient(f"child-{number}", age=5) for number in range(4)))
    for number in range(4):
        world.entrust(Entry(f"child-{number}", AS_MOTHER.person_id, Relation.MOTHER))
        end_holds(world, keys, f"child-{number}", AS_MOTHER, LIMITS.ended_holds_a_day // 4)
    with refused(Refusal.TOO_MANY_REQUESTS):
        world.book.hold(next(keys), "many", CHILD, AS_MOTHER)


def test_they_are_counted_for_a_patient_whoever_acted(world: SqlWorld, keys: Iterator[str]) -> None:
    world.offer(Offer("many", LATE, capacity=99))
    world.entrust(Entry(CHILD, HELPER, Relation.HELPER))
    for actor in (AS_MOTHER, Actor(HELPER, Relation.HELPER)):
        end_holds(world, keys, CHILD, actor, LIMITS.ended_holds_a_day // 2)
    with refused(Refusal.TOO_MANY_REQUESTS):
        world.book.hold(next(keys), "many", CHILD, AS_MOTHER)
    world.enter(Patient("sister", age=5))
    world.entrust(Entry("sister", AS_MOTHER.person_id, Relation.MOTHER))
    assert world.book.hold(next(keys), "many", "sister", AS_MOTHER).state is BookingState.HELD


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


def test_so_many_payments_are_begun_for_one_hold(world: SqlWorld, keys: Iterator[str]) -> None:
    held = world.book.hold(next(keys), "a", ADULT, SELF)

    def pay() -> None:
        world.database.change(lambda connection: holding.keep_while_paying(connection, world.site, held.id))
        world.database.change(lambda connection: holding.payment_closed(connection, world.site, held.id))

    for _ in range(LIMITS.payments_per_hold):
        pay()
    with refused(Refusal.TOO_MANY_REQUESTS):
        pay()


def test_a_hold_that_ran_out_meets_the_limits_again(world: SqlWorld, keys: Iterator[str]) -> None:
    """Whether or not anybody noted that it ran out."""
    held = []
    for number in range(3):
        world.offer(Offer(f"s{number}", LATE, capacity=5))
        world.set_clock(MORNING + number * (HOLD + A_SECOND))
        held.append(world.book.hold(next(keys), f"s{number}", ADULT, SELF))
    assert world.book.book(next(keys), held[2].id).state is BookingState.BOOKED
    for one in held[:2]:
        with refused(Refusal.HOLD_ENDED):
            world.book.book(next(keys), one.id)
        assert not world.pay(one.id)


def test_money_for_the_tenth_hold_of_an_hour_is_not_refused_for_its_own_sake(
    world: SqlWorld, keys: Iterator[str]
) -> None:
    world.offer(Offer("many", LATE, capacity=20))
    for number in range(LIMITS.holds_per_hour):
        held = world.book.hold(next(keys), "many", ADULT, SELF)
        if number < LIMITS.holds_per_hour - 1:
            world.book.release(next(keys), held.id)
    world.set_clock(MORNING + HOLD + LATEST)
    world.keep_up()
    assert world.pay(held.id)


def test_a_helper_picks_up_for_no_more_patients_than_allowed(world: SqlWorld, keys: Iterator[str]) -> None:
    world.offer(Offer("now", NINE, capacity=20), Offer("ahead", LATE + timedelta(days=1), capacity=20))
    helper, booked = Actor(HELPER, Relation.HELPER), {}
    for number in range(LIMITS.patients_per_helper + 1):
        one = f"old-{number}"
        world.enter(Patient(one, age=80))
        world.entrust(Entry(one, HELPER, Relation.HELPER))
        held = world.elsewhere.hold(next(keys), "now", one, Actor(one))
        booked[one] = world.elsewhere.book(next(keys), held.id).id
    world.set_clock(NINE)
    *few, last = booked
    for one in few:
        assert world.book.check_in(next(keys), booked[one], helper).state is BookingState.CHECKED_IN
    with refused(Refusal.TOO_MANY_PATIENTS):
        world.book.check_in(next(keys), booked[last], helper)
    with refused(Refusal.TOO_MANY_PATIENTS):
        world.book.hold(next(keys), "ahead", last, helper)
    assert world.book.check_in(next(keys), booked[last], Actor(last)).state is BookingState.CHECKED_IN
    assert world.book.hold(next(keys), "ahead", few[0], helper).state is BookingState.HELD
