import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hardware.errors import ForgedMessage, PaymentError, PaymentRefused
from hardware.payments.protocol import PaidState, PaidStatus
from hardware.payments.wechat import SET_THE_CLOCK, WeChatPay
from hardware.payments.wechat_signing import OutOfTime, Verifier
from tests.hardware.payments.tills import order, wechat_pay
from tests.hardware.payments.wechat_keys import merchant
from tests.hardware.payments.wechat_peer import GOOD, Manners, WeChatPeer

ORDER = order()
ID = ORDER.order_id
PAID = PaidStatus(ID, PaidState.PAID, 5000, "4200" + ID)


@pytest.fixture(scope="module")
def wechat() -> Iterator[tuple[WeChatPay, WeChatPeer]]:
    with wechat_pay() as (channel, peer):
        yield channel, peer


@pytest.fixture
def peer(wechat: tuple[WeChatPay, WeChatPeer]) -> WeChatPeer:
    wechat[1].forget()
    return wechat[1]


@pytest.fixture
def channel(wechat: tuple[WeChatPay, WeChatPeer], peer: WeChatPeer) -> WeChatPay:
    wechat[0].open(ORDER)
    peer.ledger.pay(ID)
    return wechat[0]


class _Desk(ThreadingHTTPServer):
    channel: WeChatPay
    heard: list[PaidStatus | type[PaymentError]]


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, _Desk)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            self.server.heard.append(self.server.channel.notification(dict(self.headers), body))
            self.send_response(200)
        except PaymentError as error:
            self.server.heard.append(type(error))
            self.send_response(401)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name of the overridden method
        pass


