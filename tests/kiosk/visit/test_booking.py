"""A slot is booked: chosen, held, paid, printed; and what happens when something of it fails."""

import pytest

from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState
from kiosk.errors import Refusal
from kiosk.visit.effects import Chime, Forget, PrintSlip
from kiosk.visit.events import CardRemoved, DeskAnswered, SlipFailure
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import Book, Release, StopPayment
from kiosk.visit.services import Service
from kiosk.visit.slips import BookingSlip
from kiosk.visit.state import TroubleKind
from tests.kiosk.visit.hand import Hand, at_home, free_slot, to_confirm, to_paying, wants


def booked_here(hand: Hand) -> list[str]:
    return [each.id for each in hand.desk.all_bookings if each.channel == "kiosk" and each.state is BookingState.BOOKED]


def held_here(hand: Hand) -> list[str]:
    return [each.id for each in hand.desk.all_bookings if each.channel == "kiosk" and each.state is BookingState.HELD]


def test_a_paid_slot_is_booked_and_printed() -> None:
    hand = at_home()
    payment = to_paying(hand)
    assert hand.screen.qr_text.startswith("weixin://")
    hand.desk.pay(payment)
    hand.waits(3)
    assert hand.is_on(Page.DONE)
    assert len(booked_here(hand)) == 1
    [slip] = hand.of(PrintSlip)
    assert isinstance(slip, PrintSlip)
    assert isinstance(slip.slip, BookingSlip)
    assert slip.slip.booking.state is BookingState.BOOKED
    assert hand.of(Chime)
    hand.does(CardRemoved())
    assert hand.is_on(Page.ATTRACT)
    assert hand.outbox == []


def test_a_slot_that_costs_nothing_is_booked_without_paying() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.DONE)
    assert len(booked_here(hand)) == 1


def test_an_examination_is_booked_without_a_doctor() -> None:
    hand = at_home()
    wants(hand, Service.EXAMINATION)
    assert [each.value for each in hand.screen.choices] == ["endoscopy", "mri", "ultrasound"]
    hand.chooses("ultrasound")
    hand.chooses(hand.screen.days[1].value)
    hand.chooses(free_slot(hand))
    assert hand.is_on(Page.CONFIRM)


def test_a_doctor_is_found_by_pinyin_initials() -> None:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.presses(Action.SEARCH)
    for letter in "zys":
        hand.presses(Action.KEY, letter)
    hand.presses(Action.ERASE)
    hand.presses(Action.KEY, "S")
    assert hand.state.visitor.task.typed == "zys"
    hand.chooses("doctor:zhao")
    assert hand.is_on(Page.SLOTS)
    assert {each.value for each in hand.screen.choices} == {f"slot:{s.id}" for s in hand.state.visitor.offers.slots}
    assert all(each.doctor and each.doctor.id == "zhao" for each in hand.state.visitor.offers.slots)


def test_going_back_from_the_confirmation_gives_the_place_back() -> None:
    hand = at_home()
    to_confirm(hand)
    assert len(held_here(hand)) == 1
    hand.presses(Action.BACK)
    assert hand.is_on(Page.SLOTS)
    hand.outbox_arrives()
    assert held_here(hand) == []


def test_the_last_place_taken_by_somebody_else_leads_to_another_time() -> None:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    hand.chooses("any")
    hand.desk.refuse_next(Refusal.SLOT_TAKEN, "hold")
    hand.chooses(free_slot(hand))
    assert hand.is_on(Page.TROUBLE)
    assert hand.screen.headline.key == "refusal.slot-taken"
    hand.presses(Action.CONTINUE)
    assert hand.is_on(Page.SLOTS)


def test_full_slots_are_shown_and_cannot_be_pressed() -> None:
    hand = at_home()
    hand.desk.take_all_slots()
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    hand.chooses("any")
    assert hand.screen.choices
    assert not any(each.is_enabled for each in hand.screen.choices)
    before = hand.state
    hand.presses(Action.CHOOSE, hand.screen.choices[0].value)
    assert hand.state == before


def test_going_back_while_paying_stops_the_payment_and_keeps_the_place() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.CONFIRM)
    with pytest.raises(ValueError, match="late"):
        hand.desk.give_back(payment)
    assert len(held_here(hand)) == 1


def test_whoever_paid_at_the_last_moment_is_booked_although_they_pressed_back() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.desk.pay(payment)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.DONE)
    assert len(booked_here(hand)) == 1


def test_a_card_pulled_while_paying_stops_the_payment_before_it_gives_the_place_back() -> None:
    hand = at_home()
    to_paying(hand)
    hand.does(CardRemoved())
    assert hand.is_on(Page.ATTRACT)
    assert [type(each) for each in hand.outbox] == [StopPayment, Release]
    hand.outbox_arrives()
    assert held_here(hand) == []
    assert booked_here(hand) == []


