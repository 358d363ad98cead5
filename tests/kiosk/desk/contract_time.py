"""The contract of a book: midnight, and a clock that is wrong."""

from datetime import timedelta

import pytest

from kiosk.desk.sql.clock_watch import ERROR_S, NOT_BEFORE, STEADY_S, ClockBehind, ClockWrong
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import ADULT, HELPER, LIMITS, MORNING, NINE, SELF, STRANGER, BookWorld, Offer, refused

LATE = MORNING.replace(hour=23, minute=45)
PAST_MIDNIGHT = LATE + timedelta(minutes=16)
A_SECOND = timedelta(seconds=1)
STEADY = timedelta(seconds=STEADY_S)
CLOSES = NINE + timedelta(minutes=LIMITS.check_in_after_min)


def booked(world: BookWorld, slot_id: str, patient: str = ADULT) -> Booking:
    held = world.elsewhere.hold(f"hold {slot_id} {patient}", slot_id, patient, Actor(patient))
    return world.elsewhere.book(f"book {slot_id} {patient}", held.id)


class MidnightContract:
    def test_whoever_waits_at_midnight_waits_after_it(self, world: BookWorld) -> None:
        world.offer(Offer("late", LATE))
        made = booked(world, "late")
        world.set_clock(LATE - timedelta(minutes=15))
        arrived = world.book.check_in("in", made.id, SELF)
        world.set_clock(PAST_MIDNIGHT)
        world.keep_up()
        assert world.book.bookings_of(ADULT) == (arrived,)
        assert world.by_code(made.code).person.id == ADULT

    def test_whoever_comes_past_midnight_inside_the_window_is_let_in(self, world: BookWorld) -> None:
        world.offer(Offer("late", LATE))
        made = booked(world, "late")
        world.set_clock(PAST_MIDNIGHT)
        world.keep_up()
        assert [one.id for one in world.book.bookings_of(ADULT)] == [made.id]
        assert world.by_code(made.code).person.id == ADULT
        assert world.book.check_in("in", made.id, SELF).state is BookingState.CHECKED_IN

    def test_nobody_waits_until_the_next_morning(self, world: BookWorld) -> None:
        world.offer(Offer("late", LATE))
        made = booked(world, "late")
        world.set_clock(LATE)
        world.book.check_in("in", made.id, SELF)
        world.set_clock(MORNING + timedelta(days=1))
        assert world.book.bookings_of(ADULT) == ()
        with refused(Refusal.NOT_FOUND):
            world.by_code(made.code)

    def test_what_was_missed_is_not_awaited_even_before_it_is_marked(self, world: BookWorld) -> None:
        world.offer(Offer("late", LATE))
        made = booked(world, "late")
        world.set_clock(made.check_in_until + A_SECOND)
        assert world.book.bookings_of(ADULT) == ()
        with refused(Refusal.NOT_FOUND):
            world.by_code(made.code)

    def test_those_who_waited_yesterday_are_not_ahead_of_those_of_today(self, world: BookWorld) -> None:
        """Nobody called them in, and they have the lower numbers."""
        tomorrow = NINE + timedelta(days=1)
        world.offer(Offer("late", LATE), Offer("next", tomorrow, capacity=2))
        forgotten, first, second = booked(world, "late", HELPER), booked(world, "next"), booked(world, "next", STRANGER)
        world.set_clock(LATE)
        world.book.check_in("in1", forgotten.id, Actor(HELPER))
        world.set_clock(tomorrow)
        assert world.book.check_in("in2", first.id, SELF).state is BookingState.CHECKED_IN
        queue = world.book.check_in("in3", second.id, Actor(STRANGER)).queue
        assert queue is not None
        assert queue.ahead == 1


class ClockContract:
    @pytest.fixture
    def made(self, world: BookWorld) -> Booking:
        world.offer(Offer("a", NINE))
        return booked(world, "a")

    def test_a_clock_that_jumps_for_a_moment_ends_nothing(self, world: BookWorld, made: Booking) -> None:
        world.offer(Offer("b", NINE + timedelta(days=1)))
        held = world.book.hold("h", "b", STRANGER, Actor(STRANGER))
        world.keep_up()
        for _ in range(2):
            world.jump_clock(MORNING + timedelta(days=3))
            with pytest.raises(ClockWrong) as wrong:
                world.keep_up()
            assert wrong.value.hint
        world.jump_clock(MORNING)
        world.keep_up()
        assert (world.state_of(made.id), world.state_of(held.id)) == (BookingState.BOOKED, BookingState.HELD)

    def test_after_a_long_stop_no_shows_wait_until_the_clock_went_evenly(self, world: BookWorld, made: Booking) -> None:
        world.keep_up()
        begun = MORNING + timedelta(hours=14)
        world.set_clock(begun)
        world.restart()
        for after, state in ((STEADY - A_SECOND, BookingState.BOOKED), (STEADY, BookingState.NO_SHOW)):
            world.set_clock(begun)
            world.keep_up()
            world.set_clock(begun + after)
            world.keep_up()
            assert world.state_of(made.id) is state

    def test_a_hub_that_starts_with_a_clock_behind_its_own_work_does_nothing_by_it(
        self, world: BookWorld, made: Booking
    ) -> None:
        world.set_clock(MORNING + timedelta(days=1))
        world.keep_up()
        world.jump_clock(CLOSES + A_SECOND)
        world.restart()
        for _ in range(2):
            with pytest.raises(ClockBehind, match="2026-08-04 07:00") as wrong:
                world.keep_up()
            assert wrong.value.hint
            world.set_clock(CLOSES + STEADY)
        assert world.state_of(made.id) is not BookingState.CHECKED_IN

    def test_it_goes_on_when_the_clock_has_caught_up(self, world: BookWorld, made: Booking) -> None:
        world.set_clock(CLOSES)
        world.keep_up()
        world.jump_clock(CLOSES - timedelta(seconds=ERROR_S + 1))
        world.restart()
        with pytest.raises(ClockBehind):
            world.keep_up()
        world.set_clock(CLOSES - timedelta(seconds=ERROR_S))
        world.keep_up()
        world.set_clock(CLOSES + A_SECOND)
        world.keep_up()
        assert world.state_of(made.id) is BookingState.NO_SHOW

    def test_it_goes_on_when_the_staff_says_that_the_clock_is_right(self, world: BookWorld, made: Booking) -> None:
        world.jump_clock(MORNING + timedelta(minutes=30))
        world.keep_up()
        world.jump_clock(MORNING)
        world.restart()
        with pytest.raises(ClockBehind):
            world.keep_up()
        world.believe_clock()
        world.keep_up()
        world.set_clock(CLOSES + A_SECOND)
        world.keep_up()
        assert world.state_of(made.id) is BookingState.NO_SHOW

    def test_a_clock_older_than_the_program_is_never_believed(self, world: BookWorld, made: Booking) -> None:
        world.jump_clock(NOT_BEFORE - A_SECOND)
        for _ in range(2):
            with pytest.raises(ClockWrong):
                world.keep_up()
            with pytest.raises(ClockWrong):
                world.believe_clock()
            world.set_clock(NOT_BEFORE - A_SECOND)
        world.jump_clock(MORNING)
        world.keep_up()
        assert world.state_of(made.id) is BookingState.BOOKED
