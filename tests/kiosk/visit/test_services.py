"""Pick-up, cancelling, bills, queue, record book and results, each from card to end."""

from datetime import timedelta

from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState, Relation
from kiosk.errors import Refusal
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import CardRemoved, CodeScanned
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import CheckIn
from kiosk.visit.services import Service
from kiosk.visit.slips import PickUpSlip, ReceiptSlip, RecordBookSlip, ReportSlip
from kiosk.visit.state import DoneKind
from tests.kiosk.visit.hand import CHECKING, Hand, at_home, wants


def paid(hand: Hand) -> None:
    payment = hand.state.visitor.task.payment
    assert payment is not None
    hand.desk.pay(payment.id)
    hand.waits(3)


def last_slip(hand: Hand) -> object:
    slip = hand.of(PrintSlip)[-1]
    assert isinstance(slip, PrintSlip)
    return slip.slip


def test_todays_booking_stands_first_and_is_picked_up_with_two_touches() -> None:
    hand = at_home()
    first = hand.screen.choices[0]
    assert first.value == Service.PICK_UP.value
    assert first.detail is not None
    assert first.detail.key == "home.booking_doctor"
    hand.chooses(first.value)
    assert hand.is_on(Page.BOOKING)
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.DONE)
    assert hand.screen.big is not None
    assert hand.screen.big.key == "queue.number"
    slip = last_slip(hand)
    assert isinstance(slip, PickUpSlip)
    assert slip.booking.state is BookingState.CHECKED_IN


def test_home_has_at_most_four_choices_and_the_rest_under_more() -> None:
    hand = at_home()
    shown = [each.value for each in hand.screen.choices]
    assert len(shown) == 4
    assert shown[-1] == "more"
    hand.chooses("more")
    rest = [each.value for each in hand.screen.choices]
    assert sorted([*shown[:-1], *rest]) == sorted(service.value for service in Service)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.HOME)


def test_a_booking_whose_channel_took_no_money_is_paid_before_it_is_picked_up() -> None:
    hand = Hand()
    hand.places(hospital.CHILD_CARD)
    hand.chooses(hospital.MOTHER.id)
    wants(hand, Service.PICK_UP)
    assert hand.screen.choices[0].title.key == "booking.pay_pick_up"
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.PAYING)
    paid(hand)
    assert hand.is_on(Page.DONE)
    assert isinstance(last_slip(hand), PickUpSlip)


def test_a_check_in_that_the_desk_missed_after_the_payment_goes_by_the_outbox() -> None:
    hand = Hand()
    hand.places(hospital.CHILD_CARD)
    hand.chooses(hospital.MOTHER.id)
    wants(hand, Service.PICK_UP)
    hand.presses(Action.CONFIRM)
    hand.desk.lose_next_answer("check_in")
    paid(hand)
    assert hand.is_on(Page.DONE)
    [posted] = hand.outbox
    assert isinstance(posted, CheckIn)
    assert posted.actor.relation is Relation.MOTHER
    assert hand.state.visitor.done is not None
    assert hand.state.visitor.done.is_passed_on
    assert [each.key for each in hand.screen.body][:2] == ["done.money_safe", "done_next.number-later"]


def test_before_its_window_a_booking_cannot_be_picked_up_and_the_page_says_when() -> None:
    hand = at_home()
    hand.desk.set_now(hand.desk.now - timedelta(hours=2))
    hand.waits(1)
    wants(hand, Service.PICK_UP)
    assert hand.screen.body[0].key == "booking.early"
    assert not hand.screen.choices[0].is_enabled
    before = hand.state
    hand.presses(Action.CONFIRM)
    assert hand.state == before


def test_the_desk_decides_about_the_window() -> None:
    hand = at_home()
    wants(hand, Service.PICK_UP)
    hand.desk.refuse_next(Refusal.TOO_LATE, "check_in")
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.TROUBLE)
    assert hand.screen.headline.key == "refusal.too-late"


def test_a_check_in_that_turns_out_unpaid_leads_to_paying_and_one_paid_meanwhile_goes_on() -> None:
    hand = at_home()
    wants(hand, Service.PICK_UP)
    hand.desk.refuse_next(Refusal.NOT_PAID, "check_in")
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.DONE)
    assert isinstance(last_slip(hand), PickUpSlip)


