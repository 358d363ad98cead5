"""What is lost is on the first page, for the staff and for patients, and on no other."""

import pytest

from kiosk.desk.fake import hospital
from kiosk.visit.events import CardPlaced, PartsLost
from kiosk.visit.pages import Action, Page
from kiosk.visit.parts import Part
from tests.kiosk.visit.hand import Hand, card_data


def keys(hand: Hand) -> list[str]:
    return [text.key for text in hand.screen.staff]


@pytest.mark.parametrize("part", list(Part))
def test_the_staff_sees_every_part_at_a_glance(part: Part) -> None:
    hand = Hand()
    assert keys(hand) == []
    hand.does(PartsLost((part,)))
    assert keys(hand) == ["attract.staff", f"part.{part.value}"]
    hand.does(PartsLost(()))
    assert keys(hand) == []


@pytest.mark.parametrize(
    ("lost", "caution"),
    [
        ((Part.PRINTER,), "without.printer"),
        ((Part.PRINTER, Part.DESK), "without.desk"),
        ((Part.READERS, Part.PRINTER, Part.DESK), "without.readers"),
        ((Part.READER, Part.CAMERA, Part.SCANNER, Part.DISK), None),
    ],
)
def test_patients_are_told_what_cannot_be_done(lost: tuple[Part, ...], caution: str | None) -> None:
    hand = Hand()
    hand.does(PartsLost(lost))
    assert (hand.screen.caution.key if hand.screen.caution else None) == caution


def test_a_card_that_was_left_comes_first() -> None:
    hand = Hand()
    hand.does(PartsLost((Part.PRINTER,)))
    hand.does(CardPlaced(card_data(hospital.ADULT_CARD)))
    hand.presses(Action.END)
    assert hand.screen.caution is not None
    assert hand.screen.caution.key == "attract.card_inside"


def test_a_visit_goes_on_and_the_next_first_page_knows_it() -> None:
    hand = Hand()
    hand.places(hospital.ADULT_CARD)
    before = hand.screen
    hand.does(PartsLost((Part.PRINTER,)))
    assert hand.screen == before
    hand.presses(Action.END)
    assert hand.is_on(Page.ATTRACT)
    assert keys(hand) == ["attract.staff", "part.printer"]
