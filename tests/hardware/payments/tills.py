"""The payment channels under one contract, each with the hand that pays and makes it misbehave."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hardware.payments.protocol import PaymentChannel, PayOrder
from hardware.payments.simulator import SimulatedPayments
from hardware.payments.wechat import WeChatPay
from tests.hardware.payments.wechat_keys import merchant
from tests.hardware.payments.wechat_peer import Manners, WeChatPeer, wechat_peer


@dataclass(frozen=True)
class Till:
    channel: PaymentChannel
    pay: Callable[[str], object]
    lose_the_next_answer: Callable[[], None]
    refuse: Callable[[], None]
    go_away: Callable[[], None]
    come_back: Callable[[], None]
    call_back: Callable[[str], tuple[Mapping[str, str], bytes]]


def order(order_id: str = "V20260301A017", fen: int = 5000, description: str = "儿科 挂号费") -> PayOrder:
    return PayOrder(order_id, fen, description, datetime.now(UTC) + timedelta(hours=1))


def simulated_till() -> Till:
    channel = SimulatedPayments()
    return Till(
        channel,
        channel.pay,
        channel.lose_the_next_answer,
        channel.refuse,
        channel.go_away,
        channel.come_back,
        channel.call_back,
    )


def wechat_till(channel: WeChatPay, peer: WeChatPeer) -> Till:
    def refuse() -> None:
        peer.ledger.is_blocked = True

    def lose() -> None:
        peer.next_answer(Manners(is_lost=True))

    return Till(channel, peer.ledger.pay, lose, refuse, peer.away.set, peer.away.clear, peer.call_back)


@contextmanager
def wechat_pay(timeout_s: float = 10) -> Iterator[tuple[WeChatPay, WeChatPeer]]:
    with wechat_peer() as peer:
        channel = WeChatPay(merchant(), peer.url, timeout_s=timeout_s)
        try:
            yield channel, peer
        finally:
            channel.close()
