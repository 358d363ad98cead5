"""The till when things go wrong between two of its steps: what was cut short is taken up again by the upkeep."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hardware.errors import ForgedMessage
from hardware.payments.protocol import PaidState, PaidStatus
from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.sql.book import SqlBook
from kiosk.desk.sql.clock_watch import NOT_BEFORE, ClockWrong
from kiosk.desk.till import ledger
from kiosk.desk.till.ledger import LOOKED_AGAIN_AFTER
from kiosk.desk.till.papers import put_bill
from kiosk.desk.till.payable import SqlPayable
from kiosk.desk.values import BookingState, PaymentState, PaySubject
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import refused
from tests.kiosk.desk.cut_short import Killed
from tests.kiosk.desk.http_hand import NOW
from tests.kiosk.desk.till_world import SELF, SiteWorld, held, paying, paying_bill, standing

PAID, CLOSED, LATE, REFUNDED = PaymentState.PAID, PaymentState.CLOSED, PaymentState.LATE, PaymentState.REFUNDED
LATER = timedelta(minutes=4)


@pytest.fixture
def till(desk_url: str) -> Iterator[SiteWorld]:
    world = SiteWorld(desk_url)
    yield world
    world.close()


def one_booking(till: SiteWorld, booking_id: str) -> BookingState:
    return SqlBook(till.open.site).booking(booking_id).state


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_the_order_was_opened_the_same_request_goes_on(till: SiteWorld, after: bool) -> None:
    booking = held(till.desk)
    till.way.kill_at("open", after)
    with pytest.raises(Killed):
        paying(till.desk, booking)
    payment = paying(till.opened().desk_for("kiosk"), booking)
    assert payment.qr_text
    till.pay(payment.id)
    assert standing(till.desk, payment) is PAID


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_the_order_was_opened_and_never_asked_again_the_place_is_free_in_the_end(
    till: SiteWorld, after: bool
) -> None:
    booking = held(till.desk)
    till.way.kill_at("open", after)
    with pytest.raises(Killed):
        paying(till.desk, booking)
    for minutes in (4, 10, 16):
        till.set_now(NOW + timedelta(minutes=minutes))
        till.keep_up()
    assert one_booking(till, booking.id) is BookingState.LAPSED


def test_an_order_the_service_never_knew_is_given_up_although_it_refuses_to_close_it(till: SiteWorld) -> None:
    booking = held(till.desk)
    till.service.go_away()
    with refused(Refusal.PAYMENT_AWAY):
        paying(till.desk, booking)
    till.service.come_back()
    till.service.refuse("no such order")
    for minutes in (4, 16):
        till.set_now(NOW + timedelta(minutes=minutes))
        till.keep_up()
    assert one_booking(till, booking.id) is BookingState.LAPSED


@pytest.mark.parametrize("call", ["status", "close_order"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_before_what_the_service_said_was_written_down_it_is_asked_again(
    till: SiteWorld, call: str, after: bool
) -> None:
    booking = held(till.desk)
    payment = paying(till.desk, booking)
    till.service.pay(payment.id)
    till.set_now(NOW + (LATER if call == "close_order" else timedelta()))
    till.way.kill_at(call, after)
    with pytest.raises(Killed):
        till.desk.payment(payment.id)
    till.set_now(NOW + LATER)
    till.opened().keep_up()
    assert standing(till.desk, payment) is PAID
    assert one_booking(till, booking.id) is BookingState.BOOKED


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_money_went_back_it_goes_back_once(till: SiteWorld, after: bool) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.pay(payment.id)
    till.way.kill_at("refund", after)
    with pytest.raises(Killed):
        till.keep_up()
    till.opened().keep_up()
    assert standing(till.desk, payment) is REFUNDED
    assert till.service.balance_fen(payment.id) == 0


def test_a_refund_whose_answer_is_lost_is_made_once_also_when_more_money_comes_meanwhile(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.pay(payment.id)
    till.service.lose_the_next_answer()
    till.keep_up()
    till.pay(payment.id)
    for _ in range(3):
        till.keep_up()
    assert standing(till.desk, payment) is REFUNDED
    assert till.service.balance_fen(payment.id) == 0


def test_paid_twice_the_second_money_goes_back_and_the_booking_stays(till: SiteWorld) -> None:
    payment = paying(till.desk, held(till.desk))
    till.service.pay_twice(payment.id)
    assert standing(till.desk, payment) is PAID
    till.keep_up()
    assert till.service.balance_fen(payment.id) == payment.amount_fen


def test_money_that_nobody_told_the_desk_of_goes_back_with_the_rest(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.pay(payment.id)
    till.service.pay_late(payment.id)
    for _ in range(3):
        till.keep_up()
    assert till.service.balance_fen(payment.id) == 0
    assert standing(till.desk, payment) is REFUNDED


def test_money_paid_just_as_its_order_was_closed_goes_back_although_nobody_tells_of_it(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.service.pay_late(payment.id)
    till.keep_up()
    assert standing(till.desk, payment) is CLOSED
    for after in LOOKED_AGAIN_AFTER[:2]:
        till.set_now(payment.expires_at + after)
        till.keep_up()
    assert till.service.balance_fen(payment.id) == 0
    assert standing(till.desk, payment) is REFUNDED


def test_a_closed_order_is_asked_for_a_few_times_and_no_more(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    for after in LOOKED_AGAIN_AFTER:
        for seconds in (-1, 0, 1):
            till.set_now(payment.expires_at + after + timedelta(seconds=seconds))
            till.keep_up()
    assert till.way.calls.count("status") == len(LOOKED_AGAIN_AFTER)


def test_money_goes_back_although_the_clock_is_wrong(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.pay(payment.id)
    till.set_now(NOT_BEFORE - LATER)
    with pytest.raises(ClockWrong):
        till.keep_up()
    assert till.service.balance_fen(payment.id) == 0


def test_a_service_that_is_away_stops_nothing_and_its_money_goes_back_when_it_is_back(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.desk.stop_payment("stop-001", payment.id)
    till.pay(payment.id)
    till.service.go_away()
    till.keep_up()
    assert standing(till.desk, payment) is LATE
    till.service.come_back()
    till.keep_up()
    assert standing(till.desk, payment) is REFUNDED


def test_while_the_service_is_away_a_payment_waits_and_cannot_be_given_up(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    till.service.go_away()
    assert standing(till.desk, payment) is PaymentState.WAITING
    with refused(Refusal.PAYMENT_AWAY):
        till.desk.stop_payment("stop-001", payment.id)
    till.service.come_back()
    assert till.desk.stop_payment("stop-001", payment.id).state is CLOSED


def test_a_payment_that_the_service_refused_is_refused_again_with_the_same_key(till: SiteWorld) -> None:
    till.service.refuse()
    for _ in range(2):
        with refused(Refusal.PAYMENT_AWAY):
            paying_bill(till.desk)
    till.service.accept()
    till.pay(paying_bill(till.desk, "start-02").id)
    assert till.desk.bills_of(ADULT.id) == ()


def test_call_backs_may_come_twice_and_late_and_a_forged_one_changes_nothing(till: SiteWorld) -> None:
    payment = paying_bill(till.desk)
    unpaid = till.service.call_back(payment.id)
    till.service.pay(payment.id)
    paid = till.service.call_back(payment.id)
    headers, body = paid
    with pytest.raises(ForgedMessage):
        till.open.payment_told(headers, body.replace(b"9360", b"9999"))
    for told in (unpaid, paid, paid, unpaid):
        till.open.payment_told(*told)
    assert standing(till.desk, payment) is PAID
    assert till.service.balance_fen(payment.id) == payment.amount_fen


def test_a_call_back_of_an_order_that_is_not_ours_is_refused(till: SiteWorld) -> None:
    till.service.close_order("SOMEBODYELSES")
    with pytest.raises(DeskRefused):
        till.open.payment_told(*till.service.call_back("SOMEBODYELSES"))


def test_a_bill_that_was_entered_anew_while_it_was_paid_is_not_paid_by_less(till: SiteWorld) -> None:
    (bill,) = till.desk.bills_of(ADULT.id)
    payment = paying_bill(till.desk)
    dearer = type(bill)(bill.id, bill.kind, bill.title, (*bill.lines, bill.lines[0]), is_paid=False)
    put_bill(till.open.site, ADULT.id, dearer)
    till.pay(payment.id)
    till.keep_up()
    assert standing(till.desk, payment) is REFUNDED
    assert [one.amount_fen for one in till.desk.bills_of(ADULT.id)] == [dearer.amount_fen]


def test_a_channel_pays_for_bookings_alone(till: SiteWorld) -> None:
    with refused(Refusal.NOT_OFFERED):
        till.seen_by("app").start_payment("start-01", PaySubject.BILL, "bill-1", ADULT.id, SELF)
    with refused(Refusal.NOT_FOUND):
        till.seen_by("app").payment(paying_bill(till.desk).id)


def test_giving_up_one_payment_at_the_end_of_the_longest_hold_keeps_the_place_for_another(till: SiteWorld) -> None:
    booking = held(till.desk)
    payments = []
    for number, second in enumerate((250, 420, 590, 760, 890)):
        till.set_now(NOW + timedelta(seconds=second))
        till.keep_up()
        payments.append(paying(till.desk, booking, f"start-{number:02d}"))
    *_, given_up, kept = payments
    till.desk.stop_payment("stop-001", given_up.id)
    till.set_now(kept.expires_at - timedelta(seconds=1))
    till.keep_up()
    assert one_booking(till, booking.id) is BookingState.HELD
    till.pay(kept.id)
    assert standing(till.desk, kept) is PAID


def test_less_money_than_was_asked_for_goes_back_and_the_place_is_free_in_the_end(till: SiteWorld) -> None:
    booking = held(till.desk)
    payment = paying(till.desk, booking)
    told = PaidStatus(payment.id, PaidState.PAID, payment.amount_fen - 1, "transaction")
    site = till.open.site
    site.database.change(lambda connection: ledger.settle(connection, SqlPayable(site), told))
    assert standing(till.desk, payment) is LATE
    till.set_now(NOW + timedelta(minutes=16))
    till.keep_up()
    assert one_booking(till, booking.id) is BookingState.LAPSED
