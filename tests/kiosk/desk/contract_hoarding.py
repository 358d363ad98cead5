"""The contract of a book: a place is neither kept for nothing nor handed from one to the next."""

from datetime import datetime, timedelta

import pytest

from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.errors import Refusal
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
    BookWorld,
    Entry,
    Keys,
    Offer,
    Patient,
    left,
    refused,
)

SOONEST, LATEST = (timedelta(seconds=one) for one in LIMITS.given_up_back_after_s)
HOLD = timedelta(seconds=LIMITS.hold_s)
A_SECOND = timedelta(seconds=1)
LATE = NINE.replace(hour=20)


def give_up(world: BookWorld, how: str, keys: Keys) -> datetime:
    """Somebody's hold ends; answers when."""
    held = world.book.hold(keys.next(), "a", ADULT, SELF)
    if how == "released":
        world.book.release(keys.next(), held.id)
        return MORNING
    if how == "not paid":
        world.begin_payment(held.id)
        world.end_payment(held.id)
    return MORNING + HOLD


def end_holds(world: BookWorld, keys: Keys, patient_id: str, actor: Actor, count: int, first: int = 0) -> None:
    """One every twelve minutes, given up in turn by hand and by itself; `first` were before."""
    for number in range(first, first + count):
        world.set_clock(MORNING + number * timedelta(minutes=12))
        held = world.book.hold(keys.next(), "many", patient_id, actor)
        if number % 2:
            world.book.release(keys.next(), held.id)
    world.set_clock(MORNING + (first + count) * timedelta(minutes=12))


