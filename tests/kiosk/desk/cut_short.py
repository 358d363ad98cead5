"""A payment service at which the desk's program is killed, before or after what it asks for is done."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from hardware.payments.protocol import PaidStatus, PayOrder, RefundStatus
from hardware.payments.simulator import SimulatedPayments

T = TypeVar("T")


class Killed(BaseException):
    """As SIGKILL: nothing of the program runs after it."""


class CutShort:
    """A PaymentChannel in front of another; `kill_at("open", after=True)` is for the next such call.

    `calls` are what it was asked for."""

    def __init__(self, service: SimulatedPayments) -> None:
        self.name = service.name
        self._service = service
        self._where: tuple[str, bool] | None = None
        self.calls: list[str] = []

    def kill_at(self, call: str, after: bool) -> None:
        self._where = (call, after)

    @property
    def is_waiting(self) -> bool:
        return self._where is not None

    def live_on(self) -> None:
        self._where = None

    def open(self, order: PayOrder) -> str:
        return self._cut("open", lambda: self._service.open(order))

    def status(self, order_id: str) -> PaidStatus:
        return self._cut("status", lambda: self._service.status(order_id))

    def close_order(self, order_id: str) -> PaidStatus:
        return self._cut("close_order", lambda: self._service.close_order(order_id))

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        return self._cut("refund", lambda: self._service.refund(order_id, refund_id, refund_fen, total_fen))

    def notification(self, headers: Mapping[str, str], body: bytes) -> PaidStatus:
        return self._service.notification(headers, body)

    def _cut(self, call: str, work: Callable[[], T]) -> T:
        self.calls.append(call)
        if self._where == (call, False):
            self._where = None
            raise Killed
        answer = work()
        if self._where == (call, True):
            self._where = None
            raise Killed
        return answer
