"""What is promised of every card reader, held by the fake, by a real PC/SC service and by a bridge over HTTP."""

from collections.abc import Iterator

import pytest

from hardware.cards.events import CardEvent, CardIn, CardOut, CardUnreadable, ReaderBack, ReaderLost
from tests.hardware.cards.benches import Bench, bridge_bench, fake_bench, pcsc_bench
from tests.hardware.hearing import Ear


@pytest.fixture(params=["fake", "pcsc", "id bridge"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    match request.param:
        case "fake":
            made = fake_bench()
        case "pcsc":
            made = pcsc_bench(request.getfixturevalue("daemon"))
        case _:
            made = bridge_bench()
    with made as bench:
        yield bench


@pytest.fixture
def ear() -> Ear[CardEvent]:
    return Ear()


def test_a_card_is_told_whole_and_so_is_its_leaving(bench: Bench, ear: Ear[CardEvent]) -> None:
    bench.reader.listen(ear)
    for card in (bench.card, bench.other_card):
        bench.insert(card)
        assert ear.next_is(CardIn) == CardIn("reader", card)
        bench.pull()
        assert ear.next_is(CardOut) == CardOut("reader")
    assert not ear.has_more


def test_a_card_that_was_in_before_anybody_listened_is_told(bench: Bench, ear: Ear[CardEvent]) -> None:
    bench.insert(bench.card)
    bench.reader.listen(ear)
    assert ear.next_is(CardIn).card == bench.card


def test_a_card_that_says_nothing_usable_is_told_once_and_so_is_its_leaving(bench: Bench, ear: Ear[CardEvent]) -> None:
    bench.reader.listen(ear)
    bench.insert_upside_down()
    why = ear.next_is(CardUnreadable).why
    assert why
    assert bench.card.number not in why
    assert bench.card.name not in why
    bench.pull()
    ear.next_is(CardOut)
    bench.insert(bench.card)
    ear.next_is(CardIn)


def test_a_lost_reader_says_first_that_the_card_is_gone_and_tells_it_again_when_it_is_back(
    bench: Bench, ear: Ear[CardEvent]
) -> None:
    bench.reader.listen(ear)
    bench.insert(bench.card)
    ear.next_is(CardIn)
    bench.lose()
    ear.next_is(CardOut)
    lost = ear.next_is(ReaderLost)
    assert lost.why
    assert lost.hint
    bench.come_back()
    ear.next_is(ReaderBack)
    assert ear.next_is(CardIn).card == bench.card


def test_a_reader_that_is_missing_at_the_start_is_waited_for(bench: Bench, ear: Ear[CardEvent]) -> None:
    bench.lose()
    bench.reader.listen(ear)
    ear.next_is(ReaderLost)
    bench.come_back()
    ear.next_is(ReaderBack)
    bench.insert(bench.card)
    ear.next_is(CardIn)


def test_nothing_is_told_after_closing_and_closing_twice_is_allowed(bench: Bench, ear: Ear[CardEvent]) -> None:
    bench.reader.listen(ear)
    bench.insert(bench.card)
    ear.next_is(CardIn)
    bench.reader.close()
    bench.reader.close()
    bench.pull()
    assert not ear.has_more


def test_a_reader_is_closed_by_who_hears_from_it(bench: Bench, ear: Ear[CardEvent]) -> None:
    def hear(event: CardEvent) -> None:
        ear(event)
        bench.reader.close()

    bench.reader.listen(hear)
    bench.insert(bench.card)
    ear.next_is(CardIn)
    bench.pull()
    assert not ear.has_more
