"""Who may ask the desk what: no key, a wrong one, one of the wrong kind, one that was taken back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.http.calls import CALLS, Call
from kiosk.desk.http.client import HttpDesk, HttpMessages
from kiosk.desk.keys import DeskKey, KeyKind, MemoryKeyBook, id_in, is_right, new_key
from kiosk.desk.messages import ChannelMessage, MessageKind
from kiosk.desk.values import PaySubject, Words
from kiosk.errors import KeyRefused
from tests.kiosk.desk.http_hand import KIOSK, KIOSK_KEY, NOW, WECHAT, WRITTEN, Served, served

EVERY_CALL = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


WRONG_KEYS = (
    *(None, "", "k1", "k1.", KIOSK[:-1], KIOSK[:-1] + "0", "k9" + KIOSK[2:], KIOSK.upper(), "c1" + KIOSK[2:]),
    "k1." + "g" * 64,
)


@EVERY_CALL
def test_no_call_is_answered_without_a_right_key(server: Served, call: Call) -> None:
    for key in WRONG_KEYS:
        answer = server.ask(call.verb, call.path, key)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), key
        assert answer.json()["hint"]


@EVERY_CALL
@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_of_the_wrong_kind_is_refused_before_anything_else(server: Served, call: Call, kind: KeyKind) -> None:
    status = server.ask(call.verb, call.path, WRITTEN[kind], content=b"?").status_code
    assert (status == 403) == (kind not in call.kinds)


@pytest.mark.parametrize(
    "name",
    ["photo_of", "reports_of", "report", "bills_of", "queue_of", "by_code", "check_in"],
)
def test_what_is_for_kiosks_alone_is_for_kiosks_alone(name: str) -> None:
    assert CALLS[name].kinds == {KeyKind.KIOSK}


def test_the_messages_are_for_channels_alone() -> None:
    assert {call.name for call in CALLS.values() if KeyKind.KIOSK not in call.kinds} == {"waiting", "acknowledge"}


def test_a_key_that_was_taken_back_opens_nothing_any_more() -> None:
    with served() as running, HttpDesk(running.url, KIOSK) as desk:
        assert desk.record_book_price_fen() == 100
        running.keys.take_back("k1")
        with pytest.raises(KeyRefused) as refused:
            desk.record_book_price_fen()
    assert "gatehouse desk key" in refused.value.hint


def test_a_channel_that_asks_for_a_photograph_is_told_that_its_key_is_of_the_wrong_kind(server: Served) -> None:
    with HttpDesk(server.url, WECHAT) as desk, pytest.raises(KeyRefused) as refused:
        desk.photo_of(ADULT.id)
    assert "right kind" in refused.value.hint


@pytest.mark.parametrize("subject", list(PaySubject))
def test_a_channel_takes_money_for_bookings_alone(server: Served, subject: PaySubject) -> None:
    before = len(server.desk.world.payments)
    body = {"subject": subject, "subject_id": "bill-1", "patient_id": ADULT.id, "actor": {"person_id": ADULT.id}}
    answer = server.ask("POST", CALLS["start_payment"].path, WECHAT, f"key-{subject}", json=body)
    assert answer.status_code == (409 if subject is PaySubject.BOOKING else 403)
    assert len(server.desk.world.payments) == before


def test_a_channel_fetches_its_own_messages_until_it_has_acknowledged_them(server: Served) -> None:
    ours = ChannelMessage(
        "m1", "wechat", MessageKind.BOOKED, "b1", ADULT.id, Words("内科"), Words("二楼"), NOW, NOW, NOW, "12345678"
    )
    for message in (ours, replace(ours, id="m2", channel="114"), replace(ours, id="m3")):
        server.box.put(message)
    with HttpMessages(server.url, WECHAT) as wechat:
        assert [message.id for message in wechat.waiting(1)] == ["m1"]
        assert wechat.waiting(9) == (ours, replace(ours, id="m3"))
        wechat.acknowledge(["m1", "m2"])
        assert [message.id for message in wechat.waiting(9)] == ["m3"]
    assert [message.id for message in server.box.waiting("114", 9)] == ["m2"]


@given(secret=st.binary(min_size=32, max_size=32), other=st.binary(min_size=32, max_size=32))
def test_a_key_is_right_for_its_own_secret_alone(secret: bytes, other: bytes) -> None:
    key, written = new_key("k1", "kiosk-1", KeyKind.KIOSK, secret)
    _, others = new_key("k1", "kiosk-1", KeyKind.KIOSK, other)
    assert id_in(written) == "k1"
    assert is_right(key, written)
    assert is_right(key, others) == (secret == other)
    assert not is_right(None, written)
    assert not is_right(replace(key, id="k2"), written)


def test_nothing_of_a_secret_is_kept_or_shown() -> None:
    secret = bytes(range(32))
    assert secret not in KIOSK_KEY.digest
    assert KIOSK_KEY.digest.hex() not in repr(KIOSK_KEY)


@pytest.mark.parametrize(
    ("key_id", "name", "kind", "digest"),
    [
        ("K1", "a", KeyKind.KIOSK, bytes(32)),
        ("k1", "", KeyKind.KIOSK, bytes(32)),
        ("k1", "a b", KeyKind.KIOSK, bytes(32)),
        ("k1", "kiosk", KeyKind.CHANNEL, bytes(32)),
        ("k1", "a", KeyKind.KIOSK, b""),
    ],
)
def test_a_key_that_cannot_be_is_not_built(key_id: str, name: str, kind: KeyKind, digest: bytes) -> None:
    with pytest.raises(ValueError):
        DeskKey(key_id, name, kind, digest)


def test_a_book_knows_its_keys_until_they_are_taken_back() -> None:
    book = MemoryKeyBook(KIOSK_KEY)
    assert book.find("k1") is KIOSK_KEY
    book.take_back("k1")
    assert book.find("k1") is None
