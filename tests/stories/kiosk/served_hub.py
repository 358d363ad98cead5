"""The hub's own web application on a port of this PC, which a story stops and starts again."""

import socket
from threading import Thread

import uvicorn

from kiosk.desk.http.client import HttpDesk, HttpMessages
from kiosk.desk.keys import KeyKind, new_key
from scripts.hub.application import application
from tests.stories.kiosk.house import House

STOPS_WITHIN_S = 20.0


class ServedHub:
    """`key` makes keys as the hospital's staff does. The port stays the same through every stop."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._port = 0
        self._made = 0
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        app = application(self._house.open, "simulator", self._house.payments)
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1)
        # The protocol is named, or asyncio would not see that it is TCP and answer in two late packets.
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", self._port))
        bound.listen(128)
        self._port = bound.getsockname()[1]
        self._server = server = uvicorn.Server(config)

        def serve() -> None:
            with bound:
                server.run(sockets=[bound])

        self._thread = Thread(target=serve)
        self._thread.start()

    def stop(self) -> None:
        """Nobody listens there afterwards. Twice is allowed."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(STOPS_WITHIN_S)
        assert not self._thread.is_alive()
        self._server = self._thread = None

    def kiosk_desk(self) -> HttpDesk:
        return HttpDesk(self.url, self._key("kiosk-1", KeyKind.KIOSK))

    def channel(self, name: str) -> tuple[HttpDesk, HttpMessages]:
        key = self._key(name, KeyKind.CHANNEL)
        return HttpDesk(self.url, key), HttpMessages(self.url, key)

    def _key(self, name: str, kind: KeyKind) -> str:
        self._made += 1
        made, written = new_key(f"key-{self._made}", name, kind, bytes([self._made]) * 32)
        self._house.open.keys.put(made, "staff")
        return written
