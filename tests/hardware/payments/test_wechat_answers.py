import threading
import time
from collections.abc import Iterator

import pytest

from hardware.errors import ForgedMessage, PaymentRefused, PaymentUnreachable
from hardware.payments.protocol import PaidState, RefundState
from hardware.payments.wechat import SET_THE_CLOCK, WeChatPay
from hardware.payments.wechat_merchant import PlatformKey
from tests.hardware.payments.tills import order, wechat_pay
from tests.hardware.payments.wechat_keys import PUBLIC_KEY_ID, certificate_pem, keys, merchant, private_pem, public_pem
from tests.hardware.payments.wechat_peer import Manners, WeChatPeer

ORDER = order()
ID = ORDER.order_id


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
    return wechat[0]


def test_what_is_asked_is_signed_and_says_what_the_service_wants(peer: WeChatPeer, channel: WeChatPay) -> None:
    assert channel.open(ORDER).startswith("weixin://wxpay/")
    channel.status(ID)
    channel.close_order(ID)
    assert peer.heard == [
        "POST /v3/pay/transactions/native",
        f"GET /v3/pay/transactions/out-trade-no/{ID}?mchid=1900000109",
        f"POST /v3/pay/transactions/out-trade-no/{ID}/close",
    ]
    asked = peer.ledger.entries[ID].asked
    assert asked["description"] == "儿科 挂号费"
    assert asked["notify_url"] == merchant().notify_url
    assert str(asked["time_expire"]).endswith("+08:00")


def test_a_long_description_is_shortened_to_what_the_service_takes(peer: WeChatPeer, channel: WeChatPay) -> None:
    channel.open(order(description="检查费" * 100))
    assert len(str(peer.ledger.entries[ID].asked["description"])) == 127


@pytest.mark.parametrize("signs", ["wrongly", "with an unknown key", "not at all"])
def test_a_good_answer_that_is_not_the_services_is_not_believed(
    peer: WeChatPeer, channel: WeChatPay, signs: str
) -> None:
    peer.next_answer(Manners(signs=signs))
    with pytest.raises(ForgedMessage):
        channel.open(ORDER)
    assert channel.open(ORDER)


def test_an_answer_signed_with_the_old_certificate_is_believed(peer: WeChatPeer, channel: WeChatPay) -> None:
    peer.next_answer(Manners(signs="with the old certificate"))
    assert channel.open(ORDER)


@pytest.mark.parametrize("late_s", [310, -310])
def test_an_old_answer_is_not_believed_and_the_clock_is_suspected(
    peer: WeChatPeer, channel: WeChatPay, late_s: int
) -> None:
    peer.next_answer(Manners(late_s=late_s))
    with pytest.raises(ForgedMessage, match="clock") as forged:
        channel.open(ORDER)
    assert forged.value.hint == SET_THE_CLOCK


def test_a_request_by_a_wrong_clock_is_refused_without_a_signature(peer: WeChatPeer) -> None:
    late = WeChatPay(merchant(), peer.url, clock=lambda: time.time() - 3600)
    with pytest.raises(PaymentRefused, match="SIGN_ERROR"):
        late.open(ORDER)
    late.close()
    assert peer.heard == ["an old message"]


def test_a_merchant_with_another_key_is_refused(peer: WeChatPeer) -> None:
    other = WeChatPay(merchant(private_key_pem=private_pem(keys().old_platform)), peer.url)
    with pytest.raises(PaymentRefused, match="SIGN_ERROR"):
        other.open(ORDER)
    other.close()
    assert peer.heard == ["the signature does not hold"]


def test_a_nonce_is_never_used_twice(peer: WeChatPeer, channel: WeChatPay) -> None:
    repeating = WeChatPay(merchant(), peer.url, nonce=lambda: "the same")
    repeating.open(ORDER)
    with pytest.raises(PaymentRefused):
        repeating.open(ORDER)
    repeating.close()
    for _ in range(3):
        channel.open(ORDER)


@pytest.mark.parametrize("status", [500, 502, 503, 429, 302, 202])
@pytest.mark.parametrize("signs", ["well", "not at all"])
def test_trouble_of_the_service_is_asked_about_again(
    peer: WeChatPeer, channel: WeChatPay, status: int, signs: str
) -> None:
    peer.next_answer(Manners(status=status, signs=signs))
    with pytest.raises(PaymentUnreachable, match=str(status)):
        channel.open(ORDER)


def test_a_no_of_somebody_on_the_way_is_not_the_services(peer: WeChatPeer, channel: WeChatPay) -> None:
    peer.next_answer(Manners(status=403, signs="not at all"))
    with pytest.raises(PaymentUnreachable, match="on the way"):
        channel.open(ORDER)


def test_a_slow_service_ends_the_wait(peer: WeChatPeer) -> None:
    answer_now = threading.Event()
    peer.next_answer(Manners(waits_for=answer_now))
    hurried = WeChatPay(merchant(), peer.url, timeout_s=0.3)
    with pytest.raises(PaymentUnreachable, match="no answer"):
        hurried.open(ORDER)
    answer_now.set()
    hurried.close()


