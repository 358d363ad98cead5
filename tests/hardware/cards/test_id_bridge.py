"""ID card bridges that break, hang or are not what they seem; answers over real HTTP on loopback."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.events import CardEvent, CardIn, CardOut, CardUnreadable, ReaderBack, ReaderLost
from hardware.cards.id_bridge import IdBridgeReader
from hardware.cards.id_bridge_address import bridge_address
from hardware.cards.id_bridge_shapes import (
    HUASHI,
    SHAPES,
    THCARD,
    BridgeShape,
    StrangeAnswer,
    UnreadableIdCard,
    card_of,
)
from hardware.cards.id_bridge_standin import StandInBridge, answer_of
from hardware.cards.opening import examine_reader
from hardware.errors import PartMissing
from tests.hardware.cards.benches import IDENTITY, OTHER_IDENTITY
from tests.hardware.hearing import Ear, until

SOON_S = 0.3


@pytest.fixture
def bridge() -> Iterator[StandInBridge]:
    with StandInBridge() as bridge:
        yield bridge


@pytest.fixture
def ear(bridge: StandInBridge) -> Iterator[Ear[CardEvent]]:
    heard: Ear[CardEvent] = Ear()
    with closing(IdBridgeReader("reader", bridge_address(bridge.url), SOON_S, SOON_S / 10)) as reader:
        reader.listen(heard)
        yield heard


def test_a_bridge_that_answers_nonsense_or_nothing_is_lost_until_it_is_well(
    bridge: StandInBridge, ear: Ear[CardEvent]
) -> None:
    bridge.place(IDENTITY)
    ear.next_is(CardIn)
    for harm, word in ((bridge.break_json, "JSON"), (bridge.hang, "in time")):
        harm()
        ear.next_is(CardOut)
        assert word in ear.next_is(ReaderLost).why
        bridge.go_on()
        ear.next_is(ReaderBack)
        assert ear.next_is(CardIn).card == IDENTITY


def test_another_card_without_a_gap_is_another_visit(bridge: StandInBridge, ear: Ear[CardEvent]) -> None:
    bridge.place(IDENTITY)
    ear.next_is(CardIn)
    bridge.place(OTHER_IDENTITY)
    ear.next_is(CardOut)
    assert ear.next_is(CardIn).card == OTHER_IDENTITY


def test_a_wrongly_read_card_is_told_once_however_long_it_lies(bridge: StandInBridge, ear: Ear[CardEvent]) -> None:
    bridge.place(replace(IDENTITY, number="110105194912310021"))
    ear.next_is(CardUnreadable)
    bridge.place(IDENTITY)
    ear.next_is(CardOut)
    ear.next_is(CardIn)


def test_a_card_that_is_answered_once_only_stays_as_long_as_the_address_says(bridge: StandInBridge) -> None:
    ear: Ear[CardEvent] = Ear()
    now = [0.0]
    bridge.place(IDENTITY)
    address = bridge_address(bridge.url + "&stays_s=60")
    with closing(IdBridgeReader("reader", address, ask_every_s=SOON_S / 10, clock=lambda: now[0])) as reader:
        reader.listen(ear)
        ear.next_is(CardIn)
        bridge.lift()
        now[0] = 59.0
        asked = bridge.questions
        until(lambda: bridge.questions >= asked + 2)
        assert not ear.has_more
        now[0] = 62.0
        ear.next_is(CardOut)


def test_proxies_of_the_environment_never_see_a_card(bridge: StandInBridge, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "")
        assert "no card" in examine_reader(f"id-bridge:{bridge.url}")[0]


def test_the_examination_says_what_is_wrong_with_a_bridge(bridge: StandInBridge) -> None:
    bridge.place(IDENTITY)
    assert "a card lies" in examine_reader(f"id-bridge:{bridge.url}")[0]
    bridge.answer_with(b"<html>log in</html>")
    with pytest.raises(PartMissing) as strange:
        examine_reader(f"id-bridge:{bridge.url}")
    assert "vendor" in strange.value.hint
    bridge.go_away()
    with pytest.raises(PartMissing) as away:
        examine_reader(f"id-bridge:{bridge.url}")
    assert "Start" in away.value.hint


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.vendor)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_every_vendors_answer_is_understood_in_every_encoding(shape: BridgeShape, encoding: str) -> None:
    body = json.dumps(answer_of(shape, IDENTITY), ensure_ascii=False).encode(encoding)
    assert card_of(shape, body) == IDENTITY
    assert card_of(shape, json.dumps(answer_of(shape, None)).encode()) is None


@pytest.mark.parametrize("photo", ["", "not base64!", "aGVsbG8=", "data:image/jpeg;base64,aGVsbG8="])
def test_a_card_whose_photo_is_no_picture_is_a_card_without_one(photo: str) -> None:
    answer = answer_of(HUASHI, IDENTITY) | {"identityPic": photo}
    assert card_of(HUASHI, json.dumps(answer).encode()) == replace(IDENTITY, photo=None)


def test_a_picture_may_come_as_a_data_address_with_line_ends() -> None:
    answer = answer_of(HUASHI, IDENTITY)
    answer["identityPic"] = "data:image/jpeg;base64," + "\r\n".join(answer["identityPic"])
    assert card_of(HUASHI, json.dumps(answer).encode()) == IDENTITY


@pytest.mark.parametrize("written", ["19900203", "1990-02-03", "1990.02.03", "1990年02月03日"])
def test_a_foreigners_permit_says_its_birth_date_itself(written: str) -> None:
    answer = answer_of(HUASHI, IDENTITY) | {"certNumber": "FRA110090020301"[:15], "bornDay": written}
    card = card_of(HUASHI, json.dumps(answer).encode())
    assert card is not None
    assert card.born_on == date(1990, 2, 3)


@given(
    st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.dictionaries(st.sampled_from(["code", "data", "idNo", "name", "photoBase64"]), inner),
    ).map(lambda answer: json.dumps(answer).encode())
)
def test_no_answer_brings_the_reader_down(body: bytes) -> None:
    try:
        card = card_of(THCARD, body)
    except (StrangeAnswer, UnreadableIdCard) as error:
        assert str(error)
    else:
        assert card is None or card.number
