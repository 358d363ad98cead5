import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from hardware.errors import ForgedMessage, PaymentRefused
from hardware.payments.protocol import PaidState, PayOrder
from hardware.payments.simulator import SIGNATURE, SimulatedPayments

START = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
ORDER = PayOrder("V20260301A017", 5000, "挂号费", START + timedelta(minutes=5))
ID = ORDER.order_id


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def payments(clock: Clock) -> SimulatedPayments:
    payments = SimulatedPayments(clock, qr_prefix="http://127.0.0.1:8000/pay/")
    payments.open(ORDER)
    return payments


def test_whoever_scans_the_code_can_pay(payments: SimulatedPayments) -> None:
    assert payments.waiting() == (ORDER,)
    assert payments.pay_by_qr(payments.open(ORDER)).state is PaidState.PAID
    assert payments.waiting() == ()


def test_nobody_pays_an_order_that_has_expired_and_it_waits_to_be_closed(
    payments: SimulatedPayments, clock: Clock
) -> None:
    clock.now += timedelta(minutes=5)
    with pytest.raises(PaymentRefused):
        payments.pay(ID)
    assert payments.waiting() == ()
    assert payments.status(ID).state is PaidState.WAITING
    assert payments.close_order(ID).state is PaidState.CLOSED


def test_money_that_comes_late_is_not_lost_and_can_go_back(payments: SimulatedPayments) -> None:
    payments.close_order(ID)
    payments.pay_late(ID)
    late = payments.status(ID)
    assert (late.state, late.paid_fen) == (PaidState.PAID, 5000)
    assert payments.refund(ID, "R1", 5000, late.paid_fen).refunded_fen == 5000


def test_an_order_paid_twice_shows_too_much_money_and_the_surplus_can_go_back(payments: SimulatedPayments) -> None:
    payments.pay_twice(ID)
    assert payments.status(ID).paid_fen == 10_000
    payments.refund(ID, "R1", 5000, 10_000)
    assert payments.refund_status("R1").refunded_fen == 5000


def test_a_paid_order_is_paid_for_whoever_scans_it_next(payments: SimulatedPayments) -> None:
    payments.pay(ID)
    with pytest.raises(PaymentRefused):
        payments.pay(ID)


def test_a_refund_nobody_made_is_refused(payments: SimulatedPayments) -> None:
    with pytest.raises(PaymentRefused):
        payments.refund_status("R9")


def test_refusing_ends_when_it_is_told_to(payments: SimulatedPayments) -> None:
    payments.refuse()
    with pytest.raises(PaymentRefused, match="blocked"):
        payments.status(ID)
    payments.accept()
    assert payments.status(ID).state is PaidState.WAITING


def test_no_two_simulators_believe_each_others_call_backs(payments: SimulatedPayments, clock: Clock) -> None:
    payments.pay(ID)
    assert payments.notification(*payments.call_back(ID)).state is PaidState.PAID
    with pytest.raises(ForgedMessage):
        SimulatedPayments(clock).notification(*payments.call_back(ID))


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"x", b"[]", b"{}", b"7", b'"x"', b"\xff", b"[" * 100_000),
        b'{"order": "o", "state": "stolen", "fen": 1, "transaction": "t"}',
        b'{"order": "o", "state": "paid", "fen": "1", "transaction": "t"}',
        b'{"order": "o", "state": "paid", "fen": true, "transaction": "t"}',
        b'{"order": ["o"], "state": "paid", "fen": 1, "transaction": "t"}',
        b'{"order": "o", "state": ["paid"], "fen": 1, "transaction": "t"}',
    ],
)
def test_a_signed_body_that_is_no_call_back_is_not_believed(clock: Clock, body: bytes) -> None:
    known = SimulatedPayments(clock, secret=b"known")
    signature = hmac.new(b"known", body, hashlib.sha256).hexdigest()
    with pytest.raises(ForgedMessage):
        known.notification({SIGNATURE: signature}, body)
