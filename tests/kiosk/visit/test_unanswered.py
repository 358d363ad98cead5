"""A booking that costs nothing, and an answer that never comes: nobody is booked without being told."""

import pytest

from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import CardRemoved
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import Book, Cancel, Release
from tests.kiosk.visit.hand import Hand, at_home, to_confirm
from tests.kiosk.visit.ways_out import WAYS_OUT, Way


def asked_to_book(is_made: bool) -> Hand:
    """The desk does it or does not; the kiosk hears nothing."""
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    if is_made:
        hand.desk.lose_next_answer("book")
    else:
        hand.desk.go_away()
    hand.presses(Action.CONFIRM)
    hand.desk.come_back()
    return hand


def live(hand: Hand) -> list[str]:
    states = {BookingState.HELD, BookingState.BOOKED}
    mine = [each for each in hand.desk.all_bookings if each.state in states]
    return [each.id for each in mine if each.slot.department.id == "eyes"]


@pytest.mark.parametrize("is_made", [True, False])
@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT.keys())
def test_who_was_told_that_it_is_not_certain_and_leaves_is_not_booked(way: Way, is_made: bool) -> None:
    hand = asked_to_book(is_made)
    assert hand.screen.headline.key == "trouble.book-unknown"
    assert live(hand)
    way(hand)
    assert [type(each) for each in hand.outbox] == [Release, Cancel]
    hand.outbox_arrives()
    assert live(hand) == []
    hand.presses(Action.END)
    assert hand.outbox == []


@pytest.mark.parametrize("is_made", [True, False])
def test_asked_again_it_is_booked_once_and_kept(is_made: bool) -> None:
    hand = asked_to_book(is_made)
    hand.presses(Action.AGAIN)
    assert hand.is_on(Page.DONE)
    assert hand.of(PrintSlip)
    hand.does(CardRemoved())
    assert hand.outbox == []
    assert len(live(hand)) == 1


def test_who_confirms_and_leaves_before_the_answer_is_booked_for_certain() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.hears = False
    hand.presses(Action.CONFIRM)
    [asked] = hand.unanswered
    hand.does(CardRemoved())
    assert hand.outbox == [asked.request]
    assert isinstance(asked.request, Book)
    hand.outbox_arrives()
    hand.does(hand.answer_to(asked))
    assert len(live(hand)) == 1
    assert hand.outbox == []


def test_back_before_the_answer_says_that_it_is_not_certain() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.hears = False
    hand.presses(Action.CONFIRM)
    hand.presses(Action.BACK)
    assert hand.screen.headline.key == "trouble.book-unknown"
