"""The contract of a whole desk: queues, bills, results. Inherit it and bring a fixture `till`."""

from datetime import timedelta

from kiosk.desk.fake.hospital import ADULT, CHILD, MOTHER, OLD_MAN
from kiosk.desk.values import Actor, BookingState, PaySubject, Relation
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import refused
from tests.kiosk.desk.http_hand import NOW
from tests.kiosk.desk.till_world import SELF, TillWorld


class PapersContract:
    def test_whoever_picked_up_has_a_place_in_the_queue(self, till: TillWorld) -> None:
        (place,) = till.desk.queue_of(OLD_MAN.id)
        assert place.number
        assert place.department.en == "Orthopaedics"
        assert place.ahead >= 0
        assert place.wait_min is not None
        assert (place.wait_min > 0) == (place.ahead > 0)
        assert till.desk.queue_of(CHILD.id) == ()

    def test_a_code_leads_to_the_patient_as_long_as_the_booking_is_awaited(self, till: TillWorld) -> None:
        (booking,) = till.desk.bookings_of(CHILD.id)
        assert till.desk.by_code(booking.code).person.id == CHILD.id
        till.set_now(NOW - timedelta(hours=1))
        till.desk.cancel("cancel-1", booking.id, Actor(MOTHER.id, Relation.MOTHER))
        with refused(Refusal.NOT_FOUND):
            till.desk.by_code(booking.code)

    def test_results_are_the_patients_own_the_newest_first_and_empty_until_ready(self, till: TillWorld) -> None:
        listed = till.desk.reports_of(ADULT.id)
        assert [(one.id, one.is_ready, one.lines) for one in listed] == [
            ("report-2", False, ()),
            ("report-1", True, ()),
        ]
        assert len(till.desk.report("report-1", ADULT.id).lines) == 3
        assert till.desk.report("report-2", ADULT.id).lines == ()
        with refused(Refusal.NOT_FOUND):
            till.desk.report("report-1", OLD_MAN.id)

    def test_bills_are_the_patients_own(self, till: TillWorld) -> None:
        (bill,) = till.desk.bills_of(ADULT.id)
        assert (bill.amount_fen, [line.amount_fen for line in bill.lines]) == (9360, [2500, 1860, 5000])
        assert [one.id for one in till.desk.bills_of(OLD_MAN.id)] == ["bill-2"]

    def test_what_was_cancelled_is_not_awaited_and_cannot_be_paid(self, till: TillWorld) -> None:
        booking = till.desk.bookings_of(ADULT.id)[-1]
        assert till.desk.cancel("cancel-1", booking.id, SELF).state is BookingState.CANCELLED
        with refused(Refusal.ALREADY_PAID):
            till.desk.start_payment("start-01", PaySubject.BOOKING, booking.id, ADULT.id, SELF)