@contextmanager
def desk_of(channel: WeChatPay) -> Iterator[tuple[str, list[PaidStatus | type[PaymentError]]]]:
    with _Desk(("127.0.0.1", 0), _Ear) as desk:
        desk.channel, desk.heard = channel, []
        thread = threading.Thread(target=desk.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{desk.server_address[1]}/payments/wechat", desk.heard
        finally:
            desk.shutdown()
            thread.join()


def test_a_call_back_over_the_network_is_opened_and_believed_as_often_as_it_comes(
    peer: WeChatPeer, channel: WeChatPay
) -> None:
    with desk_of(channel) as (url, heard):
        assert [peer.send_call_back(url, ID) for _ in range(3)] == [200, 200, 200]
        assert peer.send_call_back(url, ID, Manners(signs="wrongly")) == 401
    assert heard == [PAID, PAID, PAID, ForgedMessage]


@pytest.mark.parametrize("signs", ["well", "with the old certificate"])
def test_it_may_be_signed_with_the_public_key_or_the_certificate(
    peer: WeChatPeer, channel: WeChatPay, signs: str
) -> None:
    assert channel.notification(*peer.call_back(ID, Manners(signs=signs))) == PAID


@pytest.mark.parametrize("signs", ["wrongly", "with an unknown key", "not at all"])
def test_without_a_signature_that_holds_it_is_not_believed(peer: WeChatPeer, channel: WeChatPay, signs: str) -> None:
    with pytest.raises(ForgedMessage):
        channel.notification(*peer.call_back(ID, Manners(signs=signs)))


@pytest.mark.parametrize("late_s", [0, 300, -300])
def test_it_is_believed_for_five_minutes(peer: WeChatPeer, channel: WeChatPay, late_s: int) -> None:
    headers, body = peer.call_back(ID)
    late = int(headers["Wechatpay-Timestamp"]) + late_s
    Verifier(merchant()).verify(headers, body, late)
    assert channel.notification(headers, body) == PAID


@pytest.mark.parametrize("late_s", [301, -301, 86_400])
def test_sent_again_later_it_is_not_believed_and_the_clock_is_suspected(
    peer: WeChatPeer, channel: WeChatPay, late_s: int
) -> None:
    headers, body = peer.call_back(ID)
    with pytest.raises(OutOfTime):
        Verifier(merchant()).verify(headers, body, int(headers["Wechatpay-Timestamp"]) + late_s)
    with pytest.raises(ForgedMessage) as forged:
        channel.notification(*peer.call_back(ID, Manners(late_s=late_s + (5 if late_s > 0 else -5))))
    assert forged.value.hint == SET_THE_CLOCK


@pytest.mark.parametrize(
    "resource",
    [
        {"ciphertext": "AAAA" * 20},
        {"ciphertext": "no base64"},
        {"ciphertext": ""},
        {"associated_data": "refund"},
        {"associated_data": 7},
        {"nonce": "000000000000"},
        {"nonce": ""},
        {"algorithm": "ROT13"},
    ],
)
def test_a_sealed_part_that_was_touched_is_not_believed(
    peer: WeChatPeer, channel: WeChatPay, resource: dict[str, object]
) -> None:
    with pytest.raises(ForgedMessage):
        channel.notification(*peer.call_back(ID, resource_changes=resource))


def test_a_sealed_part_of_another_merchants_key_is_not_believed(peer: WeChatPeer, channel: WeChatPay) -> None:
    with pytest.raises(ForgedMessage, match="APIv3 key"):
        channel.notification(*peer.call_back(ID, api_key="x" * 32))


@pytest.mark.parametrize(
    "changes",
    [
        {"mchid": "1900000110"},
        {"appid": "wxffffffffffffffff"},
        {"out_trade_no": None},
        {"amount": {"total": 0, "currency": "CNY"}},
        {"amount": {"total": 5000, "currency": "HKD"}},
        {"amount": {"total": "5000"}},
        {"amount": {"total": True}},
        {"transaction_id": ""},
        {"trade_state": "PAID"},
    ],
)
def test_what_is_inside_must_be_about_our_money(
    peer: WeChatPeer, channel: WeChatPay, changes: dict[str, object]
) -> None:
    with pytest.raises(ForgedMessage):
        channel.notification(*peer.call_back(ID, changes=changes))


def test_another_kind_of_call_back_is_not_taken_for_a_payment(peer: WeChatPeer, channel: WeChatPay) -> None:
    with pytest.raises(PaymentRefused, match=r"REFUND\.SUCCESS"):
        channel.notification(*peer.call_back(ID, event="REFUND.SUCCESS"))


def test_a_signed_body_that_is_no_message_is_not_believed(peer: WeChatPeer, channel: WeChatPay) -> None:
    for body in (b"", b"[1]", b"{}", b"[" * 100_000, b'{"event_type": "TRANSACTION.SUCCESS"}'):
        with pytest.raises(ForgedMessage):
            channel.notification(peer.signed(body, GOOD), body)


def test_the_same_bytes_signed_for_another_moment_do_not_hold(peer: WeChatPeer, channel: WeChatPay) -> None:
    headers, body = peer.call_back(ID)
    headers["Wechatpay-Timestamp"] = str(int(headers["Wechatpay-Timestamp"]) - 1)
    with pytest.raises(ForgedMessage, match="does not hold"):
        channel.notification(headers, body)


@pytest.mark.parametrize("signature", ["\xe9\xe9\xe9\xe9", "\udce9", "=", "A", "AAAA", "a b="])
def test_a_signature_that_is_none_is_not_believed(peer: WeChatPeer, channel: WeChatPay, signature: str) -> None:
    headers, body = peer.call_back(ID)
    with pytest.raises(ForgedMessage, match="does not hold"):
        channel.notification(headers | {"Wechatpay-Signature": signature}, body)


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "１", "9" * 13, "9" * 400, "9" * 5_000])
def test_a_moment_that_is_none_is_not_believed(peer: WeChatPeer, channel: WeChatPay, timestamp: str) -> None:
    headers, body = peer.call_back(ID)
    with pytest.raises(ForgedMessage, match="time"):
        channel.notification(headers | {"Wechatpay-Timestamp": timestamp}, body)
