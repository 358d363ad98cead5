"""The contract of a book: picking up, cancelling, not coming, and the limits."""

from datetime import datetime, timedelta

import pytest

from kiosk.desk.values import Actor, Booking, BookingState, Relation
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    AS_MOTHER,
    CHILD,
    CLINIC,
    HELPER,
    LIMITS,
    MACHINE,
    NINE,
    OTHER,
    SELF,
    STRANGER,
    TODAY,
    TOMORROW,
    BookWorld,
    Entry,
    Keys,
    Offer,
    Patient,
    left,
    refused,
)

OPENS = NINE - timedelta(minutes=LIMITS.check_in_before_min)
CLOSES = NINE + timedelta(minutes=LIMITS.check_in_after_min)
A_SECOND = timedelta(seconds=1)


def booked(world: BookWorld, slot_id: str, patient_id: str = ADULT, actor: Actor = SELF) -> Booking:
    held = world.book.hold(f"hold {slot_id} {patient_id}", slot_id, patient_id, actor)
    return world.book.book(f"book {slot_id} {patient_id}", held.id)


class PickUpContract:
    def test_a_booking_tells_when_it_can_be_picked_up(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        assert (booking.check_in_from, booking.check_in_until) == (OPENS, CLOSES)

    def test_it_is_picked_up_inside_its_window_only(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        world.set_clock(OPENS - A_SECOND)
        with refused(Refusal.TOO_EARLY):
            world.book.check_in("k1", booking.id, SELF)
        world.set_clock(CLOSES + A_SECOND)
        with refused(Refusal.TOO_LATE):
            world.book.check_in("k2", booking.id, SELF)

    @pytest.mark.parametrize("moment", [OPENS, CLOSES])
    def test_it_is_picked_up_from_its_first_to_its_last_moment(self, world: BookWorld, moment: datetime) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        world.set_clock(moment)
        arrived = world.book.check_in("k", booking.id, SELF)
        assert arrived.state is BookingState.CHECKED_IN
        assert arrived.queue is not None
        assert (arrived.queue.department, arrived.queue.ahead) == (CLINIC.name, 0)
        assert world.book.bookings_of(ADULT) == (arrived,)

    def test_numbers_are_given_in_the_order_of_coming(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=2))
        first, second = booked(world, "a"), booked(world, "a", STRANGER, Actor(STRANGER))
        world.set_clock(OPENS)
        late = world.book.check_in("k1", second.id, Actor(STRANGER)).queue
        last = world.book.check_in("k2", first.id, SELF).queue
        assert late is not None
        assert last is not None
        assert (late.ahead, last.ahead) == (0, 1)
        assert late.number != last.number

    def test_picking_up_again_gives_the_same_number(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        world.set_clock(OPENS)
        arrived = world.book.check_in("k1", booking.id, SELF)
        assert world.book.check_in("k1", booking.id, SELF) == arrived
        assert world.book.check_in("k2", booking.id, SELF).queue == arrived.queue

    def test_only_who_may_act_picks_up(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a", CHILD, AS_MOTHER)
        world.set_clock(OPENS)
        with refused(Refusal.NOT_ALLOWED):
            world.book.check_in("k1", booking.id, Actor(CHILD))
        assert world.book.check_in("k2", booking.id, AS_MOTHER).state is BookingState.CHECKED_IN

    def test_a_channels_booking_is_paid_before_it_is_picked_up(self, world: BookWorld) -> None:
        world.offer(Offer("a", price_fen=5000))
        held = world.elsewhere.hold("k1", "a", ADULT, SELF)
        booking = world.elsewhere.book("k2", held.id)
        assert (booking.state, booking.is_paid) == (BookingState.BOOKED, False)
        world.set_clock(OPENS)
        with refused(Refusal.NOT_PAID):
            world.book.check_in("k3", booking.id, SELF)
        assert world.pay(booking.id)
        assert world.book.check_in("k4", booking.id, SELF).is_paid

    def test_who_does_not_come_is_a_no_show_once_the_window_has_passed(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=2))
        missed, came = booked(world, "a"), booked(world, "a", STRANGER, Actor(STRANGER))
        world.set_clock(CLOSES)
        world.book.check_in("k1", came.id, Actor(STRANGER))
        world.keep_up()
        assert [one.id for one in world.book.bookings_of(ADULT)] == [missed.id]
        world.set_clock(CLOSES + A_SECOND)
        world.keep_up()
        assert world.book.bookings_of(ADULT) == ()
        assert len(world.book.bookings_of(STRANGER)) == 1
        with refused(Refusal.TOO_LATE):
            world.book.check_in("k2", missed.id, SELF)


class CancelContract:
    def test_a_cancelled_place_comes_back_after_a_while_that_nobody_knows(self, world: BookWorld) -> None:
        world.offer(Offer("a", NINE + timedelta(days=1)))
        booking = booked(world, "a")
        assert world.book.cancel("k", booking.id, SELF).state is BookingState.CANCELLED
        assert world.book.bookings_of(ADULT) == ()
        soonest, latest = LIMITS.cancelled_back_after_s
        cancelled_at = NINE.replace(hour=7)
        world.set_clock(cancelled_at + timedelta(seconds=soonest - 1))
        assert left(world.book, "a", TOMORROW) == 0
        world.set_clock(cancelled_at + timedelta(seconds=latest))
        assert left(world.book, "a", TOMORROW) == 1
        assert booked(world, "a", STRANGER, Actor(STRANGER)).state is BookingState.BOOKED

    def test_a_place_cancelled_on_its_day_never_comes_back(self, world: BookWorld) -> None:
        late = NINE.replace(hour=16)
        world.offer(Offer("a", late))
        world.book.cancel("k", booked(world, "a").id, SELF)
        world.set_clock(late - timedelta(minutes=1))
        world.keep_up()
        assert left(world.book, "a") == 0

    def test_cancelling_again_answers_the_same(self, world: BookWorld) -> None:
        world.offer(Offer("a", NINE + timedelta(days=1)))
        booking = booked(world, "a")
        gone = world.book.cancel("k", booking.id, SELF)
        assert world.book.cancel("k", booking.id, SELF) == gone
        assert world.book.cancel("k2", booking.id, SELF).state is BookingState.CANCELLED

    def test_shortly_before_it_is_too_late(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        world.set_clock(NINE - timedelta(minutes=LIMITS.cancel_until_before_min) + A_SECOND)
        with refused(Refusal.TOO_LATE):
            world.book.cancel("k", booking.id, SELF)

    def test_only_who_may_act_cancels(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        with refused(Refusal.NOT_ALLOWED):
            world.book.cancel("k", booking.id, Actor(STRANGER))
        assert world.book.bookings_of(ADULT) == (booking,)

    def test_what_was_picked_up_is_not_cancelled(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booking = booked(world, "a")
        world.set_clock(OPENS)
        world.book.check_in("k1", booking.id, SELF)
        with refused(Refusal.WRONG_STATE):
            world.book.cancel("k2", booking.id, SELF)


class LimitsContract:
    def test_one_booking_a_day_in_a_department(self, world: BookWorld) -> None:
        world.offer(Offer("a"), Offer("b", NINE + timedelta(hours=1)), Offer("c", NINE + timedelta(days=1)))
        booked(world, "a")
        with refused(Refusal.ONE_A_DAY):
            world.elsewhere.hold("k", "b", ADULT, SELF)
        assert booked(world, "c").state is BookingState.BOOKED

    def test_a_patient_has_so_many_bookings(self, world: BookWorld) -> None:
        places = [(CLINIC.id, 0), (OTHER.id, 0), (MACHINE.id, 0), (CLINIC.id, 1)]
        for number, (department, days) in enumerate(places):
            start = NINE + timedelta(days=days)
            world.offer(Offer(f"s{number}", start, department_id=department, doctor_id=None))
        for number in range(LIMITS.active_bookings):
            booked(world, f"s{number}")
        with refused(Refusal.TOO_MANY_BOOKINGS):
            world.elsewhere.hold("k", "s3", ADULT, SELF)

    def test_a_helper_acts_for_so_many_patients_and_a_mother_for_her_children(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=20))
        helper = Actor(HELPER, Relation.HELPER)
        patients = [f"old-{number}" for number in range(LIMITS.patients_per_helper + 1)]
        children = [f"child-{number}" for number in range(LIMITS.children_per_parent)]
        world.enter(*(Patient(one, age=80) for one in patients), *(Patient(one, age=5) for one in children))
        for one in patients:
            world.entrust(Entry(one, HELPER, Relation.HELPER))
        for one in children:
            world.entrust(Entry(one, AS_MOTHER.person_id, Relation.MOTHER))
            booked(world, "a", one, AS_MOTHER)
        for one in patients[:-1]:
            booked(world, "a", one, helper)
        with refused(Refusal.TOO_MANY_PATIENTS):
            world.elsewhere.hold("k", "a", patients[-1], helper)

    def test_many_cancellations_end_booking_ahead_but_not_today_at_the_kiosk(self, world: BookWorld) -> None:
        keys = Keys()
        for number in range(LIMITS.cancellations):
            world.offer(Offer(f"s{number}", NINE + timedelta(days=1 + number)))
            world.book.cancel(keys.next(), booked(world, f"s{number}").id, SELF)
        world.offer(Offer("ahead", NINE + timedelta(days=5)), Offer("today"))
        with refused(Refusal.TOO_MANY_CANCELLATIONS):
            world.book.hold(keys.next(), "ahead", ADULT, SELF)
        assert booked(world, "today").slot.starts_at.date() == TODAY

    def test_many_no_shows_end_booking_ahead_but_not_today_at_the_kiosk(self, world: BookWorld) -> None:
        for number in range(LIMITS.no_shows):
            world.offer(Offer(f"s{number}", NINE + timedelta(days=number)))
            world.set_clock(NINE - timedelta(hours=1) + timedelta(days=number))
            booked(world, f"s{number}")
        now = NINE + timedelta(days=LIMITS.no_shows)
        world.set_clock(now)
        world.keep_up()
        world.offer(Offer("ahead", now + timedelta(days=1)), Offer("today", now + timedelta(hours=1)))
        with refused(Refusal.TOO_MANY_NO_SHOWS):
            world.book.hold("k", "ahead", ADULT, SELF)
        with refused(Refusal.TOO_MANY_NO_SHOWS):
            world.elsewhere.hold("k", "today", ADULT, SELF)
        assert booked(world, "today").state is BookingState.BOOKED