def test_a_booking_is_cancelled_after_one_more_question() -> None:
    hand = at_home()
    wants(hand, Service.CANCEL)
    assert hand.is_on(Page.BOOKINGS)
    assert len(hand.screen.choices) == 2
    hand.chooses(hand.screen.choices[1].value)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.BOOKINGS)
    hand.chooses(hand.screen.choices[1].value)
    hand.presses(Action.CANCEL_BOOKING)
    assert hand.is_on(Page.CONFIRM)
    assert hand.screen.caution is not None
    hand.presses(Action.BACK)
    hand.presses(Action.CANCEL_BOOKING)
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.DONE)
    assert hand.state.visitor.done is not None
    assert hand.state.visitor.done.kind is DoneKind.CANCELLED
    assert [each.state for each in hand.desk.all_bookings].count(BookingState.CANCELLED) == 1


def test_a_bill_is_paid_and_a_receipt_is_printed() -> None:
    hand = at_home()
    wants(hand, Service.PAY)
    assert len(hand.screen.choices) >= 1
    bill = hand.screen.choices[0].value
    hand.chooses(bill)
    hand.presses(Action.CONFIRM)
    paid(hand)
    slip = last_slip(hand)
    assert isinstance(slip, ReceiptSlip)
    assert slip.patient == hospital.ADULT.masked_name
    hand.presses(Action.CONTINUE)
    wants(hand, Service.PAY)
    assert bill not in [each.value for each in hand.screen.choices]


def test_leaving_a_bill_unpaid_leads_back_to_it() -> None:
    hand = at_home()
    wants(hand, Service.PAY)
    hand.chooses(hand.screen.choices[0].value)
    hand.presses(Action.CONFIRM)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.BILL)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.BILLS)


def test_the_queue_shows_the_number_and_the_wait() -> None:
    hand = at_home(hospital.OLD_CARD) if not hospital.DELEGATES.get(hospital.OLD_MAN.id) else Hand()
    if not hand.is_on(Page.HOME):
        hand.places(hospital.OLD_CARD)
        hand.chooses(hospital.OLD_MAN.id)
    assert hand.screen.choices[0].value == Service.QUEUE.value
    wants(hand, Service.QUEUE)
    assert hand.screen.big is not None
    assert "queue.minutes" in [fact.value.key for fact in hand.screen.facts]
    hand.presses(Action.CONTINUE)
    assert hand.is_on(Page.HOME)


def test_a_record_book_is_bought_and_fetched_with_the_slip() -> None:
    hand = at_home()
    wants(hand, Service.RECORD_BOOK)
    hand.presses(Action.CONFIRM)
    paid(hand)
    assert hand.is_on(Page.DONE)
    slip = last_slip(hand)
    assert isinstance(slip, RecordBookSlip)
    assert slip.amount_fen == hospital.RECORD_BOOK_PRICE_FEN


def test_results_are_read_and_printed() -> None:
    hand = at_home()
    wants(hand, Service.REPORTS)
    ready = next(each for each in hand.screen.choices if each.is_enabled)
    hand.chooses(ready.value)
    assert hand.is_on(Page.REPORT)
    assert "report.line" in [each.key for each in hand.screen.body]
    hand.presses(Action.PRINT)
    assert hand.is_on(Page.DONE)
    assert isinstance(last_slip(hand), ReportSlip)


def test_a_code_leads_to_its_booking_and_always_asks_for_the_face() -> None:
    hand = Hand()
    code = next(each.code for each in hand.desk.all_bookings if each.patient_id == hospital.ADULT.id)
    hand.chooses("code")
    for digit in code[:-1]:
        hand.presses(Action.KEY, digit)
    assert not hand.screen.choices[0].is_enabled
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.CODE)
    hand.presses(Action.KEY, code[-1])
    hand.presses(Action.KEY, "9")
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.HOME)
    wants(hand, Service.PAY)
    assert hand.is_on(Page.NOTICE)


def test_a_scanned_code_and_a_scanned_card_are_as_good_as_typed_and_placed() -> None:
    code = next(each.code for each in Hand().desk.all_bookings if each.patient_id == hospital.ADULT.id)
    for scanned in (code, hospital.ADULT_INSURANCE_CARD):
        hand = Hand()
        hand.does(CodeScanned(scanned))
        assert hand.is_on(Page.HOME)
        hand.does(CardRemoved())
        assert hand.is_on(Page.HOME)


def test_nonsense_codes_are_ignored() -> None:
    hand = Hand()
    for text in ("", "1234567", "123456789", "1234567x", "１２３４５６７８"):
        hand.does(CodeScanned(text))
        assert hand.is_on(Page.ATTRACT)


def test_whatever_was_begun_is_left_when_something_else_is_wished() -> None:
    hand = at_home(site=CHECKING)
    wants(hand, Service.QUEUE)
    hand.presses(Action.BACK)
    wants(hand, Service.PAY)
    assert hand.state.visitor.task.booking is None
    assert hand.is_on(Page.BILLS)
