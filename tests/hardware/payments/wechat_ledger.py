"""The books of a stand-in for WeChat Pay: orders, money, refunds, and its answers in the service's words."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.hardware.payments.wechat_keys import APPID, MCHID

Answer = tuple[int, dict[str, object] | None]


def no(status: int, code: str) -> Answer:
    return status, {"code": code, "message": "见错误码"}


@dataclass
class Entry:
    asked: dict[str, object]
    fen: int
    state: str = "NOTPAY"
    refunds: dict[str, dict[str, object]] = field(default_factory=dict)


class Ledger:
    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.closed_unseen: set[str] = set()
        self.refunds_are = "SUCCESS"
        self.is_blocked = False

    def answer(self, method: str, path: str, said: dict[str, object]) -> Answer:
        return no(403, "NO_AUTH") if self.is_blocked else self._answer(method, path, said)

    def _answer(self, method: str, path: str, said: dict[str, object]) -> Answer:
        parts = path.partition("?")[0].strip("/").split("/")[1:]
        match method, parts:
            case "POST", ["pay", "transactions", "native"]:
                return self._open(said)
            case "GET", ["pay", "transactions", "out-trade-no", order_id] if path.endswith(f"?mchid={MCHID}"):
                return self._query(order_id)
            case "POST", ["pay", "transactions", "out-trade-no", order_id, "close"] if said == {"mchid": MCHID}:
                return self._close(order_id)
            case "POST", ["refund", "domestic", "refunds"]:
                return self._refund(said)
            case "GET", ["refund", "domestic", "refunds", refund_id]:
                return self._query_refund(refund_id)
        return no(404, "RESOURCE_NOT_EXISTS")

    def pay(self, order_id: str) -> None:
        entry = self.entries[order_id]
        assert entry.state == "NOTPAY"
        entry.state = "SUCCESS"

    def transaction(self, order_id: str) -> dict[str, object]:
        entry = self.entries[order_id]
        said: dict[str, object] = {
            "appid": APPID,
            "mchid": MCHID,
            "out_trade_no": order_id,
            "trade_state": entry.state,
            "trade_state_desc": "…",
            "amount": {"total": entry.fen, "payer_total": entry.fen, "currency": "CNY", "payer_currency": "CNY"},
        }
        if entry.state in ("SUCCESS", "REFUND"):
            said |= {"transaction_id": f"4200{order_id}", "trade_type": "NATIVE", "bank_type": "OTHERS"}
        return said

    def _open(self, said: dict[str, object]) -> Answer:
        amount, order_id = said["amount"], str(said["out_trade_no"])
        assert isinstance(amount, dict)
        if said["mchid"] != MCHID or said["appid"] != APPID:
            return no(400, "APPID_MCHID_NOT_MATCH")
        assert datetime.fromisoformat(str(said["time_expire"])).utcoffset() is not None
        assert len(str(said["description"])) <= 127
        entry = self.entries.setdefault(order_id, Entry(said, amount["total"]))
        if entry.asked != said:
            return no(403, "OUT_TRADE_NO_USED")
        if entry.state != "NOTPAY":
            return no(400, "ORDERPAID" if entry.state == "SUCCESS" else "ORDER_CLOSED")
        return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={order_id}"}

    def _query(self, order_id: str) -> Answer:
        return (200, self.transaction(order_id)) if order_id in self.entries else no(404, "ORDER_NOT_EXIST")

    def _close(self, order_id: str) -> Answer:
        """The service answers 204 for a number that it has never heard of, too."""
        entry = self.entries.get(order_id)
        if entry is not None and entry.state in ("SUCCESS", "REFUND"):
            return no(400, "ORDERPAID")
        if entry is not None:
            entry.state = "CLOSED"
        return 204, None

    def _refund(self, said: dict[str, object]) -> Answer:
        entry, refund_id, amount = (
            self.entries.get(str(said["out_trade_no"])),
            str(said["out_refund_no"]),
            said["amount"],
        )
        assert isinstance(amount, dict)
        if entry is None or entry.state in ("NOTPAY", "CLOSED"):
            return no(404, "RESOURCE_NOT_EXISTS")
        if refund_id not in entry.refunds:
            before = sum(self._refunded(refund) for refund in entry.refunds.values())
            if amount["total"] != entry.fen or amount["refund"] > entry.fen - before:
                return no(400, "INVALID_REQUEST")
            entry.state = "REFUND"
            entry.refunds[refund_id] = {"out_refund_no": refund_id, "status": self.refunds_are, "amount": amount}
        elif entry.refunds[refund_id]["amount"] != amount:
            return no(400, "INVALID_REQUEST")
        return 200, entry.refunds[refund_id]

    def _query_refund(self, refund_id: str) -> Answer:
        found = [entry.refunds[refund_id] for entry in self.entries.values() if refund_id in entry.refunds]
        return (200, found[0]) if found else no(404, "RESOURCE_NOT_EXISTS")

    @staticmethod
    def _refunded(refund: dict[str, object]) -> int:
        amount = refund["amount"]
        assert isinstance(amount, dict)
        return int(amount["refund"])
