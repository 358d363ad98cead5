"""A stand-in for WeChat Pay on loopback: believes nobody whose signature does not hold, misbehaves on request."""

import base64
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from tests.hardware.payments.wechat_keys import API_V3_KEY, CERTIFICATE_NUMBER, MCHID, PUBLIC_KEY_ID, SERIAL, keys
from tests.hardware.payments.wechat_ledger import Answer, Ledger, no


@dataclass(frozen=True)
class Manners:
    """How an answer or a call-back is given: the first is how it should be."""

    signs: str = "well"  # "well", "wrongly", "not at all", "with the old certificate", "with an unknown key"
    late_s: int = 0
    status: int | None = None
    body: bytes | None = None
    is_lost: bool = False
    waits_for: threading.Event | None = None


GOOD = Manners()


class WeChatPeer:
    def __init__(self) -> None:
        self.url = ""
        self.forget()

    def forget(self) -> None:
        """As new, at the same address: making a client with its certificates takes longer than most tests."""
        self.ledger = Ledger()
        self.heard: list[str] = []
        self.away = threading.Event()
        self._nonces: set[str] = set()
        self._next: list[Manners] = []

    def next_answer(self, manners: Manners) -> None:
        self._next.append(manners)

    def manners(self) -> Manners:
        return self._next.pop(0) if self._next else GOOD

    def distrusts(self, method: str, path: str, headers: dict[str, str], body: bytes) -> str:
        """Why a request is not the merchant's; nothing when it is."""
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        told = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        if scheme != "WECHATPAY2-SHA256-RSA2048" or (told.get("mchid"), told.get("serial_no")) != (MCHID, SERIAL):
            return "not signed by the merchant"
        if abs(time.time() - int(told["timestamp"])) > 300 or told["nonce_str"] in self._nonces:
            return "an old message"
        self._nonces.add(told["nonce_str"])
        message = f"{method}\n{path}\n{told['timestamp']}\n{told['nonce_str']}\n".encode() + body + b"\n"
        try:
            signature = base64.b64decode(told["signature"])
            keys().merchant.public_key().verify(signature, message, padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return "the signature does not hold"
        needed = ("accept", "content-type", "user-agent")
        return "" if all(headers.get(name) for name in needed) else "a header is missing"

    def signed(self, body: bytes, manners: Manners = GOOD) -> dict[str, str]:
        """The headers of an answer or of a call-back."""
        if manners.signs == "not at all":
            return {}
        timestamp, nonce = str(int(time.time()) - manners.late_s), secrets.token_hex(16)
        is_old = manners.signs == "with the old certificate"
        key = keys().old_platform if is_old or manners.signs == "wrongly" else keys().platform
        serial = f"{CERTIFICATE_NUMBER:040X}" if is_old else PUBLIC_KEY_ID
        signature = key.sign(f"{timestamp}\n{nonce}\n".encode() + body + b"\n", padding.PKCS1v15(), SHA256())
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": base64.b64encode(signature).decode(),
            "Wechatpay-Serial": "5FFF" if manners.signs == "with an unknown key" else serial,
        }

    def call_back(
        self,
        order_id: str,
        manners: Manners = GOOD,
        event: str = "TRANSACTION.SUCCESS",
        api_key: str = API_V3_KEY,
        changes: dict[str, object] | None = None,
        resource_changes: dict[str, object] | None = None,
    ) -> tuple[dict[str, str], bytes]:
        """Headers and body of what is sent to the merchant's notify_url when an order is paid."""
        said = json.dumps(self.ledger.transaction(order_id) | (changes or {})).encode()
        nonce = secrets.token_hex(6)
        sealed = AESGCM(api_key.encode()).encrypt(nonce.encode(), said, b"transaction")
        resource: dict[str, object] = {
            "original_type": "transaction",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "associated_data": "transaction",
            "nonce": nonce,
        }
        body = json.dumps(
            {
                "id": secrets.token_hex(16),
                "create_time": "2026-03-01T09:30:00+08:00",
                "event_type": event,
                "resource_type": "encrypt-resource",
                "resource": resource | (resource_changes or {}),
                "summary": "支付成功",
            },
            ensure_ascii=False,
        ).encode()
        return self.signed(body, manners), body

    def send_call_back(self, url: str, order_id: str, manners: Manners = GOOD) -> int:
        headers, body = self.call_back(order_id, manners)
        return httpx.post(url, content=body, headers=headers, trust_env=False).status_code


class _Server(ThreadingHTTPServer):
    peer: WeChatPeer
    request_queue_size = 64


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._talk("GET")

    def do_POST(self) -> None:
        self._talk("POST")

    def _talk(self, method: str) -> None:
        assert isinstance(self.server, _Server)
        peer = self.server.peer
        if peer.away.is_set():
            self._hang_up()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        doubt = peer.distrusts(method, self.path, headers, body)
        peer.heard.append(doubt or f"{method} {self.path}")
        if doubt:
            self._say(no(401, "SIGN_ERROR"), Manners(signs="not at all"))
            return
        manners = peer.manners()
        if manners.waits_for is not None:
            manners.waits_for.wait(10)
        answer = peer.ledger.answer(method, self.path, json.loads(body) if body else {})
        if manners.is_lost:
            self._hang_up()
        else:
            self._say(answer, manners)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _say(self, answer: Answer, manners: Manners) -> None:
        assert isinstance(self.server, _Server)
        status, said = answer
        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        if manners.status is not None:
            status, body = manners.status, b"<html>"
        body = body if manners.body is None else manners.body
        self.send_response(status)
        for name, value in self.server.peer.signed(body, manners).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # whoever asked did not want to wait so long

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name of the overridden method
        pass


@contextmanager
def wechat_peer() -> Iterator[WeChatPeer]:
    peer = WeChatPeer()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.peer = peer
        peer.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield peer
        finally:
            server.shutdown()
            thread.join()
