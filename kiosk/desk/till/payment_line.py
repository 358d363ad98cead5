"""The way to the payment service: when it stands still it holds up a few of the desk's threads, never all."""

from threading import BoundedSemaphore
from typing import Protocol

from hardware.errors import PaymentUnreachable
from hardware.payments.protocol import PaidStatus, PaymentChannel, PayOrder, RefundStatus

MOST_AT_ONCE = 6


class PaymentService(Protocol):
    """What is asked of a service, of the whole PaymentChannel."""

    def open(self, order: PayOrder) -> str: ...

    def status(self, order_id: str) -> PaidStatus: ...

    def close_order(self, order_id: str) -> PaidStatus: ...

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus: ...


class PaymentLine:
    """A PaymentService. Where so many are asking already, PaymentUnreachable comes at once, as if nobody answered."""

    def __init__(self, service: PaymentChannel, most_at_once: int = MOST_AT_ONCE) -> None:
        self.service = service
        self._places = BoundedSemaphore(most_at_once)

    def open(self, order: PayOrder) -> str:
        with _Place(self._places, self.service.name):
            return self.service.open(order)

    def status(self, order_id: str) -> PaidStatus:
        with _Place(self._places, self.service.name):
            return self.service.status(order_id)

    def close_order(self, order_id: str) -> PaidStatus:
        with _Place(self._places, self.service.name):
            return self.service.close_order(order_id)

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        with _Place(self._places, self.service.name):
            return self.service.refund(order_id, refund_id, refund_fen, total_fen)


class _Place:
    def __init__(self, places: BoundedSemaphore, name: str) -> None:
        self._places = places
        self._name = name

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise PaymentUnreachable(self._name, "too many ask it at once")

    def __exit__(self, *_how: object) -> None:
        self._places.release()
