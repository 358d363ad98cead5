"""A hub on loopback over a FakeAuthority: real connections, and it misbehaves when its hand says so."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from watchlist.feed.client.asking import FEED_PATH, NDJSON, TOMBSTONES_PATH
from watchlist.feed.client.fake_authority import MODEL, FakeAuthority

KEY = "north-door." + "5" * 64
"""What a node writes in its key file to be let in."""


@dataclass(frozen=True, slots=True)
class Misconduct:
    """In every answer from now on. `status` is answered instead of a list; `cut_at` ends the connection after so many
    bytes of the transfer, `stall_at` says nothing more after them; `is_deaf`: nothing is answered at all."""

    status: int | None = None
    words: bytes = b""
    retry_after: str = ""
    cut_at: int | None = None
    stall_at: int | None = None
    drop_s: float | None = None
    """Between one byte and the next."""
    is_deaf: bool = False
    is_hasty: bool = False
    """Nothing is ever held back."""
    says_nothing_new: bool = False
    """204 instead of a head."""


class FakeHub:
    """`asked` are the queries it heard, `offered` the bodies of tombstones. Every change goes through `changing`. It
    tells the list of `authority`, and those of `others`."""

    def __init__(
        self,
        authority: FakeAuthority | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        others: Sequence[FakeAuthority] = (),
    ) -> None:
        self.authority = authority or FakeAuthority()
        self._lists = {one.list_id: one for one in (self.authority, *others)}
        self.asked: list[dict[str, str]] = []
        self.offered: list[bytes] = []
        self._turn = threading.Condition()
        self._misconduct = Misconduct()
        self._is_closed = False
        hub = self

        class Answering(_Answering):
            def do_GET(self) -> None:
                hub._tell(self)

            def do_POST(self) -> None:
                hub._hear(self)

        self._server = _Server(("127.0.0.1", port), Answering)
        self._scheme = "http" if tls is None else "https"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake hub")
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    @contextmanager
    def changing(self) -> Iterator[FakeAuthority]:
        """Nobody is answered meanwhile; whoever waits hears of it at once."""
        with self._turn:
            yield self.authority
            self._turn.notify_all()

    def misbehave(self, misconduct: Misconduct | None = None) -> None:
        """None: no longer."""
        with self._turn:
            self._misconduct = misconduct or Misconduct()
            self._turn.notify_all()

    def wait_until(self, is_so: Callable[[], bool], wait_s: float = 10.0) -> bool:
        """Something that a node does here: it asked, it offered."""
        with self._turn:
            return self._turn.wait_for(is_so, wait_s)

    def close(self) -> None:
        """Cuts everybody off. May be called twice."""
        with self._turn:
            if self._is_closed:
                return
            self._is_closed = True
            self._turn.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _tell(self, request: "_Answering") -> None:
        address = urlsplit(request.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        with self._turn:
            self.asked.append(query)
            self._turn.notify_all()
            if not self._lets_in(request, address.path == FEED_PATH):
                return
            told = self._lists.get(query.get("list", ""))
            if told is None:
                words = b'{"error": "there is no such list", "hint": "Ask another."}'
                request.send_failure(HTTPStatus.NOT_FOUND, words)
                return
            since = _since(told, query)
            is_new = self._turn.wait_for(
                lambda: self._is_closed or self._misconduct.is_hasty or _since(told, query) != told.seq,
                float(query.get("wait_s", 0)),
            )
            misconduct = self._misconduct
            if self._is_closed or (not is_new and misconduct.says_nothing_new):
                request.send_empty(None if self._is_closed else HTTPStatus.NO_CONTENT)
                return
            models = (query.get("model", MODEL),)
            body = b"".join(told.transfer(since, models, photos="photos" in query))
        if misconduct.drop_s is not None:
            request.send_drops(body, lambda: self._goes_on(misconduct))
        else:
            request.send_body(body[: misconduct.cut_at], is_whole=misconduct.cut_at is None, until=misconduct.stall_at)
        if misconduct.stall_at is not None:
            self._goes_on(misconduct)
            request.close_connection = True

    def _hear(self, request: "_Answering") -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        with self._turn:
            if self._lets_in(request, request.path == TOMBSTONES_PATH):
                self.offered.append(body)
                request.send_empty(HTTPStatus.NO_CONTENT)
            self._turn.notify_all()

    def _lets_in(self, request: "_Answering", is_known: bool) -> bool:
        misconduct = self._misconduct
        if misconduct.is_deaf:
            self._turn.wait_for(lambda: self._is_closed or not self._misconduct.is_deaf)
            request.send_empty(None)
        elif misconduct.status is not None:
            request.send_failure(misconduct.status, misconduct.words, misconduct.retry_after)
        elif request.headers.get("Authorization") != f"Bearer {KEY}":
            request.send_failure(HTTPStatus.UNAUTHORIZED, b'{"error": "nobody has this key", "hint": "Get a key."}')
        elif not is_known:
            request.send_failure(HTTPStatus.NOT_FOUND, b"")
        else:
            return True
        return False

    def _goes_on(self, misconduct: Misconduct) -> bool:
        """Whether it is misconduct still, after some time; one that stops never ends by itself."""
        with self._turn:
            return not self._turn.wait_for(
                lambda: self._is_closed or self._misconduct is not misconduct, misconduct.drop_s
            )


def _since(told: FakeAuthority, query: dict[str, str]) -> int | None:
    is_ours = "after" in query and query.get("epoch") == str(told.epoch)
    return int(query["after"]) if is_ours else None


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A node that goes away in the middle is nothing to tell."""


class _Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass

    def send_body(self, body: bytes, *, is_whole: bool, until: int | None) -> None:
        """In one chunk; without its end where it is not whole, and only `until` there."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", NDJSON)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        size = f"{len(body) + (not is_whole):x}\r\n".encode()
        end = b"\r\n0\r\n\r\n" if is_whole and until is None else b""
        with suppress(OSError):
            self.wfile.write(size + body[:until] + end)
        self.close_connection = self.close_connection or not is_whole

    def send_drops(self, body: bytes, goes_on: Callable[[], bool]) -> None:
        """Byte by byte, while it goes on."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                if not goes_on():
                    break
        self.close_connection = True

    def send_failure(self, status: int, words: bytes, retry_after: str = "") -> None:
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def send_empty(self, status: int | None) -> None:
        """None: not even that."""
        self.close_connection = self.close_connection or status is None
        if status is not None:
            self.send_response(status)
            self.end_headers()
