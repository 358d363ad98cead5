"""A place or a payment that was asked for, and nobody heard of it: who leaves then leaves nothing open at the desk."""

import pytest

from kiosk.desk.values import BookingState, Payment, PaymentState
from kiosk.visit.events import CardRemoved, DeskUnreachable
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import GiveUpHold, GiveUpPayment, Hold, Release, StartPayment
from kiosk.visit.services import Service
from tests.kiosk.visit.hand import Hand, at_home, free_slot, to_confirm, wants
from tests.kiosk.visit.ways_out import WAYS_OUT, Way

MORE_WAYS_OUT: dict[str, Way] = WAYS_OUT | {"goes on": lambda hand: hand.presses(Action.CONTINUE)}
OUTCOMES = ["done", "not done"]
every_way_out = pytest.mark.parametrize("way", MORE_WAYS_OUT.values(), ids=MORE_WAYS_OUT.keys())
done_or_not = pytest.mark.parametrize("is_done", [True, False], ids=OUTCOMES)


def at_times() -> Hand:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    hand.chooses("any")
    hand.chooses(hand.screen.days[1].value)
    return hand


def fails(hand: Hand, call: str, is_done: bool) -> None:
    """The next call; the desk does it or does not, and the kiosk hears nothing."""
    if is_done:
        hand.desk.lose_next_answer(call)
    else:
        hand.desk.go_away()


def asked_for_a_place(is_done: bool) -> Hand:
    hand = at_times()
    fails(hand, "hold", is_done)
    hand.chooses(free_slot(hand))
    assert hand.screen.headline.key == "trouble.away"
    hand.desk.come_back()
    return hand


def asked_to_pay(is_done: bool) -> Hand:
    hand = at_home()
    to_confirm(hand)
    fails(hand, "start_payment", is_done)
    hand.presses(Action.CONFIRM)
    assert hand.screen.headline.key == "trouble.away"
    hand.desk.come_back()
    return hand


def asked_to_pay_for_a_record_book() -> Hand:
    hand = at_home()
    hand.presses(Action.CHOOSE, "more")
    wants(hand, Service.RECORD_BOOK)
    fails(hand, "start_payment", is_done=True)
    hand.presses(Action.CONFIRM)
    return hand


def held(hand: Hand) -> list[str]:
    return [each.id for each in hand.desk.all_bookings if each.state is BookingState.HELD]


def open_payments(hand: Hand) -> list[Payment]:
    return [each for _, each in hand.desk.world.payments.values() if each.state is PaymentState.WAITING]


@done_or_not
@every_way_out
def test_a_place_nobody_heard_of_is_given_up_by_whoever_leaves(way: Way, is_done: bool) -> None:
    hand = asked_for_a_place(is_done)
    assert len(held(hand)) == is_done
    way(hand)
    assert [type(each) for each in hand.outbox] == [GiveUpHold]
    hand.outbox_arrives()
    assert held(hand) == []
    hand.presses(Action.END)
    assert hand.outbox == []


@done_or_not
@every_way_out
def test_a_payment_nobody_heard_of_is_given_up_before_its_place(way: Way, is_done: bool) -> None:
    hand = asked_to_pay(is_done)
    assert len(open_payments(hand)) == is_done
    way(hand)
    assert [type(each) for each in hand.outbox] == [GiveUpPayment, Release]
    hand.outbox_arrives()
    assert open_payments(hand) == []
    assert held(hand) == []
    hand.presses(Action.END)
    assert hand.outbox == []


@every_way_out
def test_a_payment_for_no_booking_is_given_up_too(way: Way) -> None:
    hand = asked_to_pay_for_a_record_book()
    way(hand)
    hand.outbox_arrives()
    assert open_payments(hand) == []


def test_who_goes_on_may_choose_the_same_time_again() -> None:
    """The place that nobody heard of must not be what stands against it."""
    hand = asked_for_a_place(is_done=True)
    hand.presses(Action.CONTINUE)
    hand.outbox_arrives()
    to_confirm(hand)


def test_an_answer_lost_after_the_visit_leaves_no_place_behind() -> None:
    hand = at_times()
    hand.hears = False
    hand.presses(Action.CHOOSE, free_slot(hand))
    [asked] = hand.unanswered
    hand.does(CardRemoved())
    hand.answer_to(asked)
    hand.does(DeskUnreachable(asked.call_id))
    assert len(held(hand)) == 1
    hand.outbox_arrives()
    assert held(hand) == []


def test_what_reaches_the_desk_after_it_was_given_up_opens_nothing() -> None:
    hand = at_times()
    hand.hears = False
    hand.presses(Action.CHOOSE, free_slot(hand))
    [asked] = hand.unanswered
    hand.does(CardRemoved())
    hand.outbox_arrives()
    hand.does(hand.answer_to(asked))
    assert held(hand) == []
    assert hand.outbox == []


@pytest.mark.parametrize("is_late_first", [True, False])
def test_a_late_answer_does_not_give_up_the_place_that_is_asked_for_again(is_late_first: bool) -> None:
    hand = at_times()
    hand.hears = False
    hand.presses(Action.CHOOSE, free_slot(hand))
    hand.waits(hand.site.patience.desk_s + 1)
    hand.presses(Action.AGAIN)
    late, again = hand.unanswered
    assert isinstance(again.request, Hold)
    for each in (late, again) if is_late_first else (again, late):
        hand.does(hand.answer_to(each))
    assert hand.is_on(Page.CONFIRM)
    assert hand.outbox == []
    assert len(held(hand)) == 1


def test_a_late_answer_does_not_stop_the_payment_that_is_asked_for_again() -> None:
    hand = at_home()
    to_confirm(hand)
    hand.hears = False
    hand.presses(Action.CONFIRM)
    hand.waits(hand.site.patience.desk_s + 1)
    hand.presses(Action.AGAIN)
    for each in list(hand.unanswered):
        assert isinstance(each.request, StartPayment)
        hand.does(hand.answer_to(each))
    assert hand.is_on(Page.PAYING)
    assert hand.outbox == []
    assert len(open_payments(hand)) == 1
