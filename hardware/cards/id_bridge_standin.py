"""A stand-in for a vendor's bridge program, on this computer's loopback: the hand places cards and breaks things."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hardware.cards.events import CardData
from hardware.cards.id_bridge_shapes import THCARD, BridgeShape

NO_CARD_FLAG = "-1"


class StandInBridge:
    """Runs from `come_back` (or `with`) to `go_away`, always on the same port."""

    def __init__(self, shape: BridgeShape = THCARD) -> None:
        self.questions = 0
        self._shape = shape
        self._port = 0
        self._card: CardData | None = None
        self._answer: bytes | None = None
        self._free = threading.Event()
        self._free.set()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "StandInBridge":
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/read#vendor={self._shape.vendor}"

    def place(self, card: CardData) -> None:
        self._card = card

    def lift(self) -> None:
        self._card = None

    def break_json(self) -> None:
        self.answer_with(b'{"code": 20')

    def answer_with(self, body: bytes | None) -> None:
        """Exactly this from now on; None for what is true."""
        self._answer = body

    def hang(self) -> None:
        """Take every question and answer none, until `go_on`."""
        self._free.clear()

    def go_on(self) -> None:
        self._answer = None
        self._free.set()

    def go_away(self) -> None:
        self._free.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = self._thread = None

    def come_back(self) -> None:
        if self._server is not None:
            raise RuntimeError("the bridge is running")
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="stand-in bridge")
        self._thread.start()

    def _body(self) -> bytes:
        self.questions += 1
        self._free.wait()
        if self._answer is not None:
            return self._answer
        return json.dumps(answer_of(self._shape, self._card), ensure_ascii=False).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bridge = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = bridge._body()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    return

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the overridden method's name
                """Nothing of a patient goes to the screen."""

        return Handler


def answer_of(shape: BridgeShape, card: CardData | None) -> dict[str, Any]:
    """What this vendor's bridge would say."""
    answer: dict[str, Any] = {}
    _put(answer, shape.flag, shape.done[0] if card else NO_CARD_FLAG)
    if card is not None:
        _put(answer, shape.number[0], card.number)
        _put(answer, shape.name[0], card.name)
        _put(answer, shape.born_on[0], card.born_on.strftime("%Y%m%d") if card.born_on else "")
        _put(answer, shape.photo[0], base64.b64encode(card.photo or b"").decode("ascii"))
    return answer


def _put(answer: dict[str, Any], path: str, value: str) -> None:
    *folders, key = path.split(".")
    for folder in folders:
        answer = answer.setdefault(folder, {})
    answer[key] = value
