"""What is said to WeChat Pay and what its words mean: APIv3, Native orders. Pure.

Field names and states are the service's; nothing here signs or sends.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone

from hardware.payments.protocol import PaidState, PaidStatus, PayOrder, RefundState, RefundStatus
from hardware.payments.wechat_merchant import WeChatMerchant

NATIVE = "/v3/pay/transactions/native"
REFUNDS = "/v3/refund/domestic/refunds"
PAID_EVENT = "TRANSACTION.SUCCESS"
ENCRYPTED = "AEAD_AES_256_GCM"
DESCRIPTION_MAX = 127
CURRENCY = "CNY"
CHINA = timezone(timedelta(hours=8))

_TRADE_STATES = {
    "SUCCESS": PaidState.PAID,
    "REFUND": PaidState.PAID,  # it was paid, and money went back since
    "NOTPAY": PaidState.WAITING,
    "USERPAYING": PaidState.WAITING,
    "ACCEPT": PaidState.WAITING,
    "CLOSED": PaidState.CLOSED,
    "REVOKED": PaidState.CLOSED,
    "PAYERROR": PaidState.CLOSED,
}
_REFUND_STATES = {
    "SUCCESS": RefundState.DONE,
    "PROCESSING": RefundState.PROCESSING,
    "CLOSED": RefundState.FAILED,
    "ABNORMAL": RefundState.FAILED,
}


class NotUnderstood(ValueError):
    """Signed, and yet not what the service's manual says."""


class OtherMerchant(ValueError):
    """Signed, but about somebody else's money."""


@dataclass(frozen=True, slots=True)
class Encrypted:
    """The sealed part of a call-back."""

    nonce: str
    associated_data: str
    ciphertext: str


def to_sign(*lines: str) -> bytes:
    """Every part on a line of its own, the last one too."""
    return "".join(f"{line}\n" for line in lines).encode()


def query_path(merchant: WeChatMerchant, order_id: str) -> str:
    return f"/v3/pay/transactions/out-trade-no/{order_id}?mchid={merchant.mchid}"


def close_path(order_id: str) -> str:
    return f"/v3/pay/transactions/out-trade-no/{order_id}/close"


def order_body(merchant: WeChatMerchant, order: PayOrder) -> dict[str, object]:
    return {
        "appid": merchant.appid,
        "mchid": merchant.mchid,
        "description": order.description[:DESCRIPTION_MAX],
        "out_trade_no": order.order_id,
        "time_expire": order.expires_at.astimezone(CHINA).isoformat(timespec="seconds"),
        "notify_url": merchant.notify_url,
        "amount": {"total": order.amount_fen, "currency": CURRENCY},
    }


def refund_body(order_id: str, refund_id: str, refund_fen: int, total_fen: int) -> dict[str, object]:
    amount = {"refund": refund_fen, "total": total_fen, "currency": CURRENCY}
    return {"out_trade_no": order_id, "out_refund_no": refund_id, "amount": amount}


def parsed(body: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"no JSON: {error}") from error
    if not isinstance(said, dict):
        raise NotUnderstood("no JSON object")
    return said


def text_of(said: Mapping[str, object], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not value:
        raise NotUnderstood(f"no {key}")
    return value


def part_of(said: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = said.get(key)
    if not isinstance(value, dict):
        raise NotUnderstood(f"no {key}")
    return value


def paid_status(merchant: WeChatMerchant, said: Mapping[str, object]) -> PaidStatus:
    """Of a transaction, asked for or called back."""
    if text_of(said, "mchid") != merchant.mchid or said.get("appid", merchant.appid) != merchant.appid:
        raise OtherMerchant(f"about merchant {said.get('mchid')!r}, appid {said.get('appid')!r}")
    order_id = text_of(said, "out_trade_no")
    state = _TRADE_STATES.get(text_of(said, "trade_state"))
    if state is None:
        raise NotUnderstood(f"trade_state {said['trade_state']!r}")
    if state is not PaidState.PAID:
        return PaidStatus(order_id, state)
    return PaidStatus(order_id, state, _fen(part_of(said, "amount"), "total"), text_of(said, "transaction_id"))


def refund_status(said: Mapping[str, object]) -> RefundStatus:
    state = _REFUND_STATES.get(text_of(said, "status"))
    if state is None:
        raise NotUnderstood(f"refund status {said['status']!r}")
    refunded_fen = _fen(part_of(said, "amount"), "refund")
    return RefundStatus(text_of(said, "out_refund_no"), state, refunded_fen if state is not RefundState.FAILED else 0)


def sealed_part(said: Mapping[str, object]) -> Encrypted:
    resource = part_of(said, "resource")
    if resource.get("algorithm") != ENCRYPTED:
        raise NotUnderstood(f"sealed by {resource.get('algorithm')!r}")
    associated = resource.get("associated_data") or ""
    if not isinstance(associated, str):
        raise NotUnderstood("associated_data is no text")
    return Encrypted(text_of(resource, "nonce"), associated, text_of(resource, "ciphertext"))


def _fen(amount: Mapping[str, object], key: str) -> int:
    fen = amount.get(key)
    if amount.get("currency", CURRENCY) != CURRENCY or not isinstance(fen, int) or isinstance(fen, bool) or fen < 1:
        raise NotUnderstood(f"amount {dict(amount)}")
    return fen
