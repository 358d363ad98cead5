"""The contract of a whole desk: payments. Inherit it and bring a fixture `till`."""

from datetime import timedelta

import pytest

from kiosk.desk.fake.hospital import ADULT, CHILD, MOTHER, OLD_MAN
from kiosk.desk.giving_up import GivingUp
from kiosk.desk.values import Actor, BookingState, PaymentState, PaySubject, Relation
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import refused
from tests.kiosk.desk.http_hand import NOW
from tests.kiosk.desk.till_world import SELF, TillWorld, dear_slots, held, paying, paying_bill, standing

PAID, CLOSED, LATE, REFUNDED = PaymentState.PAID, PaymentState.CLOSED, PaymentState.LATE, PaymentState.REFUNDED
SOON = timedelta(seconds=30)


class PayingContract:
    def test_a_held_place_is_booked_when_it_is_paid(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        assert (payment.state, payment.amount_fen) == (PaymentState.WAITING, booking.slot.price_fen)
        assert (payment.subject, payment.subject_id) == (PaySubject.BOOKING, booking.id)
        assert payment.qr_text
        assert payment.expires_at > NOW
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID
        (booked,) = [one for one in till.desk.bookings_of(ADULT.id) if one.id == booking.id]
        assert (booked.state, booked.is_paid) == (BookingState.BOOKED, True)

    def test_a_paid_bill_is_not_shown_any_more(self, till: TillWorld) -> None:
        (bill,) = till.desk.bills_of(ADULT.id)
        payment = paying_bill(till.desk)
        assert payment.amount_fen == bill.amount_fen
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID
        assert till.desk.bills_of(ADULT.id) == ()

    def test_a_record_book_is_bought(self, till: TillWorld) -> None:
        payment = till.desk.start_payment("start-01", PaySubject.RECORD_BOOK, "", ADULT.id, SELF)
        assert payment.amount_fen == till.desk.record_book_price_fen()
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID

    def test_a_mother_pays_for_her_child_at_pick_up(self, till: TillWorld) -> None:
        (booking,) = till.desk.bookings_of(CHILD.id)
        mother = Actor(MOTHER.id, Relation.MOTHER)
        with refused(Refusal.NOT_PAID):
            till.desk.check_in("in-00001", booking.id, mother)
        payment = till.desk.start_payment("start-01", PaySubject.BOOKING, booking.id, CHILD.id, mother)
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID
        assert till.desk.check_in("in-00002", booking.id, mother).state is BookingState.CHECKED_IN

    def test_a_payment_started_twice_with_one_key_is_one_payment(self, till: TillWorld) -> None:
        booking = held(till.desk)
        assert paying(till.desk, booking) == paying(till.desk, booking)
        with refused(Refusal.WRONG_STATE):
            paying_bill(till.desk)

    def test_what_is_paid_is_not_paid_again(self, till: TillWorld) -> None:
        booking = held(till.desk)
        till.pay(paying(till.desk, booking).id)
        with refused(Refusal.ALREADY_PAID):
            paying(till.desk, booking, "start-02")
        till.pay(paying_bill(till.desk, "start-03").id)
        with refused(Refusal.ALREADY_PAID):
            paying_bill(till.desk, "start-04")

    def test_nobody_pays_for_a_stranger_or_what_is_not_there(self, till: TillWorld) -> None:
        stranger = Actor(OLD_MAN.id)
        with refused(Refusal.NOT_FOUND):
            till.desk.start_payment("start-01", PaySubject.BILL, "bill-1", OLD_MAN.id, stranger)
        with refused(Refusal.NOT_FOUND):
            till.desk.start_payment("start-02", PaySubject.BOOKING, held(till.desk).id, OLD_MAN.id, stranger)
        with refused(Refusal.NOT_ALLOWED):
            till.desk.start_payment("start-03", PaySubject.BILL, "bill-1", ADULT.id, stranger)
        with refused(Refusal.NOT_FOUND):
            till.desk.payment("nothing")

    def test_a_payment_is_another_channels_business(self, till: TillWorld) -> None:
        app, other = till.seen_by("app"), till.seen_by("other")
        booking = app.hold("hold-0001", dear_slots(app)[0].id, ADULT.id, SELF)
        payment = paying(app, booking)
        for call in (other.payment, lambda number: other.stop_payment("stop-001", number)):
            with refused(Refusal.NOT_FOUND):
                call(payment.id)
        with refused(Refusal.NOT_FOUND):
            paying(other, booking, "start-02")
        till.pay(payment.id)
        assert standing(app, payment) is PAID


class EndingContract:
    def test_a_payment_given_up_is_closed_and_the_place_can_be_released(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        assert till.desk.stop_payment("stop-001", payment.id).state is CLOSED
        assert till.desk.stop_payment("stop-001", payment.id).state is CLOSED
        till.desk.release("release1", booking.id)
        assert booking.id not in {one.id for one in till.desk.bookings_of(ADULT.id)}

    def test_giving_up_what_somebody_paid_meanwhile_says_paid(self, till: TillWorld) -> None:
        payment = paying_bill(till.desk)
        till.pay(payment.id)
        assert till.desk.stop_payment("stop-001", payment.id).state is PAID

    def test_a_place_that_is_being_paid_for_is_released_after_its_payment(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        with refused(Refusal.WRONG_STATE):
            till.desk.release("release1", booking.id)
        till.desk.stop_payment("stop-001", payment.id)
        till.desk.release("release2", booking.id)

    @pytest.mark.parametrize("was_done", [True, False])
    def test_a_hold_nobody_heard_of_is_given_up(self, till: TillWorld, was_done: bool) -> None:
        slot = dear_slots(till.desk)[0]
        if was_done:
            held(till.desk)
        GivingUp(till.desk).give_up_hold("give-up1", "hold-0001", slot.id, ADULT.id, SELF)
        till.desk.hold("hold-0001", slot.id, ADULT.id, SELF)  # what comes late finds it done
        held(till.desk, "hold-0002")

    @pytest.mark.parametrize("was_done", [True, False])
    def test_a_payment_nobody_heard_of_is_given_up(self, till: TillWorld, was_done: bool) -> None:
        booking = held(till.desk)
        if was_done:
            paying(till.desk, booking)
        about = PaySubject.BOOKING, booking.id, ADULT.id, SELF
        GivingUp(till.desk).give_up_payment("give-up1", "start-01", *about)
        assert standing(till.desk, paying(till.desk, booking)) is CLOSED
        till.desk.release("release1", booking.id)
        held(till.desk, "hold-0002")

    def test_giving_up_what_the_desk_refuses_is_no_trouble(self, till: TillWorld) -> None:
        GivingUp(till.desk).give_up_hold("give-up1", "hold-0001", "slot-of-nobody", ADULT.id, SELF)
        about = PaySubject.BOOKING, "booking-of-nobody", ADULT.id, SELF
        GivingUp(till.desk).give_up_payment("give-up2", "start-01", *about)

    def test_a_payment_ends_when_its_time_is_over(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        till.set_now(payment.expires_at)
        assert standing(till.desk, payment) is CLOSED
        again = paying(till.desk, booking, "start-02")
        till.pay(again.id)
        assert standing(till.desk, again) is PAID

    def test_money_that_comes_after_the_end_goes_back(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        till.desk.stop_payment("stop-001", payment.id)
        till.pay(payment.id)
        assert standing(till.desk, payment) is LATE
        till.keep_up()
        assert standing(till.desk, payment) is REFUNDED
        assert not [one for one in till.desk.bookings_of(ADULT.id) if one.id == booking.id]

    def test_of_two_kiosks_that_pay_one_bill_one_gets_its_money_back(self, till: TillWorld) -> None:
        first, second = paying_bill(till.desk), paying_bill(till.desk, "start-02")
        till.pay(second.id)
        till.pay(first.id)
        assert (standing(till.desk, second), standing(till.desk, first)) == (PAID, LATE)
        till.keep_up()
        assert (standing(till.desk, second), standing(till.desk, first)) == (PAID, REFUNDED)

    def test_of_two_payments_for_one_booking_one_goes_back(self, till: TillWorld) -> None:
        booking = held(till.desk)
        first, second = paying(till.desk, booking), paying(till.desk, booking, "start-02")
        till.pay(first.id)
        till.pay(second.id)
        till.keep_up()
        assert (standing(till.desk, first), standing(till.desk, second)) == (PAID, REFUNDED)

    def test_giving_up_one_of_two_payments_keeps_the_place_for_the_other(self, till: TillWorld) -> None:
        booking = held(till.desk)
        first, second = paying(till.desk, booking), paying(till.desk, booking, "start-02")
        till.desk.stop_payment("stop-001", first.id)
        assert booking.held_until
        till.set_now(min(booking.held_until, second.expires_at) - SOON)
        till.keep_up()
        till.pay(second.id)
        assert standing(till.desk, second) is PAID

    def test_a_place_is_kept_while_it_is_paid_for(self, till: TillWorld) -> None:
        booking = held(till.desk)
        assert booking.held_until
        till.set_now(booking.held_until - SOON)
        payment = paying(till.desk, booking)
        till.set_now(booking.held_until + SOON)
        till.keep_up()
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID

    def test_cancelling_what_was_paid_gives_the_money_back(self, till: TillWorld) -> None:
        booking = held(till.desk)
        payment = paying(till.desk, booking)
        till.pay(payment.id)
        till.set_now(NOW - timedelta(hours=1))
        till.desk.cancel("cancel-1", booking.id, SELF)
        till.keep_up()
        assert standing(till.desk, payment) is REFUNDED

    def test_a_service_that_is_away_is_told_and_the_same_request_works_when_it_is_back(self, till: TillWorld) -> None:
        booking = held(till.desk)
        till.service_goes_away()
        with refused(Refusal.PAYMENT_AWAY):
            paying(till.desk, booking)
        till.service_comes_back()
        payment = paying(till.desk, booking)
        till.pay(payment.id)
        assert standing(till.desk, payment) is PAID


class TillContract(PayingContract, EndingContract):
    """All of it."""
