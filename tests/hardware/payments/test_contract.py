"""What every payment channel promises: the same tests over the simulator and WeChat Pay."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hardware.errors import ForgedMessage, PaymentError, PaymentRefused, PaymentUnreachable
from hardware.payments.protocol import PaidState, PaidStatus, RefundState, RefundStatus
from hardware.payments.wechat import WeChatPay
from tests.hardware.payments.tills import Till, order, simulated_till, wechat_pay, wechat_till
from tests.hardware.payments.wechat_peer import WeChatPeer

ORDER = order()
ID = ORDER.order_id


@pytest.fixture(scope="module")
def wechat() -> Iterator[tuple[WeChatPay, WeChatPeer]]:
    with wechat_pay() as (channel, peer):
        yield channel, peer


@pytest.fixture(params=["simulator", "wechat"])
def till(request: pytest.FixtureRequest, wechat: tuple[WeChatPay, WeChatPeer]) -> Till:
    if request.param == "simulator":
        return simulated_till()
    channel, peer = wechat
    peer.forget()
    return wechat_till(channel, peer)


def test_an_order_waits_until_somebody_pays_it(till: Till) -> None:
    assert till.channel.open(ORDER)
    assert till.channel.status(ID) == PaidStatus(ID, PaidState.WAITING)
    till.pay(ID)
    paid = till.channel.status(ID)
    assert (paid.state, paid.paid_fen) == (PaidState.PAID, 5000)
    assert paid.transaction_id


def test_opening_again_shows_the_same_code_and_makes_no_second_order(till: Till) -> None:
    assert till.channel.open(ORDER) == till.channel.open(ORDER)


def test_two_orders_have_two_codes(till: Till) -> None:
    assert till.channel.open(ORDER) != till.channel.open(order("V20260301A018"))


def test_an_id_is_not_used_for_another_amount(till: Till) -> None:
    till.channel.open(ORDER)
    with pytest.raises(PaymentRefused):
        till.channel.open(order(ID, fen=1))
    till.pay(ID)
    assert till.channel.status(ID).paid_fen == 5000


def test_a_paid_order_is_not_opened_again(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    with pytest.raises(PaymentRefused):
        till.channel.open(ORDER)


def test_a_closed_order_stays_closed(till: Till) -> None:
    till.channel.open(ORDER)
    closed = PaidStatus(ID, PaidState.CLOSED)
    assert till.channel.close_order(ID) == closed
    assert till.channel.close_order(ID) == closed
    assert till.channel.status(ID) == closed
    with pytest.raises(PaymentRefused):
        till.channel.open(ORDER)


def test_closing_comes_too_late_for_somebody_who_was_faster(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    assert till.channel.close_order(ID) == till.channel.status(ID)
    assert till.channel.close_order(ID).state is PaidState.PAID


def test_closing_what_was_never_opened_is_closing(till: Till) -> None:
    """A desk that does not know whether its request arrived closes the order to be sure."""
    assert till.channel.close_order(ID) == PaidStatus(ID, PaidState.CLOSED)


def test_nobody_knows_an_order_that_was_never_opened(till: Till) -> None:
    with pytest.raises(PaymentRefused):
        till.channel.status(ID)


def test_money_goes_back_once_whatever_is_repeated(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    back = RefundStatus("R1" + ID, RefundState.DONE, 5000)
    assert till.channel.refund(ID, back.refund_id, 5000, 5000) == back
    assert till.channel.refund(ID, back.refund_id, 5000, 5000) == back
    with pytest.raises(PaymentRefused):
        till.channel.refund(ID, "R2" + ID, 1, 5000)
    assert till.channel.status(ID).state is PaidState.PAID


def test_part_of_the_money_goes_back_and_never_more_than_there_is(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    assert till.channel.refund(ID, "R1" + ID, 3000, 5000).refunded_fen == 3000
    with pytest.raises(PaymentRefused):
        till.channel.refund(ID, "R2" + ID, 3000, 5000)
    assert till.channel.refund(ID, "R3" + ID, 2000, 5000).refunded_fen == 2000


def test_a_refund_is_not_made_again_with_another_amount(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    till.channel.refund(ID, "R1" + ID, 1000, 5000)
    with pytest.raises(PaymentRefused):
        till.channel.refund(ID, "R1" + ID, 2000, 5000)


def test_nothing_goes_back_for_an_order_that_was_not_paid(till: Till) -> None:
    till.channel.open(ORDER)
    with pytest.raises(PaymentRefused):
        till.channel.refund(ID, "R1" + ID, 5000, 5000)


def test_a_lost_answer_is_asked_for_again(till: Till) -> None:
    till.lose_the_next_answer()
    with pytest.raises(PaymentUnreachable):
        till.channel.open(ORDER)
    till.channel.open(ORDER)
    till.pay(ID)
    till.lose_the_next_answer()
    with pytest.raises(PaymentUnreachable):
        till.channel.refund(ID, "R1" + ID, 5000, 5000)
    assert till.channel.refund(ID, "R1" + ID, 5000, 5000).refunded_fen == 5000


def test_a_lost_answer_to_closing_has_closed_all_the_same(till: Till) -> None:
    till.channel.open(ORDER)
    till.lose_the_next_answer()
    with pytest.raises(PaymentUnreachable):
        till.channel.close_order(ID)
    assert till.channel.status(ID).state is PaidState.CLOSED


def test_a_service_that_is_away_loses_nothing(till: Till) -> None:
    till.channel.open(ORDER)
    till.go_away()
    for call in (till.channel.status, till.channel.close_order):
        with pytest.raises(PaymentUnreachable):
            call(ID)
    till.come_back()
    assert till.channel.status(ID).state is PaidState.WAITING


def test_a_clear_no_is_told_with_what_to_do(till: Till) -> None:
    till.refuse()
    with pytest.raises(PaymentRefused) as refused:
        till.channel.open(ORDER)
    assert "counter" in refused.value.hint


def test_a_call_back_says_what_asking_says_however_often_it_comes(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    headers, body = till.call_back(ID)
    assert till.channel.notification(headers, body) == till.channel.status(ID)
    shouted = {name.upper(): value for name, value in headers.items()}
    assert till.channel.notification(shouted, body) == till.channel.status(ID)


def test_a_call_back_that_was_touched_is_not_believed(till: Till) -> None:
    till.channel.open(ORDER)
    till.pay(ID)
    headers, body = till.call_back(ID)
    for forged_headers, forged_body in (
        ({}, body),
        (headers, body.replace(b"a", b"b")),
        (headers, b""),
        (headers, body + b" "),
    ):
        with pytest.raises(ForgedMessage):
            till.channel.notification(forged_headers, forged_body)


def test_opened_and_closed_by_many_at_once_it_is_one_order(till: Till) -> None:
    def one(number: int) -> object:
        try:
            return till.channel.open(ORDER) if number % 2 else till.channel.refund(ID, "R1" + ID, 5000, 5000)
        except PaymentError as error:
            return type(error)

    till.channel.open(ORDER)
    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(one, [1] * 16))
        assert len(codes) == 1
        till.pay(ID)
        refunds = set(pool.map(one, [2] * 16))
    assert refunds == {RefundStatus("R1" + ID, RefundState.DONE, 5000)}
