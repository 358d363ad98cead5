"""A payment service that stands still."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest

from hardware.errors import PaymentUnreachable
from hardware.payments.protocol import PaidState, PaidStatus, PayOrder, RefundStatus
from kiosk.desk.till.payment_line import PaymentLine


class StandsStill:
    """A PaymentChannel that answers when it is let."""

    name = "a service that stands still"

    def __init__(self) -> None:
        self.asked = Semaphore(0)
        self.go_on = Event()

    def status(self, order_id: str) -> PaidStatus:
        self.asked.release()
        self.go_on.wait(20)
        return PaidStatus(order_id, PaidState.WAITING)

    close_order = status

    def open(self, order: PayOrder) -> str:
        return self.status(order.order_id).order_id

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        raise AssertionError

    def notification(self, headers: Mapping[str, str], body: bytes) -> PaidStatus:
        raise AssertionError


@pytest.fixture
def service() -> Iterator[StandsStill]:
    service = StandsStill()
    yield service
    service.go_on.set()


def test_it_holds_up_a_few_threads_and_the_others_are_told_at_once(service: StandsStill) -> None:
    line = PaymentLine(service, most_at_once=2, wait_s=0.01)
    with ThreadPoolExecutor(2) as kiosks:
        waiting = [kiosks.submit(line.status, "order-1"), kiosks.submit(line.close_order, "order-2")]
        assert all(service.asked.acquire(timeout=20) for _ in waiting)
        with pytest.raises(PaymentUnreachable, match="too many"):
            line.status("order-3")
        with pytest.raises(PaymentUnreachable, match="too many"):
            line.close_order("order-3")
        service.go_on.set()
        assert [one.result(20).order_id for one in waiting] == ["order-1", "order-2"]
    assert line.status("order-3").state is PaidState.WAITING


def test_whoever_stands_and_waits_is_asked_for_as_soon_as_another_is_done(service: StandsStill) -> None:
    line = PaymentLine(service, most_at_once=1, wait_s=20)
    with ThreadPoolExecutor(2) as kiosks:
        first = kiosks.submit(line.status, "order-1")
        assert service.asked.acquire(timeout=20)
        second = kiosks.submit(line.close_order, "order-2")
        service.go_on.set()
        assert (first.result(20).order_id, second.result(20).order_id) == ("order-1", "order-2")
