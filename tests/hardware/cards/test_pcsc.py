"""What only a real PC/SC service does: cards pulled while they are read, two slots, restarts, its limits."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from hardware.cards.events import CardEvent, CardIn, CardKind, CardOut, CardUnreadable, ReaderBack, ReaderLost
from hardware.cards.opening import examine_reader
from hardware.cards.pcsc import PcscReader
from hardware.cards.pcsc_service import PcscError, PcscService
from hardware.errors import PartMissing
from tests.hardware.cards.chips import uid_chip, visit_chip
from tests.hardware.cards.pcscd_peer import NO_PYSCARD, READERS, PcscDaemon
from tests.hardware.cards.virtual_card import VirtualCard
from tests.hardware.hearing import Ear, until

scard = pytest.importorskip("smartcard.scard", reason=NO_PYSCARD)
NUMBER, OTHER = "V0012345678", "V0087654321"
AT_ONCE_S = 1.5
"""The virtual reader's driver looks for a card every 0.4 s; a USB reader tells by itself."""


@pytest.fixture
def ear() -> Ear[CardEvent]:
    return Ear()


@pytest.fixture
def cards() -> Iterator[list[VirtualCard]]:
    """Whatever a test puts in here is pulled at its end."""
    put_in: list[VirtualCard] = []
    yield put_in
    for card in put_in:
        card.pull()


def test_a_card_is_told_soon_after_it_was_put_in(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    with closing(PcscReader("reader")) as reader:
        reader.listen(ear)
        cards.append(daemon.insert(visit_chip(NUMBER, "张伟", is_t0=True)))
        put_in_at = time.monotonic()
        assert ear.next_is(CardIn).card.name == "张伟"
        assert time.monotonic() - put_in_at < AT_ONCE_S


def test_a_card_without_a_known_application_is_told_by_its_serial_number(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    with closing(PcscReader("reader")) as reader:
        reader.listen(ear)
        cards.append(daemon.insert(uid_chip(bytes.fromhex("04A1B2C3"))))
        card = ear.next_is(CardIn).card
        assert (card.kind, card.number) == (CardKind.VISIT, "04A1B2C3")


def test_a_card_pulled_while_it_is_read_is_no_card(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    chip = visit_chip(NUMBER)
    put_in = threading.Event()

    def pulled_at_the_file(command: bytes) -> bytes:
        if command[1] == 0xB0:
            assert put_in.wait(10)
            cards[0].let_go()
        return chip(command)

    with closing(PcscReader("reader")) as reader:
        reader.listen(ear)
        cards.append(daemon.insert(pulled_at_the_file))
        put_in.set()
        ear.next_is(CardUnreadable)
        ear.next_is(CardOut)
        cards.append(daemon.insert(visit_chip(OTHER)))
        assert ear.next_is(CardIn).card.number == OTHER


def test_a_card_exchanged_behind_a_busy_listener_is_another_card(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    heard, go_on = threading.Event(), threading.Event()

    def busy(event: CardEvent) -> None:
        ear(event)
        heard.set()
        go_on.wait(10)

    with closing(PcscReader("reader")) as reader:
        reader.listen(busy)
        first = daemon.insert(visit_chip(NUMBER))
        assert heard.wait(10)
        first.pull()
        until(daemon.is_empty)
        cards.append(daemon.insert(visit_chip(OTHER)))
        until(lambda: not daemon.is_empty())
        go_on.set()
        assert ear.next_is(CardIn).card.number == NUMBER
        ear.next_is(CardOut)
        assert ear.next_is(CardIn).card.number == OTHER


def test_of_two_cards_the_second_is_told_when_the_first_is_gone(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    with closing(PcscReader("reader", "virtual pcd")) as reader:
        reader.listen(ear)
        first = daemon.insert(visit_chip(NUMBER), slot=1)
        assert ear.next_is(CardIn).card.number == NUMBER
        cards.append(daemon.insert(visit_chip(OTHER), slot=0))
        until(lambda: not daemon.is_empty(slot=0))
        first.pull()
        ear.next_is(CardOut)
        assert ear.next_is(CardIn).card.number == OTHER


def test_a_service_killed_in_the_middle_of_reading_is_survived(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    chip = visit_chip(NUMBER)

    def killed_at_the_file(command: bytes) -> bytes:
        if command[1] == 0xB0:
            daemon.kill(at_once=True)
        return chip(command)

    with closing(PcscReader("reader")) as reader:
        reader.listen(ear)
        cards.append(daemon.insert(killed_at_the_file))
        ear.next_is(CardUnreadable)
        ear.next_is(CardOut)
        ear.next_is(ReaderLost)
        daemon.start()
        ear.next_is(ReaderBack)
        cards.append(daemon.insert(visit_chip(OTHER)))
        assert ear.next_is(CardIn).card.number == OTHER


def test_a_service_without_readers_is_asked_until_it_has_one(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    daemon.kill()
    daemon.start_without_readers()
    with closing(PcscReader("reader")) as reader:
        reader.listen(ear)
        assert "connected" in ear.next_is(ReaderLost).why
        with pytest.raises(PartMissing, match="no such card reader"):
            examine_reader("pcsc:")
        daemon.kill()
        daemon.plug_in()
        daemon.start()
        ear.next_is(ReaderBack)
        cards.append(daemon.insert(visit_chip(NUMBER)))
        ear.next_is(CardIn)


def test_what_is_connected_is_listed_and_what_is_missing_is_said(daemon: PcscDaemon) -> None:
    assert examine_reader("pcsc:") == READERS
    assert examine_reader("pcsc:pcd 00 01") == READERS[1:]
    with pytest.raises(PartMissing, match="Virtual PCD 00 00"):
        examine_reader("pcsc:ACS")
    daemon.kill()
    with pytest.raises(PartMissing) as missing:
        examine_reader("pcsc:")
    assert "pcscd" in missing.value.hint


def test_a_closed_reader_leaves_its_place_at_the_service_to_another(
    daemon: PcscDaemon, ear: Ear[CardEvent], cards: list[VirtualCard]
) -> None:
    """The service refuses more than so many contexts; all but one are taken here."""
    with ExitStack() as taken:
        with pytest.raises(PcscError):
            while True:
                last = taken.enter_context(closing(PcscService(scard)))
        last.close()
        cards.append(daemon.insert(visit_chip(NUMBER)))
        for _ in range(3):
            with closing(PcscReader("reader")) as reader:
                reader.listen(ear)
                ear.next_is(CardIn)
