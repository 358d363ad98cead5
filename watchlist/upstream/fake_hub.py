"""A hub on loopback that hears alarms and words of life: real connections, and it misbehaves when its hand says so."""

import http.server
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

from records.wire import NotUnderstood, to_json
from watchlist.hub.http.calls import BY_NAME
from watchlist.hub.http.wire import SHAPES
from watchlist.types import AlarmId
from watchlist.upstream.values import Beat, BeatHeard, Delivered, Delivery, NotTaken

KEY = "north-door." + "5" * 64
"""What a node writes in its key file to be let in."""


@dataclass
class Misconduct:
    """`status` is answered to everything; `loses_answers`: what was told is kept, and the connection cut instead of an
    answer; `cuts_at`: only so many bytes of the answer go. Of alarms by id: refused with the whole delivery, failed at,
    and not taken."""

    status: int | None = None
    words: bytes = b""
    loses_answers: bool = False
    cuts_at: int | None = None
    refused: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    not_taken: frozenset[str] = frozenset()


@dataclass
class FakeUpstreamHub:
    """`kept` is what it remembers for the next word; `told` are the ids of the alarms as they came, repetitions too."""

    port: int = 0
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    kept: int = 0
    told: list[AlarmId] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)
    misconduct: Misconduct = field(default_factory=Misconduct)

    def __post_init__(self) -> None:
        self._turn = threading.Condition()
        hub = self

        class Answering(_Answering):
            def do_POST(self) -> None:
                hub._hear(self)

        self._server = _Server(("127.0.0.1", self.port), Answering)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake hub")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def misbehave(self, **misconduct: Any) -> None:
        """Nothing: no longer."""
        with self._turn:
            self.misconduct = Misconduct(**misconduct)

    def wait_until(self, is_so: Callable[[], bool], wait_s: float = 12.0) -> bool:
        """Something that a node does here."""
        with self._turn:
            return self._turn.wait_for(is_so, wait_s)

    def _hear(self, request: "_Answering") -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        with self._turn:
            status, answer = self._answer(request, body)
            cuts_at = 0 if self.misconduct.loses_answers else self.misconduct.cuts_at
            self._turn.notify_all()
        request.send(status, answer, cuts_at)

    def _answer(self, request: "_Answering", body: bytes) -> tuple[int, bytes]:
        if self.misconduct.status is not None:
            return self.misconduct.status, self.misconduct.words
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return (
                HTTPStatus.UNAUTHORIZED,
                b'{"error": "key-refused", "message": "the key was revoked", "hint": "Ask."}',
            )
        call = next((one for one in BY_NAME.values() if one.path == request.path), None)
        if call is None:
            return HTTPStatus.NOT_FOUND, b""
        try:
            arguments = SHAPES.arguments_from_json(call.shape, body)
        except NotUnderstood:
            return HTTPStatus.BAD_REQUEST, b""
        return self._heard(arguments["beat"]) if "beat" in arguments else self._taken(arguments["delivery"])

    def _heard(self, beat: Beat) -> tuple[int, bytes]:
        self.beats.append(beat)
        return HTTPStatus.OK, to_json(BeatHeard(self.now(), self.kept))

    def _taken(self, delivery: Delivery) -> tuple[int, bytes]:
        ids = [one.alarm_id for one in delivery.alarms]
        self.sizes.append(len(ids))
        if self.misconduct.refused & set(ids):
            return HTTPStatus.BAD_REQUEST, b'{"error": "not-understood", "message": "no such camera", "hint": ""}'
        if self.misconduct.failed & set(ids):
            return HTTPStatus.INTERNAL_SERVER_ERROR, b"Internal Server Error"
        refused = tuple(NotTaken(one, "nobody of this list") for one in ids if one in self.misconduct.not_taken)
        self.told += [one for one in ids if one not in self.misconduct.not_taken]
        self.kept = delivery.up_to
        return HTTPStatus.OK, to_json(Delivered(self.now(), refused))


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A node that goes away in the middle is nothing to tell."""


class _Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass

    def send(self, status: int, answer: bytes, cuts_at: int | None) -> None:
        if cuts_at != 0:
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[:cuts_at])
        self.close_connection = self.close_connection or cuts_at is not None
