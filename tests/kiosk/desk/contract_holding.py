"""The contract of a book: holding a place and making a booking of it."""

from datetime import timedelta

from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    AS_MOTHER,
    CHILD,
    HELPER,
    LIMITS,
    MORNING,
    MOTHER,
    NINE,
    SELF,
    STRANGER,
    TODAY,
    BookWorld,
    Entry,
    Offer,
    left,
    refused,
)

AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)
BACK_WITHIN = timedelta(seconds=LIMITS.given_up_back_after_s[1])
"""When others have the place of a hold that ended, at the latest."""


class HoldingContract:
    def test_a_hold_takes_a_place_for_some_minutes(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=2))
        held = world.book.hold("k", "a", ADULT, SELF)
        assert (held.state, held.slot.id, held.slot.left) == (BookingState.HELD, "a", 1)
        assert (held.patient_id, held.held_until, held.is_paid) == (ADULT, AFTER_HOLD, False)
        assert left(world.book, "a") == 1
        assert world.book.bookings_of(ADULT) == ()

    def test_a_held_place_can_be_booked(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        held = world.book.hold("k1", "a", ADULT, SELF)
        booked = world.book.book("k2", held.id)
        assert (booked.state, booked.held_until, len(booked.code)) == (BookingState.BOOKED, None, 8)
        assert world.book.bookings_of(ADULT) == (booked,)

    def test_the_last_place_goes_to_one(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        world.book.hold("k1", "a", ADULT, SELF)
        with refused(Refusal.SLOT_TAKEN):
            world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))

    def test_a_repeated_request_does_its_work_once_and_answers_the_same(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=3))
        held = world.book.hold("k1", "a", ADULT, SELF)
        booked = world.book.book("k2", held.id)
        assert world.book.hold("k1", "a", ADULT, SELF) == held
        assert world.book.book("k2", held.id) == booked
        assert left(world.book, "a") == 2

    def test_a_key_used_for_something_else_is_refused(self, world: BookWorld) -> None:
        world.offer(Offer("a"), Offer("b"))
        held = world.book.hold("k", "a", ADULT, SELF)
        with refused(Refusal.WRONG_STATE):
            world.book.hold("k", "b", ADULT, SELF)
        with refused(Refusal.WRONG_STATE):
            world.book.release("k", held.id)
        assert left(world.book, "b") == 1

    def test_another_client_may_use_the_same_key(self, world: BookWorld) -> None:
        world.offer(Offer("a", capacity=2))
        mine = world.book.hold("k", "a", ADULT, SELF)
        theirs = world.elsewhere.hold("k", "a", STRANGER, Actor(STRANGER))
        assert mine.id != theirs.id
        assert mine.channel != theirs.channel

    def test_a_refused_request_may_be_repeated_when_it_can_be_done(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        theirs = world.elsewhere.hold("k", "a", STRANGER, Actor(STRANGER))
        with refused(Refusal.SLOT_TAKEN):
            world.book.hold("k", "a", ADULT, SELF)
        world.elsewhere.release("k2", theirs.id)
        world.set_clock(MORNING + BACK_WITHIN)
        assert world.book.hold("k", "a", ADULT, SELF).state is BookingState.HELD

    def test_a_released_hold_is_free_again_and_releasing_it_again_changes_nothing(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        held = world.book.hold("k1", "a", ADULT, SELF)
        world.book.release("k2", held.id)
        world.set_clock(MORNING + BACK_WITHIN)
        assert left(world.book, "a") == 1
        world.book.release("k3", held.id)
        assert left(world.book, "a") == 1

    def test_releasing_a_booking_changes_nothing(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booked = world.book.book("k2", world.book.hold("k1", "a", ADULT, SELF).id)
        world.book.release("k3", booked.id)
        assert world.book.bookings_of(ADULT) == (booked,)

    def test_a_hold_that_ran_out_is_free_before_anybody_tidied_up(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        world.book.hold("k1", "a", ADULT, SELF)
        world.set_clock(AFTER_HOLD + BACK_WITHIN)
        assert left(world.book, "a") == 1
        world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
        assert left(world.book, "a") == 0

    def test_a_hold_that_ran_out_becomes_a_booking_while_its_place_is_free(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        held = world.book.hold("k1", "a", ADULT, SELF)
        world.set_clock(AFTER_HOLD)
        world.keep_up()
        assert world.book.book("k2", held.id).state is BookingState.BOOKED
        assert left(world.book, "a") == 0

    def test_a_hold_that_ran_out_is_lost_to_who_came_meanwhile(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        held = world.book.hold("k1", "a", ADULT, SELF)
        world.set_clock(AFTER_HOLD + BACK_WITHIN)
        world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
        with refused(Refusal.HOLD_ENDED):
            world.book.book("k3", held.id)

    def test_what_costs_is_booked_when_it_is_paid(self, world: BookWorld) -> None:
        world.offer(Offer("a", price_fen=5000))
        held = world.book.hold("k1", "a", ADULT, SELF)
        with refused(Refusal.NOT_PAID):
            world.book.book("k2", held.id)
        assert world.pay(held.id)
        (booked,) = world.book.bookings_of(ADULT)
        assert (booked.state, booked.is_paid) == (BookingState.BOOKED, True)

    def test_nothing_is_known_of_an_unknown_slot_or_booking(self, world: BookWorld) -> None:
        with refused(Refusal.NOT_FOUND):
            world.book.hold("k1", "nowhere", ADULT, SELF)
        with refused(Refusal.NOT_FOUND):
            world.book.book("k2", "nothing")


class ActingContract:
    def test_a_mother_books_for_her_child(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        booked = world.book.book("k2", world.book.hold("k1", "a", CHILD, AS_MOTHER).id)
        assert world.book.bookings_of(CHILD) == (booked,)
        assert world.book.bookings_of(MOTHER) == ()

    def test_a_child_a_stranger_and_a_wrong_relation_may_not(self, world: BookWorld) -> None:
        world.offer(Offer("a"))
        helper = Actor(HELPER, Relation.HELPER)
        for key, actor in enumerate((Actor(CHILD), Actor(STRANGER), helper, Actor(MOTHER, Relation.FATHER))):
            with refused(Refusal.NOT_ALLOWED):
                world.book.hold(f"k{key}", "a", CHILD, actor)
        assert left(world.book, "a") == 1

    def test_a_helper_whose_entry_ended_may_not(self, world: BookWorld) -> None:
        world.entrust(Entry(ADULT, HELPER, Relation.HELPER, TODAY))
        world.offer(Offer("a", NINE + timedelta(days=1)))
        world.set_clock(MORNING + timedelta(days=1))
        with refused(Refusal.NOT_ALLOWED):
            world.book.hold("k", "a", ADULT, Actor(HELPER, Relation.HELPER))
