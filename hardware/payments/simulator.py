"""A payment service without money: a test, or the demo, is the hand that pays, and makes it misbehave.

It keeps the promises of a real service: an order is opened once whatever is repeated, money is never lost, and an
answer that does not arrive may still have been acted on.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock

from hardware.errors import ForgedMessage, PaymentRefused, PaymentUnreachable
from hardware.payments.protocol import PaidState, PaidStatus, PayOrder, RefundState, RefundStatus

SIGNATURE = "simulator-signature"
_NEVER_OPENED = PayOrder("unknown", 1, "", datetime.max.replace(tzinfo=UTC))


@dataclass(slots=True)
class _Account:
    """What the service knows of one order."""

    order: PayOrder
    status: PaidStatus
    refunds: dict[str, RefundStatus] = field(default_factory=dict)

    @property
    def refunded_fen(self) -> int:
        return sum(refund.refunded_fen for refund in self.refunds.values())


class SimulatedPayments:
    """The QR text is `qr_prefix` and the order's id. Any thread may call anything.

    Call-backs are signed with `secret`, each simulator's own where none is given: they make bookings paid.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        name: str = "simulated payments",
        qr_prefix: str = "gatehouse-demo-pay:",
        secret: bytes | None = None,
    ) -> None:
        self.name = name
        self._clock = clock
        self._qr_prefix = qr_prefix
        self._secret = secret or secrets.token_bytes(32)
        self._lock = Lock()
        self._accounts: dict[str, _Account] = {}
        self._is_away = False
        self._loses_the_next = False
        self._refuses_with: str | None = None

    def open(self, order: PayOrder) -> str:
        with self._lock:
            self._be_reachable()
            account = self._accounts.setdefault(order.order_id, _Account(order, _waiting(order.order_id)))
            if account.order != order:
                raise PaymentRefused(self.name, f"order {order.order_id} was opened with other data")
            if account.status.state is not PaidState.WAITING:
                raise PaymentRefused(self.name, f"order {order.order_id} is {account.status.state}")
            self._answer_or_lose_it()
            return self._qr_prefix + order.order_id

    def status(self, order_id: str) -> PaidStatus:
        with self._lock:
            self._be_reachable()
            status = self._account(order_id).status
            self._answer_or_lose_it()
            return status

    def close_order(self, order_id: str) -> PaidStatus:
        with self._lock:
            self._be_reachable()
            account = self._accounts.setdefault(order_id, _Account(_NEVER_OPENED, _waiting(order_id)))
            if account.status.state is PaidState.WAITING:
                account.status = PaidStatus(order_id, PaidState.CLOSED)
            self._answer_or_lose_it()
            return account.status

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        with self._lock:
            self._be_reachable()
            account = self._account(order_id)
            done = RefundStatus(refund_id, RefundState.DONE, refund_fen)
            if account.refunds.get(refund_id, done) != done:
                raise PaymentRefused(self.name, f"refund {refund_id} was made with other data")
            if refund_id not in account.refunds:
                self._check_refund(account, refund_fen, total_fen)
                account.refunds[refund_id] = done
            self._answer_or_lose_it()
            return account.refunds[refund_id]

    def refund_status(self, refund_id: str) -> RefundStatus:
        with self._lock:
            self._be_reachable()
            for account in self._accounts.values():
                if refund_id in account.refunds:
                    return account.refunds[refund_id]
            raise PaymentRefused(self.name, f"there is no refund {refund_id}")

    def notification(self, headers: Mapping[str, str], body: bytes) -> PaidStatus:
        told = {key.lower(): value for key, value in headers.items()}.get(SIGNATURE, "")
        if not hmac.compare_digest(told.encode(), self._signed(body).encode()):
            raise ForgedMessage(self.name, "a call-back's signature does not hold")
        status = _understood(body)
        if status is None:
            raise ForgedMessage(self.name, "a call-back that is none of its own")
        return status

    def call_back(self, order_id: str) -> tuple[dict[str, str], bytes]:
        """What the service would send to the desk about this order: headers and body."""
        with self._lock:
            status = self._account(order_id).status
        said = {
            "order": order_id,
            "state": status.state,
            "fen": status.paid_fen,
            "transaction": status.transaction_id,
        }
        body = json.dumps(said).encode()
        return {SIGNATURE: self._signed(body)}, body

    def pay(self, order_id: str) -> PaidStatus:
        """A telephone pays. Raises PaymentRefused, on the telephone, where an order is paid, closed or expired."""
        with self._lock:
            account = self._account(order_id)
            if account.status.state is not PaidState.WAITING or self._clock() >= account.order.expires_at:
                raise PaymentRefused(self.name, f"order {order_id} cannot be paid any more")
            return self._receive(account)

    def pay_by_qr(self, qr_text: str) -> PaidStatus:
        """As `pay`, by what stands in the QR code."""
        return self.pay(qr_text.removeprefix(self._qr_prefix))

    def pay_twice(self, order_id: str) -> PaidStatus:
        """Two telephones at once, both charged: more money than the order asks for."""
        self.pay(order_id)
        return self.pay_late(order_id)

    def pay_late(self, order_id: str) -> PaidStatus:
        """Money that arrives although the order is closed, expired or paid."""
        with self._lock:
            return self._receive(self._account(order_id))

    def lose_the_next_answer(self) -> None:
        """The next call is acted on, and nobody hears of it."""
        self._loses_the_next = True

    def refuse(self, why: str = "the merchant is blocked") -> None:
        """Every call, until `accept`."""
        self._refuses_with = why

    def accept(self) -> None:
        self._refuses_with = None

    def go_away(self) -> None:
        self._is_away = True

    def come_back(self) -> None:
        self._is_away = False

    def balance_fen(self, order_id: str) -> int:
        """What the site has of this order: what was paid without what went back."""
        with self._lock:
            account = self._account(order_id)
            return account.status.paid_fen - account.refunded_fen

    def waiting(self) -> tuple[PayOrder, ...]:
        """What could be paid now: the demo shows it."""
        with self._lock:
            now = self._clock()
            accounts = self._accounts.values()
            return tuple(a.order for a in accounts if a.status.state is PaidState.WAITING and now < a.order.expires_at)

    def _receive(self, account: _Account) -> PaidStatus:
        fen = account.status.paid_fen + account.order.amount_fen
        transaction = account.status.transaction_id or f"SIM{account.order.order_id}"
        account.status = replace(account.status, state=PaidState.PAID, paid_fen=fen, transaction_id=transaction)
        return account.status

    def _be_reachable(self) -> None:
        if self._is_away:
            raise PaymentUnreachable(self.name, "nobody answers")
        if self._refuses_with is not None:
            raise PaymentRefused(self.name, self._refuses_with)

    def _answer_or_lose_it(self) -> None:
        if self._loses_the_next:
            self._loses_the_next = False
            raise PaymentUnreachable(self.name, "the answer was lost")

    def _account(self, order_id: str) -> _Account:
        try:
            return self._accounts[order_id]
        except KeyError:
            raise PaymentRefused(self.name, f"there is no order {order_id}") from None

    def _check_refund(self, account: _Account, refund_fen: int, total_fen: int) -> None:
        paid_fen = account.status.paid_fen
        if account.status.state is not PaidState.PAID or total_fen != paid_fen:
            raise PaymentRefused(self.name, f"{total_fen} fen were not paid for order {account.order.order_id}")
        if not 1 <= refund_fen <= paid_fen - account.refunded_fen:
            raise PaymentRefused(self.name, f"{refund_fen} fen are more than is left of {paid_fen}")

    def _signed(self, body: bytes) -> str:
        return hmac.new(self._secret, body, hashlib.sha256).hexdigest()


def _waiting(order_id: str) -> PaidStatus:
    return PaidStatus(order_id, PaidState.WAITING)


def _understood(body: bytes) -> PaidStatus | None:
    try:
        said = json.loads(body)
        texts, fen = (said["order"], said["transaction"]), said["fen"]
        if type(fen) is not int or not all(isinstance(text, str) for text in texts):
            return None
        return PaidStatus(texts[0], PaidState(said["state"]), fen, texts[1])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
