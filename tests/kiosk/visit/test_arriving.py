"""Whose card it is, and who stands there."""

from dataclasses import replace

import pytest

from hardware.cards.events import CardKind
from kiosk.desk.fake import hospital
from kiosk.desk.values import Actor, CardRef, Relation
from kiosk.visit.effects import Count, Forget, Log
from kiosk.visit.events import CardBad, CardPlaced, CardRemoved, CodeScanned, Tick
from kiosk.visit.pages import Action, Page
from kiosk.visit.services import Service
from kiosk.visit.state import TroubleKind, fresh
from tests.kiosk.visit.hand import Hand, at_home, card_data, to_confirm


@pytest.mark.parametrize("ref", [hospital.ADULT_CARD, hospital.ADULT_ID_CARD, hospital.ADULT_INSURANCE_CARD])
def test_every_card_leads_to_its_one_person(ref: CardRef) -> None:
    hand = at_home(ref)
    assert hand.state.patient == hospital.ADULT
    assert hand.state.visitor.actor == Actor(hospital.ADULT.id)


def test_a_child_never_acts_itself_and_only_its_family_is_offered() -> None:
    hand = Hand()
    hand.places(hospital.CHILD_CARD)
    assert hand.is_on(Page.WHO)
    assert [each.value for each in hand.screen.choices] == [hospital.MOTHER.id, "other"]
    hand.presses(Action.CHOOSE, hospital.CHILD.id)
    assert hand.is_on(Page.WHO)
    hand.chooses(hospital.MOTHER.id)
    assert hand.is_on(Page.HOME)
    assert hand.state.visitor.actor == Actor(hospital.MOTHER.id, Relation.MOTHER)
    assert hand.screen.body[0].key == "home.acting_for"


def test_a_holder_with_a_helper_is_asked_who_stands_there() -> None:
    hand = Hand()
    hand.places(hospital.OLD_CARD)
    assert [each.value for each in hand.screen.choices] == [hospital.OLD_MAN.id, hospital.HELPER.id, "other"]
    hand.chooses(hospital.OLD_MAN.id)
    assert hand.state.visitor.actor == Actor(hospital.OLD_MAN.id)


def test_somebody_who_is_not_entered_goes_to_the_counter_kindly_and_can_still_say_who_they_are() -> None:
    hand = Hand()
    hand.places(hospital.OLD_CARD)
    hand.chooses("other")
    assert hand.is_on(Page.TROUBLE)
    assert hand.screen.headline.key == "refusal.not-allowed"
    assert Action.COUNTER in [each.action for each in hand.screen.choices]
    hand.presses(Action.BACK)
    assert hand.is_on(Page.WHO)


def test_an_unknown_card_goes_to_the_counter() -> None:
    hand = Hand()
    hand.places(hospital.STRANGER_CARD)
    assert hand.screen.headline.key == "refusal.unknown-card"
    hand.presses(Action.COUNTER)
    assert hand.is_on(Page.COUNTER)
    assert hand.screen.big is not None


def test_a_card_that_cannot_be_read_can_be_placed_again() -> None:
    hand = Hand()
    hand.does(CardBad())
    assert hand.state.visitor.trouble is not None
    assert hand.state.visitor.trouble.kind is TroubleKind.CARD_BAD
    hand.places(hospital.ADULT_CARD)
    assert hand.is_on(Page.HOME)


def test_with_the_desk_away_the_card_is_said_to_be_fine_and_is_looked_up_again() -> None:
    hand = Hand()
    hand.desk.go_away()
    hand.places(hospital.ADULT_CARD)
    assert hand.screen.headline.key == "trouble.away"
    hand.desk.come_back()
    hand.presses(Action.AGAIN)
    assert hand.is_on(Page.HOME)


def test_a_desk_that_never_answers_is_not_waited_for_for_ever() -> None:
    hand = Hand(hears=False)
    hand.places(hospital.ADULT_CARD)
    assert hand.is_on(Page.READING)
    hand.waits(hand.site.patience.desk_s)
    assert hand.is_on(Page.TROUBLE)


def test_another_card_does_not_take_over_a_visit() -> None:
    hand = at_home()
    to_confirm(hand)
    hand.places(hospital.OLD_CARD)
    assert hand.is_on(Page.CONFIRM)
    assert hand.state.patient == hospital.ADULT
    hand.presses(Action.COUNTER)
    hand.places(hospital.OLD_CARD)
    assert hand.state.patient == hospital.ADULT
    hand.presses(Action.BACK)
    assert hand.is_on(Page.CONFIRM)


