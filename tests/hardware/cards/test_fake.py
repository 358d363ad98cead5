import pytest

from hardware.cards.events import CardData, CardEvent, CardKind
from hardware.cards.fake import FakeCardReader, ImpossibleHand

CARD = CardData(CardKind.VISIT, "V1")


def listening(reader: FakeCardReader) -> list[CardEvent]:
    heard: list[CardEvent] = []
    reader.listen(heard.append)
    return heard


def test_what_no_hand_can_do_is_refused() -> None:
    reader = FakeCardReader()
    with pytest.raises(ImpossibleHand):
        reader.pull()
    with pytest.raises(ImpossibleHand):
        reader.come_back()
    reader.insert(CARD)
    with pytest.raises(ImpossibleHand):
        reader.insert(CARD)
    with pytest.raises(ImpossibleHand):
        reader.insert_upside_down()
    reader.lose()
    with pytest.raises(ImpossibleHand):
        reader.lose()


def test_a_card_pulled_from_an_unplugged_reader_is_not_told_twice() -> None:
    reader = FakeCardReader("desk")
    heard = listening(reader)
    reader.insert(CARD)
    reader.lose()
    reader.pull()
    reader.come_back()
    assert [type(event).__name__ for event in heard] == ["CardIn", "CardOut", "ReaderLost", "ReaderBack"]


def test_a_reader_is_listened_to_once() -> None:
    reader = FakeCardReader()
    listening(reader)
    with pytest.raises(RuntimeError):
        listening(reader)


def test_what_is_told_shows_nothing_of_the_patient_when_it_is_logged() -> None:
    reader = FakeCardReader()
    heard = listening(reader)
    reader.insert(CardData(CardKind.ID, "11010519491231002X", "张伟", photo=b"\xff\xd8\xff face"))
    assert "张伟" not in repr(heard)
    assert "face" not in repr(heard)
