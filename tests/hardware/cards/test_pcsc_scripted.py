"""Readers that are unplugged while the service goes on."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from hardware.cards.events import CardEvent, CardOut, CardUnreadable, ReaderBack, ReaderLost
from hardware.cards.pcsc import BREATH_S, PcscReader
from tests.hardware.cards.scripted_scard import ScriptedScard
from tests.hardware.hearing import Ear, until

NAME = "ACS ACR1281U 00 01"


@pytest.fixture
def scard() -> ScriptedScard:
    return ScriptedScard()


@pytest.fixture
def ear(scard: ScriptedScard) -> Iterator[Ear[CardEvent]]:
    heard: Ear[CardEvent] = Ear()
    with closing(PcscReader("reader", "acr1281", scard=scard)) as reader:
        reader.listen(heard)
        yield heard


def test_a_reader_unplugged_with_a_card_in_it_is_lost_and_comes_back(scard: ScriptedScard, ear: Ear[CardEvent]) -> None:
    ear.next_is(ReaderLost)
    scard.plug_in(NAME, with_card=True)
    ear.next_is(ReaderBack)
    ear.next_is(CardUnreadable)
    scard.unplug(NAME)
    ear.next_is(CardOut)
    ear.next_is(ReaderLost)
    scard.plug_in(NAME, with_card=False)
    ear.next_is(ReaderBack)
    assert not ear.has_more


def test_another_reader_is_none_of_ours(scard: ScriptedScard, ear: Ear[CardEvent]) -> None:
    ear.next_is(ReaderLost)
    scard.plug_in("Yubico YubiKey 00 00", with_card=True)
    scard.plug_in(NAME, with_card=False)
    ear.next_is(ReaderBack)
    scard.unplug(NAME)
    ear.next_is(ReaderLost)
    assert not ear.has_more


def test_a_service_that_reports_changes_without_rest_is_not_asked_without_rest(
    scard: ScriptedScard, ear: Ear[CardEvent]
) -> None:
    ear.next_is(ReaderLost)
    scard.plug_and_play_never_rests = True
    scard.plug_in(NAME, with_card=False)
    ear.next_is(ReaderBack)
    before, looks = scard.looks, 20
    started = time.monotonic()
    until(lambda: scard.looks >= before + looks)
    assert time.monotonic() - started >= (looks - 2) * BREATH_S
