"""A real server with a fake desk behind it, on a free port of this PC."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from starlette.applications import Starlette

from kiosk.desk.fake import FakeDesk
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.http.routes import Notification, desk_routes
from kiosk.desk.http.service import Accessed
from kiosk.desk.keys import DeskKey, KeyKind, MemoryKeyBook, new_key
from kiosk.desk.messages import FakeMessageBox
from records.rates import Rate

NOW = datetime(2026, 3, 2, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PLENTY = Rate(per_s=1e6, burst=1_000_000)
NO_HURRY = DeskLimits(
    kiosk=PLENTY,
    channel=PLENTY,
    notifications=PLENTY,
    kiosk_misses=PLENTY,
    channel_misses=PLENTY,
    photographs=PLENTY,
    wrong_keys=PLENTY,
)

KIOSK_KEY, KIOSK = new_key("k1", "kiosk-1", KeyKind.KIOSK, bytes(range(32)))
OTHER_KEY, OTHER_KIOSK = new_key("k2", "kiosk-2", KeyKind.KIOSK, bytes(range(1, 33)))
WECHAT_KEY, WECHAT = new_key("c1", "wechat", KeyKind.CHANNEL, bytes(range(2, 34)))
BY_PHONE_KEY, BY_PHONE = new_key("c2", "114", KeyKind.CHANNEL, bytes(range(3, 35)))
WRITTEN = {KeyKind.KIOSK: KIOSK, KeyKind.CHANNEL: WECHAT}


class CountedKeys(MemoryKeyBook):
    """Remembers what it was asked for."""

    def __init__(self, *keys: DeskKey) -> None:
        super().__init__(*keys)
        self.asked: list[str] = []

    def find(self, key_id: str) -> DeskKey | None:
        self.asked.append(key_id)
        return super().find(key_id)


@dataclass(slots=True)
class Served:
    """`clock` is what the rates go by."""

    url: str
    desk: FakeDesk
    box: FakeMessageBox
    keys: CountedKeys
    client: httpx.Client
    clock: list[float] = field(default_factory=lambda: [0.0])

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    def ask(self, verb: str, path: str, key: str | None = KIOSK, repeat: str | None = None, **more: Any) -> Any:
        """One request, made by hand."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if repeat:
            headers["Idempotency-Key"] = repeat
        return self.client.request(verb, f"{self.url}{path}", headers=headers, **more)


@contextmanager
def served(
    limits: DeskLimits = NO_HURRY,
    desk: FakeDesk | None = None,
    notification: Notification | None = None,
    certificate: tuple[Path, Path] | None = None,
    accessed: Accessed | None = None,
) -> Iterator[Served]:
    """A uvicorn with the routes of the desk."""
    desk = desk or FakeDesk(NOW)
    clock, box = [0.0], FakeMessageBox()
    keys = CountedKeys(KIOSK_KEY, OTHER_KEY, WECHAT_KEY, BY_PHONE_KEY)
    routes = desk_routes(desk.for_channel, keys, lambda: clock[0], limits, box, notification, accessed)
    by_hand = httpx.Client(timeout=60, trust_env=False, verify=False)
    with running(Starlette(routes=routes), certificate) as url, by_hand as client:
        yield Served(url, desk, box, keys, client, clock)


@contextmanager
def running(app: Any, certificate: tuple[Path, Path] | None = None) -> Iterator[str]:
    crt, key = certificate or (None, None)
    config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, ssl_certfile=crt, ssl_keyfile=key)
    server = uvicorn.Server(config)
    # The protocol is named, or asyncio would not see that it is TCP and answer in two late packets.
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        port = listening.getsockname()[1]
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"{'https' if certificate else 'http'}://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(timeout=60)
            assert not thread.is_alive()


@contextmanager
def answering(answer: Callable[[], bytes]) -> Iterator[str]:
    """A server that takes any request, sends these bytes and hangs up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with closing(connection):
                    received = connection.recv(65536)
                    if not received:
                        return
                    while not _is_whole(received):
                        received += connection.recv(65536)
                    connection.sendall(answer())

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            with closing(socket.create_connection(listening.getsockname())):
                pass
            thread.join(timeout=60)
            assert not thread.is_alive()


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    if not end:
        return False
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    return len(body) >= (int(lengths[0]) if lengths else 0)


def kiosk_desk(url: str) -> HttpDesk:
    return HttpDesk(url, KIOSK)
