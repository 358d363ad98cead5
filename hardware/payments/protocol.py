"""How a site is paid: an order gets a QR code, somebody pays it or nobody does, and money can go back.

Every call may be repeated with the same ids and does its work once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class PaidState(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"


class RefundState(StrEnum):
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PayOrder:
    """`order_id`: ours, 6 to 32 letters and digits, never used twice. Amounts are in fen (0.01 yuan)."""

    order_id: str
    amount_fen: int
    description: str
    expires_at: datetime

    def __post_init__(self) -> None:
        if not (6 <= len(self.order_id) <= 32 and self.order_id.isascii() and self.order_id.isalnum()):
            raise ValueError(f"an order id has 6 to 32 letters and digits: {self.order_id!r}")
        if self.amount_fen < 1:
            raise ValueError(f"an order of {self.amount_fen} fen")
        if self.expires_at.tzinfo is None:
            raise ValueError("a moment without a time zone")


@dataclass(frozen=True, slots=True)
class PaidStatus:
    """What the service says of an order. `transaction_id` is the service's, empty until paid."""

    order_id: str
    state: PaidState
    paid_fen: int = 0
    transaction_id: str = ""


@dataclass(frozen=True, slots=True)
class RefundStatus:
    refund_id: str
    state: RefundState
    refunded_fen: int


class PaymentChannel(Protocol):
    """Raises PaymentUnreachable (nobody knows: ask again), PaymentRefused (a clear no), ForgedMessage."""

    name: str

    def open(self, order: PayOrder) -> str:
        """The text of the QR code with which this order is paid."""

    def status(self, order_id: str) -> PaidStatus: ...

    def close_order(self, order_id: str) -> PaidStatus:
        """Nobody can pay it any more; answers PAID when somebody was faster."""

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus: ...

    def notification(self, headers: Mapping[str, str], body: bytes) -> PaidStatus:
        """A call-back of the service, verified and decrypted. Raises ForgedMessage."""
