"""Readers and scanners, as the visit hears them."""

from hardware.cards.events import CardData, CardKind
from hardware.cards.fake import FakeCardReader
from hardware.scanners.codes import CodePattern, CodeRules
from hardware.scanners.fake import FakeScanner
from kiosk.desk.values import CardRef
from kiosk.running.hearing import Hearing
from kiosk.visit.events import CardBad, CardPlaced, CardRemoved, CodeScanned, Event

CARD, OTHER = CardData(CardKind.VISIT, "123456789"), CardData(CardKind.VISIT, "987654321")


class Ears:
    def __init__(self, rules: CodeRules | None = None) -> None:
        self.heard: list[Event] = []
        self.away: list[str] = []
        self.unknown = 0
        self.hearing = Hearing(self.heard.append, self, self._count, rules)

    def _count(self) -> None:
        self.unknown += 1

    def lost(self, part: str, why: str, hint: str) -> None:
        self.away.append(part)

    def back(self, part: str) -> None:
        self.away.remove(part)

    def reader(self, name: str, stays: bool = True) -> FakeCardReader:
        reader = FakeCardReader(name)
        self.hearing.hear_reader(reader, stays)
        return reader


def test_a_card_that_stays_is_heard_when_it_comes_and_when_it_goes() -> None:
    ears = Ears()
    reader = ears.reader("slot")
    reader.insert(CARD)
    reader.pull()
    assert ears.heard == [CardPlaced(CARD, stays=True), CardRemoved()]


def test_a_card_that_is_only_tapped_does_not_go() -> None:
    ears = Ears()
    reader = ears.reader("pad", stays=False)
    reader.insert(CARD)
    reader.pull()
    assert ears.heard == [CardPlaced(CARD, stays=False)]


def test_a_second_card_that_goes_does_not_end_the_visit_of_the_first() -> None:
    ears = Ears()
    first, second = ears.reader("slot"), ears.reader("id")
    first.insert(CARD)
    second.insert(OTHER)
    second.pull()
    assert ears.heard == [CardPlaced(CARD, stays=True), CardPlaced(OTHER, stays=False)]
    first.pull()
    second.insert(OTHER)
    assert ears.heard[2:] == [CardRemoved(), CardPlaced(OTHER, stays=True)]


def test_a_lost_reader_takes_its_card_along_and_is_told_to_the_staff() -> None:
    ears = Ears()
    reader = ears.reader("slot")
    reader.insert(CARD)
    reader.lose()
    assert ears.heard[1:] == [CardRemoved()]
    assert ears.away == ["slot"]
    reader.come_back()
    assert ears.away == []
    assert ears.heard[2:] == [CardPlaced(CARD, stays=True)]


def test_an_unreadable_card_is_told() -> None:
    ears = Ears()
    reader = ears.reader("slot")
    reader.insert_upside_down()
    reader.pull()
    assert ears.heard == [CardBad()]


def test_codes_are_cards_pick_up_codes_or_nothing() -> None:
    ears = Ears(CodeRules(cards=(CodePattern(CardKind.VISIT, r"V[0-9]{4}"),)))
    scanner = FakeScanner("scanner")
    ears.hearing.hear_scanner(scanner)
    for text in ("V0001", "12345678", "what is this"):
        scanner.scan(text)
    assert ears.heard == [CodeScanned(CardRef(CardKind.VISIT, "V0001")), CodeScanned("12345678")]
    assert ears.unknown == 1
    scanner.lose()
    assert ears.away == ["scanner"]


def test_after_the_end_nothing_is_heard() -> None:
    ears = Ears()
    reader = ears.reader("slot")
    ears.hearing.close()
    ears.hearing.close()
    reader.insert(CARD)
    assert ears.heard == []