def test_nobody_there_is_nobody_knows() -> None:
    channel = WeChatPay(merchant(), "http://127.0.0.1:9", timeout_s=0.5)
    with pytest.raises(PaymentUnreachable):
        channel.open(ORDER)
    channel.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"mchid": "1900000109", "out_trade_no": "%b"}' % ID.encode(),
        b'{"mchid": "1900000109", "out_trade_no": "%b", "trade_state": "NEVER_HEARD_OF"}' % ID.encode(),
        b'{"mchid": "1900000109", "out_trade_no": "%b", "trade_state": "SUCCESS"}' % ID.encode(),
        b'{"mchid": "1900000109", "out_trade_no": "%b", "trade_state": "SUCCESS", "transaction_id": "4200",'
        b' "amount": {"total": 5000, "currency": "USD"}}' % ID.encode(),
        b'{"mchid": "1900000109", "out_trade_no": "%b", "trade_state": "SUCCESS", "transaction_id": "4200",'
        b' "amount": {"total": -5000}}' % ID.encode(),
    ],
)
def test_a_signed_answer_that_means_nothing_is_asked_for_again(
    peer: WeChatPeer, channel: WeChatPay, body: bytes
) -> None:
    channel.open(ORDER)
    peer.next_answer(Manners(body=body))
    with pytest.raises(PaymentUnreachable, match="not understood"):
        channel.status(ID)


@pytest.mark.parametrize(
    "body",
    [
        b'{"mchid": "1900000110", "out_trade_no": "%b", "trade_state": "NOTPAY"}' % ID.encode(),
        b'{"mchid": "1900000109", "appid": "wx0", "out_trade_no": "%b", "trade_state": "NOTPAY"}' % ID.encode(),
        b'{"mchid": "1900000109", "out_trade_no": "V20260301A018", "trade_state": "NOTPAY"}',
    ],
)
def test_an_answer_about_somebody_elses_order_is_not_believed(
    peer: WeChatPeer, channel: WeChatPay, body: bytes
) -> None:
    channel.open(ORDER)
    peer.next_answer(Manners(body=body))
    with pytest.raises(ForgedMessage):
        channel.status(ID)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("USERPAYING", PaidState.WAITING),
        ("REVOKED", PaidState.CLOSED),
        ("PAYERROR", PaidState.CLOSED),
        ("REFUND", PaidState.PAID),
    ],
)
def test_every_state_of_an_order_has_a_meaning(
    peer: WeChatPeer, channel: WeChatPay, word: str, state: PaidState
) -> None:
    channel.open(ORDER)
    peer.ledger.entries[ID].state = word
    assert channel.status(ID).state is state


@pytest.mark.parametrize(
    ("word", "state", "fen"),
    [
        ("PROCESSING", RefundState.PROCESSING, 5000),
        ("ABNORMAL", RefundState.FAILED, 0),
        ("CLOSED", RefundState.FAILED, 0),
    ],
)
def test_every_state_of_a_refund_has_a_meaning(
    peer: WeChatPeer, channel: WeChatPay, word: str, state: RefundState, fen: int
) -> None:
    channel.open(ORDER)
    peer.ledger.pay(ID)
    peer.ledger.refunds_are = word
    for status in (channel.refund(ID, "R1" + ID, 5000, 5000), channel.refund_status("R1" + ID)):
        assert (status.state, status.refunded_fen) == (state, fen)


def test_an_answer_about_another_refund_is_not_believed(peer: WeChatPeer, channel: WeChatPay) -> None:
    peer.next_answer(Manners(status=200, body=b'{"out_refund_no": "R9", "status": "SUCCESS", "amount": {"refund": 1}}'))
    with pytest.raises(ForgedMessage, match="R9"):
        channel.refund_status("R1")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"private_key_pem": "-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----"}, "unusable"),
        ({"platform_keys": (PlatformKey(PUBLIC_KEY_ID, "-----BEGIN PUBLIC KEY-----\n"),)}, "unusable"),
        ({"platform_keys": (PlatformKey("5F", certificate_pem()),)}, "serial number"),
    ],
)
def test_a_key_that_cannot_be_read_is_told_when_the_channel_is_made(changes: dict[str, object], why: str) -> None:
    with pytest.raises(PaymentRefused, match=why):
        WeChatPay(merchant(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"mchid": "abc"},
        {"appid": ""},
        {"private_key_pem": "path/to/apiclient_key.pem"},
        {"platform_keys": ()},
        {"api_v3_key": "short"},
        {"notify_url": "desk.example.org"},
        {"notify_url": "https://desk.example.org/?a=1"},
    ],
)
def test_a_merchant_with_a_field_that_cannot_be_right_is_not_built(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"digits|needed|PEM|believed|bytes|notify_url"):
        merchant(**changes)


def test_no_secret_is_shown() -> None:
    shown = repr(merchant())
    assert "1900000109" in shown
    assert merchant().api_v3_key not in shown
    assert "BEGIN" not in shown
    assert public_pem(keys().platform)[40:60] not in shown