def test_money_that_was_faster_than_the_pulled_card_keeps_its_place() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.desk.pay(payment)
    hand.does(CardRemoved())
    hand.outbox_arrives()
    assert len(booked_here(hand)) == 1


def test_with_the_desk_away_after_the_payment_the_booking_goes_by_the_outbox_and_the_visitor_with_a_slip() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.desk.pay(payment)
    hand.desk.lose_next_answer("book")
    hand.waits(3)
    assert hand.is_on(Page.DONE)
    assert [type(each) for each in hand.outbox] == [Book]
    assert [each.key for each in hand.screen.body][:2] == ["done.money_safe", "done.passed_on"]
    assert hand.of(PrintSlip)
    hand.outbox_arrives()
    assert len(booked_here(hand)) == 1


def test_the_desk_away_while_paying_says_that_the_money_is_safe_and_asks_again() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.desk.go_away()
    hand.waits(5)
    assert hand.is_on(Page.PAYING)
    assert hand.screen.caution is not None
    assert hand.screen.caution.key == "paying.away"
    hand.desk.come_back()
    hand.desk.pay(payment)
    hand.waits(3)
    assert hand.is_on(Page.DONE)


def test_a_card_pulled_between_payment_and_booking_loses_nothing() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.desk.pay(payment)
    hand.hears = False
    hand.waits(3)
    [poll] = hand.unanswered
    hand.does(hand.answer_to(poll))
    assert hand.is_on(Page.WORKING)
    hand.does(CardRemoved())
    assert [type(each) for each in hand.outbox] == [Book]
    hand.outbox_arrives()
    assert len(booked_here(hand)) == 1


@pytest.mark.parametrize("failure", list(SlipFailure))
def test_a_printer_that_fails_after_the_payment_leaves_the_booking_and_says_so(failure: SlipFailure) -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.printer = failure
    hand.desk.pay(payment)
    hand.waits(3)
    screen = hand.screen
    assert hand.is_on(Page.DONE)
    assert len(booked_here(hand)) == 1
    assert [each.key for each in screen.body][:2] == ["done.money_safe", "done.remember"]
    assert screen.caution is not None
    assert screen.caution.key == f"slip_failure.{failure.value}"
    assert screen.big is not None
    assert screen.big.key == "done.code"
    assert {Action.PRINT, Action.COUNTER} <= {each.action for each in screen.choices}
    hand.printer = None
    hand.presses(Action.PRINT)
    assert hand.is_on(Page.DONE)
    assert hand.screen.caution is None


def test_a_printer_that_never_answers_keeps_nobody() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.prints = False
    hand.desk.pay(payment)
    hand.waits(3)
    assert hand.is_on(Page.PRINTING)
    hand.waits(hand.site.patience.slip_s)
    assert hand.is_on(Page.DONE)
    assert hand.screen.caution is not None


def test_a_place_held_for_somebody_who_left_meanwhile_is_given_back() -> None:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    hand.chooses("any")
    hand.hears = False
    hand.presses(Action.CHOOSE, free_slot(hand))
    hand.does(CardRemoved())
    assert hand.is_on(Page.ATTRACT)
    [ask] = hand.unanswered
    answer = hand.answer_to(ask)
    assert len(held_here(hand)) == 1
    hand.does(answer)
    assert hand.is_on(Page.ATTRACT)
    hand.outbox_arrives()
    assert held_here(hand) == []


def test_an_answer_that_comes_twice_does_not_give_a_place_back_that_is_in_use() -> None:
    hand = at_home()
    to_confirm(hand)
    booking = hand.state.visitor.task.booking
    hand.does(DeskAnswered(1, booking))
    hand.does(DeskAnswered(hand.state.kiosk.numbers, booking))
    assert hand.outbox == []
    assert hand.is_on(Page.CONFIRM)


def test_a_payment_that_runs_out_takes_nothing_and_says_so() -> None:
    hand = at_home()
    to_paying(hand)
    for _ in range(4):
        hand.waits(50)
        hand.presses(Action.LARGE_PRINT)
        hand.presses(Action.LARGE_PRINT)
        if hand.is_on(Page.TROUBLE):
            break
    assert hand.state.visitor.trouble is not None
    assert hand.state.visitor.trouble.kind is TroubleKind.PAYMENT_CLOSED
    hand.presses(Action.CONTINUE)
    assert hand.is_on(Page.HOME)


def test_with_the_desk_away_the_same_request_is_asked_again_with_the_same_key() -> None:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    hand.chooses("any")
    hand.desk.lose_next_answer("hold")
    hand.chooses(free_slot(hand))
    assert hand.is_on(Page.TROUBLE)
    assert hand.screen.headline.key == "trouble.away"
    hand.presses(Action.AGAIN)
    assert hand.is_on(Page.CONFIRM)
    assert len(held_here(hand)) == 1


def test_when_the_visit_ends_everything_is_told_to_forget() -> None:
    hand = at_home()
    to_confirm(hand)
    assert any(isinstance(each, Forget) for each in hand.does(CardRemoved()))
