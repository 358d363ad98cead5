"""What comes when nobody waits for it any more."""

from kiosk.desk.fake import hospital
from kiosk.visit.effects import AskDesk
from kiosk.visit.events import CardRemoved, DeskAnswered, SlipFailed, SlipFailure, SlipPrinted
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import GiveUpPayment, Release, StopPayment
from kiosk.visit.services import Service
from kiosk.visit.state import SlipState
from tests.kiosk.visit.hand import Hand, at_home, to_confirm, to_paying, wants


def at_search(typed: str) -> Hand:
    hand = at_home()
    wants(hand, Service.BOOK)
    hand.presses(Action.SEARCH)
    hand.hears = False
    for letter in typed:
        hand.presses(Action.KEY, letter)
    return hand


def test_what_was_searched_for_does_not_pull_anybody_back() -> None:
    hand = at_search("n")
    hand.presses(Action.BACK)
    hand.does(hand.answer_to(hand.unanswered[0]))
    assert hand.is_on(Page.DEPARTMENTS)


def test_only_the_newest_search_is_shown() -> None:
    hand = at_search("nk")
    first, second = hand.unanswered
    hand.does(hand.answer_to(second))
    found = hand.state.visitor.offers.found
    assert found.departments
    hand.does(hand.answer_to(first))
    assert hand.state.visitor.offers.found == found


def test_with_the_desk_away_the_search_says_so_and_goes_on_with_the_next_letter() -> None:
    hand = at_search("")
    hand.hears = True
    hand.desk.go_away()
    hand.presses(Action.KEY, "n")
    assert hand.is_on(Page.SEARCH)
    assert hand.screen.caution is not None
    hand.desk.come_back()
    hand.presses(Action.KEY, "k")
    assert hand.screen.caution is None
    assert hand.screen.choices


def test_another_visits_slip_says_nothing_about_this_one() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.prints = False
    hand.presses(Action.CONFIRM)
    slip = hand.state.visitor.slip
    assert slip is not None
    before = hand.state
    hand.does(SlipFailed(slip.job_id - 1, SlipFailure.OUT_OF_PAPER))
    hand.does(SlipPrinted(slip.job_id + 1))
    assert hand.state == before
    hand.does(SlipPrinted(slip.job_id))
    assert hand.is_on(Page.DONE)


def test_a_slip_printed_while_the_counter_is_shown_leads_to_the_last_page_below_it() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.prints = False
    hand.presses(Action.CONFIRM)
    slip = hand.state.visitor.slip
    assert slip is not None
    hand.presses(Action.COUNTER)
    hand.does(SlipPrinted(slip.job_id))
    assert hand.is_on(Page.COUNTER)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.DONE)


def test_a_counter_ticket_that_was_not_printed_is_to_be_remembered() -> None:
    hand = Hand(printer=SlipFailure.OUT_OF_PAPER)
    hand.presses(Action.COUNTER)
    ticket = hand.state.visitor.ticket
    assert ticket is not None
    assert ticket.slip.state is SlipState.FAILED
    assert "counter.remember" in [each.key for each in hand.screen.body]
    assert hand.screen.big is not None


def test_a_payment_goes_on_while_the_counter_is_shown() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.presses(Action.COUNTER)
    hand.desk.pay(payment)
    hand.waits(3)
    assert hand.is_on(Page.COUNTER)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.DONE)


def test_a_paid_answer_that_comes_while_time_is_asked_for_is_shown() -> None:
    hand = at_home()
    payment = to_paying(hand)
    hand.waits(hand.site.patience.paying_s)
    assert hand.is_on(Page.MORE_TIME)
    hand.desk.pay(payment)
    hand.waits(3)
    assert hand.is_on(Page.DONE)


def test_an_answer_of_the_wrong_kind_is_taken_for_none() -> None:
    hand = Hand(hears=False)
    hand.places(hospital.ADULT_CARD)
    hand.does(DeskAnswered(hand.unanswered[0].call_id, "nonsense"))
    assert hand.screen.headline.key == "trouble.away"


def test_a_payment_that_was_opened_for_somebody_who_left_is_stopped() -> None:
    hand = at_home()
    to_confirm(hand)
    hand.hears = False
    hand.presses(Action.CONFIRM)
    hand.does(CardRemoved())
    assert [type(each) for each in hand.outbox] == [GiveUpPayment, Release]
    hand.does(hand.answer_to(hand.unanswered[0]))
    assert [type(each) for each in hand.outbox] == [GiveUpPayment, Release]
    assert hand.is_on(Page.ATTRACT)


def test_a_payment_that_could_not_be_stopped_is_stopped_by_the_outbox() -> None:
    hand = at_home()
    to_paying(hand)
    hand.desk.go_away()
    hand.presses(Action.BACK)
    assert hand.screen.headline.key == "trouble.away-paying"
    assert [type(each) for each in hand.outbox] == [StopPayment, Release]
    hand.presses(Action.CONTINUE)
    assert hand.is_on(Page.HOME)


def test_the_desk_is_asked_about_a_payment_every_two_seconds() -> None:
    hand = at_home()
    to_paying(hand)
    before = len(hand.of(AskDesk))
    hand.waits(10, step_s=0.25)
    assert len(hand.of(AskDesk)) - before == 5