class HoardingContract:
    @pytest.mark.parametrize("how", ["released", "ran out", "not paid"])
    @pytest.mark.parametrize("is_kept_up", [True, False])
    def test_a_place_that_was_given_up_comes_back_later(self, world: BookWorld, how: str, is_kept_up: bool) -> None:
        keys = Keys()
        world.offer(Offer("a", LATE))
        ended_at = give_up(world, how, keys)
        for moment, free in ((ended_at, 0), (ended_at + SOONEST - A_SECOND, 0), (ended_at + LATEST, 1)):
            world.set_clock(moment)
            if is_kept_up:
                world.keep_up()
            assert left(world.book, "a") == free
            if not free:
                with refused(Refusal.SLOT_TAKEN):
                    world.elsewhere.hold(keys.next(), "a", STRANGER, Actor(STRANGER))
        assert world.elsewhere.hold(keys.next(), "a", STRANGER, Actor(STRANGER)).state is BookingState.HELD

    def test_whoever_gave_a_place_up_may_still_book_it(self, world: BookWorld) -> None:
        world.offer(Offer("a", LATE))
        held = world.book.hold("k1", "a", ADULT, SELF)
        world.set_clock(MORNING + HOLD)
        world.keep_up()
        assert world.state_of(held.id) is BookingState.LAPSED
        assert world.book.book("k2", held.id).state is BookingState.BOOKED
        world.set_clock(MORNING + HOLD + LATEST)
        world.keep_up()
        assert left(world.book, "a") == 0

    def test_holds_that_ended_are_counted_until_the_next_day(self, world: BookWorld) -> None:
        keys = Keys()
        world.offer(Offer("many", LATE, capacity=9), Offer("ahead", LATE + timedelta(days=1), capacity=2))
        end_holds(world, keys, ADULT, SELF, LIMITS.ended_holds_a_day)
        for slot_id in ("many", "ahead"):
            with refused(Refusal.TOO_MANY_REQUESTS):
                world.book.hold(keys.next(), slot_id, ADULT, SELF)
        with refused(Refusal.TOO_MANY_REQUESTS):
            world.counter.hold(keys.next(), "ahead", ADULT, SELF)
        assert world.counter.hold(keys.next(), "many", ADULT, SELF).state is BookingState.HELD
        world.set_clock(MORNING + timedelta(days=1))
        assert world.book.hold(keys.next(), "ahead", ADULT, SELF).slot.starts_at.date() == TOMORROW

    def test_they_are_counted_for_whoever_acts_too(self, world: BookWorld) -> None:
        keys, each = Keys(), LIMITS.ended_holds_a_day // 4
        world.offer(Offer("many", LATE, capacity=9))
        world.enter(*(Patient(f"child-{number}", age=5) for number in range(3)))
        for number in range(3):
            world.entrust(Entry(f"child-{number}", AS_MOTHER.person_id, Relation.MOTHER))
            end_holds(world, keys, f"child-{number}", AS_MOTHER, each, number * each)
        end_holds(world, keys, AS_MOTHER.person_id, Actor(AS_MOTHER.person_id), each, 3 * each)
        with refused(Refusal.TOO_MANY_REQUESTS):
            world.book.hold(keys.next(), "many", CHILD, AS_MOTHER)

    def test_they_are_counted_for_a_patient_whoever_acted(self, world: BookWorld) -> None:
        keys, half = Keys(), LIMITS.ended_holds_a_day // 2
        world.offer(Offer("many", LATE, capacity=9))
        world.entrust(Entry(CHILD, HELPER, Relation.HELPER))
        end_holds(world, keys, CHILD, AS_MOTHER, half)
        end_holds(world, keys, CHILD, Actor(HELPER, Relation.HELPER), half, half)
        with refused(Refusal.TOO_MANY_REQUESTS):
            world.book.hold(keys.next(), "many", CHILD, AS_MOTHER)
        world.enter(Patient("sister", age=5))
        world.entrust(Entry("sister", AS_MOTHER.person_id, Relation.MOTHER))
        assert world.book.hold(keys.next(), "many", "sister", AS_MOTHER).state is BookingState.HELD

    def test_so_many_payments_are_begun_for_one_hold(self, world: BookWorld) -> None:
        world.offer(Offer("a", LATE))
        held = world.book.hold("k", "a", ADULT, SELF)
        for _ in range(LIMITS.payments_per_hold):
            world.begin_payment(held.id)
            world.end_payment(held.id)
        with refused(Refusal.TOO_MANY_REQUESTS):
            world.begin_payment(held.id)

    def test_a_hold_that_ran_out_meets_the_limits_again(self, world: BookWorld) -> None:
        """Whether or not anybody noted that it ran out."""
        keys, held = Keys(), []
        for number in range(3):
            world.offer(Offer(f"s{number}", LATE, capacity=5))
            world.set_clock(MORNING + number * (HOLD + A_SECOND))
            held.append(world.book.hold(keys.next(), f"s{number}", ADULT, SELF))
        assert world.book.book(keys.next(), held[2].id).state is BookingState.BOOKED
        for one in held[:2]:
            with refused(Refusal.HOLD_ENDED):
                world.book.book(keys.next(), one.id)
            assert not world.pay(one.id)

    def test_money_for_the_tenth_hold_of_an_hour_is_not_refused_for_its_own_sake(self, world: BookWorld) -> None:
        keys = Keys()
        world.offer(Offer("many", LATE, capacity=LIMITS.holds_per_hour))
        for number in range(LIMITS.holds_per_hour):
            held = world.book.hold(keys.next(), "many", ADULT, SELF)
            if number < LIMITS.holds_per_hour - 1:
                world.book.release(keys.next(), held.id)
        world.set_clock(MORNING + HOLD + LATEST)
        world.keep_up()
        assert world.pay(held.id)

    def test_a_helper_picks_up_for_no_more_patients_than_allowed(self, world: BookWorld) -> None:
        keys = Keys()
        world.offer(Offer("now", NINE, capacity=5), Offer("ahead", LATE + timedelta(days=1), capacity=5))
        helper, booked = Actor(HELPER, Relation.HELPER), {}
        for number in range(LIMITS.patients_per_helper + 1):
            one = f"old-{number}"
            world.enter(Patient(one, age=80))
            world.entrust(Entry(one, HELPER, Relation.HELPER))
            held = world.elsewhere.hold(keys.next(), "now", one, Actor(one))
            booked[one] = world.elsewhere.book(keys.next(), held.id).id
        world.set_clock(NINE)
        *few, last = booked
        for one in few:
            assert world.book.check_in(keys.next(), booked[one], helper).state is BookingState.CHECKED_IN
        with refused(Refusal.TOO_MANY_PATIENTS):
            world.book.check_in(keys.next(), booked[last], helper)
        with refused(Refusal.TOO_MANY_PATIENTS):
            world.book.hold(keys.next(), "ahead", last, helper)
        assert world.book.check_in(keys.next(), booked[last], Actor(last)).state is BookingState.CHECKED_IN
        assert world.book.hold(keys.next(), "ahead", few[0], helper).state is BookingState.HELD
