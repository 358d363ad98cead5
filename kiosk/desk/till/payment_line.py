"""The way to the payment service: when it stands still it holds up a few of the desk's threads, never all."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from hardware.errors import PaymentUnreachable
from hardware.payments.protocol import PaidStatus, PaymentChannel, PayOrder, RefundStatus

MOST_AT_ONCE = 8
WAIT_S = 2.0
"""For a place, where somebody stands and waits; a question that is asked again and again anyhow waits for none."""


class PaymentLine:
    """What is asked of `service`; PaymentUnreachable, as if nobody answered, also where too many ask already."""

    def __init__(self, service: PaymentChannel, most_at_once: int = MOST_AT_ONCE, wait_s: float = WAIT_S) -> None:
        self.service = service
        self._places = BoundedSemaphore(most_at_once)
        self._wait_s = wait_s

    def open(self, order: PayOrder) -> str:
        with self._place(self._wait_s):
            return self.service.open(order)

    def status(self, order_id: str) -> PaidStatus:
        with self._place(0):
            return self.service.status(order_id)

    def close_order(self, order_id: str) -> PaidStatus:
        with self._place(self._wait_s):
            return self.service.close_order(order_id)

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        with self._place(self._wait_s):
            return self.service.refund(order_id, refund_id, refund_fen, total_fen)

    @contextmanager
    def _place(self, wait_s: float) -> Iterator[None]:
        if not self._places.acquire(timeout=wait_s):
            raise PaymentUnreachable(self.service.name, "too many ask it at once")
        try:
            yield
        finally:
            self._places.release()