def test_the_next_card_on_the_last_page_begins_a_new_visit() -> None:
    hand = at_home()
    to_confirm(hand, "eyes", hospital.FREE_DOCTOR)
    hand.presses(Action.CONFIRM)
    hand.presses(Action.LARGE_PRINT)
    assert hand.is_on(Page.DONE)
    effects = hand.places(hospital.CHILD_CARD)
    assert effects.index(Forget()) < effects.index(Log(Count.VISIT_STARTED))
    assert hand.is_on(Page.WHO)
    assert hand.state.patient == hospital.CHILD
    assert hand.state.visitor.done is None
    assert not hand.state.look.large_print


def test_a_tapped_card_may_go_and_a_card_that_stayed_may_not() -> None:
    for stays, page in ((False, Page.HOME), (True, Page.ATTRACT)):
        hand = Hand()
        hand.places(hospital.ADULT_CARD, stays)
        hand.does(CardRemoved())
        assert hand.is_on(page)


def test_a_card_left_in_the_reader_is_spoken_of_until_it_is_taken() -> None:
    hand = at_home()
    hand.presses(Action.BACK)
    assert hand.is_on(Page.ATTRACT)
    assert hand.screen.caution is not None
    hand.does(CardRemoved())
    assert hand.screen.caution is None


def test_nothing_of_the_last_patient_remains() -> None:
    hand = at_home()
    to_confirm(hand)
    hand.presses(Action.LANGUAGE, "en")
    hand.presses(Action.LARGE_PRINT)
    hand.does(CardRemoved())
    assert hand.state == fresh(hand.state.kiosk, hand.site.look, hand.at)
    written = repr(hand.state)
    for secret in (hospital.ADULT.name, hospital.ADULT.id, hospital.ADULT_CARD.number, "booking-"):
        assert secret not in written


def test_what_somebody_set_before_walking_on_is_not_left_for_the_next() -> None:
    hand = Hand()
    hand.presses(Action.LANGUAGE)
    assert hand.state.look.language == "en"
    hand.waits(hand.site.patience.idle_s + 1)
    assert hand.state.look == hand.site.look


def test_numbers_are_never_used_twice_by_two_visits() -> None:
    hand = at_home()
    before = hand.state.kiosk.numbers
    hand.does(CardRemoved())
    hand.places(hospital.ADULT_CARD)
    assert hand.state.kiosk.numbers > before


def test_counter_tickets_begin_anew_with_the_day() -> None:
    hand = Hand()
    hand.presses(Action.COUNTER)
    assert hand.state.visitor.ticket is not None
    assert hand.state.visitor.ticket.number == "A001"
    hand.presses(Action.BACK)
    hand.presses(Action.COUNTER)
    assert hand.state.visitor.ticket is not None
    assert hand.state.visitor.ticket.number == "A002"
    hand.does(Tick(hand.desk.now.replace(day=21)))
    assert hand.state.kiosk.tickets == 0


def test_a_health_code_is_a_card_too() -> None:
    hand = Hand()
    hand.does(CodeScanned(hospital.OLD_HEALTH_CARD))
    assert hand.is_on(Page.WHO)
    assert hand.state.visitor.card is not None
    assert hand.state.visitor.card.kind is CardKind.HEALTH


def test_a_delegate_who_is_a_child_is_not_offered() -> None:
    hand = Hand()
    hand.does(CardPlaced(card_data(hospital.OLD_CARD)))
    holder = hand.state.visitor.holder
    assert holder is not None
    site = type(hand.site)(hand.site.hospital, child_below_years=60)
    young = Hand(site)
    young.places(hospital.OLD_CARD)
    assert young.is_on(Page.HOME)


def test_a_child_among_the_family_is_no_choice() -> None:
    hand = Hand()
    hand.places(hospital.OLD_CARD)
    holder = hand.state.visitor.holder
    assert holder is not None
    child = replace(holder.delegates[0], person=hospital.CHILD)
    family = replace(holder, delegates=(*holder.delegates, child))
    hand.state = hand.state.personal(holder=family)
    assert hospital.CHILD.id not in [each.value for each in hand.screen.choices]
    assert holder.delegates[0].person.id in [each.value for each in hand.screen.choices]


def test_the_next_one_gets_a_ticket_of_their_own() -> None:
    hand = Hand()
    hand.presses(Action.COUNTER)
    hand.places(hospital.ADULT_CARD)
    hand.presses(Action.COUNTER)
    ticket = hand.state.visitor.ticket
    assert ticket is not None
    assert ticket.number == "A002"


def test_services_that_a_site_does_not_offer_are_not_there() -> None:
    site = type(Hand().site)(Hand().site.hospital, services=(Service.BOOK, Service.PAY), checked_services=frozenset())
    hand = at_home(site=site)
    assert [each.value for each in hand.screen.choices] == ["book", "pay"]
    hand.presses(Action.CHOOSE, Service.REPORTS.value)
    assert hand.is_on(Page.HOME)
