"""WeChat Pay, APIv3, Native orders: the patient scans a QR code with a telephone."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

import httpx

from hardware.errors import ForgedMessage, PaymentRefused, PaymentUnreachable
from hardware.payments.protocol import PaidState, PaidStatus, PayOrder, RefundStatus
from hardware.payments.wechat_merchant import WeChatMerchant
from hardware.payments.wechat_messages import (
    NATIVE,
    PAID_EVENT,
    REFUNDS,
    NotUnderstood,
    OtherMerchant,
    close_path,
    order_body,
    paid_status,
    parsed,
    query_path,
    refund_body,
    refund_status,
    sealed_part,
    text_of,
)
from hardware.payments.wechat_signing import DoesNotHold, NotSigned, OutOfTime, Signer, Verifier

PRODUCTION = "https://api.mch.weixin.qq.com"
TIMEOUT_S = 6.0
SET_THE_CLOCK = "Set this computer's clock by a time server. If it is right, somebody sent an old message again."
_ASK_AGAIN = (202, 429)  # being paid this moment; too many questions
_NOT_US = 401  # whoever is not known gets no signed answer, and nothing was done

T = TypeVar("T")


class WeChatPay:
    """Remembers nothing of an order: what was asked for and what was paid is compared by whoever holds the bill.

    Raises PaymentRefused when a key of `merchant` cannot be read. `clock` is seconds of Unix time.
    """

    def __init__(
        self,
        merchant: WeChatMerchant,
        base_url: str = PRODUCTION,
        clock: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
        timeout_s: float = TIMEOUT_S,
        proxy: str | None = None,
    ) -> None:
        self.name = "WeChat Pay"
        self._merchant = merchant
        self._clock = clock
        self._nonce = nonce
        try:
            self._signer = Signer(merchant)
            self._verifier = Verifier(merchant)
        except ValueError as error:
            raise PaymentRefused(self.name, f"a key of the settings is unusable: {error}") from error
        self._client = httpx.Client(base_url=base_url, timeout=timeout_s, proxy=proxy, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def open(self, order: PayOrder) -> str:
        return self._asked(lambda said: text_of(said, "code_url"), "POST", NATIVE, order_body(self._merchant, order))

    def status(self, order_id: str) -> PaidStatus:
        status = self._asked(
            lambda said: paid_status(self._merchant, said), "GET", query_path(self._merchant, order_id)
        )
        self._must_be_about(order_id, status.order_id)
        return status

    def close_order(self, order_id: str) -> PaidStatus:
        try:
            self._call("POST", close_path(order_id), {"mchid": self._merchant.mchid})
        except _Refused as refused:
            if refused.code in ("ORDERPAID", "ORDER_PAID"):
                return self.status(order_id)
            if refused.code not in ("ORDER_CLOSED", "ORDERCLOSED"):
                raise
        return PaidStatus(order_id, PaidState.CLOSED)

    def refund(self, order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> RefundStatus:
        body = refund_body(order_id, refund_id, refund_fen, total_fen)
        status = self._asked(refund_status, "POST", REFUNDS, body)
        self._must_be_about(refund_id, status.refund_id)
        return status

    def refund_status(self, refund_id: str) -> RefundStatus:
        status = self._asked(refund_status, "GET", f"{REFUNDS}/{refund_id}")
        self._must_be_about(refund_id, status.refund_id)
        return status

    def notification(self, headers: Mapping[str, str], body: bytes) -> PaidStatus:
        """Comes again and again until it is answered with 200; each says the same."""
        try:
            self._verifier.verify(headers, body, self._clock())
            said = parsed(body)
            if text_of(said, "event_type") != PAID_EVENT:
                raise PaymentRefused(self.name, f"a call-back that nobody asked for: {said['event_type']}")
            return paid_status(self._merchant, parsed(self._verifier.opened(sealed_part(said))))
        except (NotSigned, DoesNotHold, NotUnderstood, OtherMerchant) as error:
            raise ForgedMessage(self.name, f"a call-back is not believed: {error}", _hint(error)) from error

    def _asked(
        self, meaning: Callable[[Mapping[str, object]], T], method: str, path: str, body: object | None = None
    ) -> T:
        answer = self._call(method, path, body)
        try:
            return meaning(parsed(answer))
        except NotUnderstood as error:
            raise PaymentUnreachable(self.name, f"its answer is not understood: {error}") from error
        except OtherMerchant as error:
            raise ForgedMessage(self.name, str(error)) from error

    def _call(self, method: str, path: str, body: object | None = None) -> bytes:
        """The body of an answer that is signed and good. Whatever could have been acted on unheard is Unreachable."""
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = self._client.request(method, path, content=content, headers=self._headers(method, path, content))
        except httpx.HTTPError as error:
            raise PaymentUnreachable(self.name, f"no answer: {error or type(error).__name__}") from error
        is_signed = self._is_signed(answer)
        if answer.status_code in (200, 204) and is_signed:
            return answer.content
        if answer.status_code in _ASK_AGAIN or not 400 <= answer.status_code < 500:
            raise PaymentUnreachable(self.name, f"it answers {_in_words(answer)}")
        if is_signed or answer.status_code == _NOT_US:
            raise _Refused(self.name, _in_words(answer), _code_of(answer))
        raise PaymentUnreachable(self.name, f"somebody on the way answers {_in_words(answer)}")

    def _must_be_about(self, asked: str, answered: str) -> None:
        """A signature does not say which question it answers: an older answer could be put in its place."""
        if asked != answered:
            raise ForgedMessage(self.name, f"asked about {asked}, answered about {answered}")

    def _headers(self, method: str, path: str, content: bytes) -> dict[str, str]:
        authorization = self._signer.authorization(method, path, content, int(self._clock()), self._nonce())
        return {
            "Authorization": authorization,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "gatehouse",
            "Wechatpay-Serial": self._merchant.platform_keys[0].key_id,
        }

    def _is_signed(self, answer: httpx.Response) -> bool:
        """Raises ForgedMessage for a signature that does not hold, and for good news without one."""
        try:
            self._verifier.verify(answer.headers, answer.content, self._clock())
        except NotSigned as error:
            if answer.status_code in (200, 204):
                raise ForgedMessage(self.name, "an answer without a signature") from error
            return False
        except DoesNotHold as error:
            raise ForgedMessage(self.name, f"an answer is not believed: {error}", _hint(error)) from error
        return True


class _Refused(PaymentRefused):
    """With the service's own word for why."""

    def __init__(self, part: str, why: str, code: str) -> None:
        super().__init__(part, why)
        self.code = code


def _hint(error: ValueError) -> str | None:
    return SET_THE_CLOCK if isinstance(error, OutOfTime) else None


def _code_of(answer: httpx.Response) -> str:
    try:
        return text_of(parsed(answer.content), "code")
    except NotUnderstood:
        return ""


def _in_words(answer: httpx.Response) -> str:
    try:
        said = parsed(answer.content)
    except NotUnderstood:
        return f"HTTP {answer.status_code}"
    return f"HTTP {answer.status_code} {said.get('code', '')}: {said.get('message', '')}"
