"""A slip printer on loopback, behind a TCP port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer

from tests.hardware.printers.firmware import Firmware

LITTLE_MEMORY = 4096


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    firmware: Firmware
    takes_nothing: threading.Event | None = None


class _Talk(BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        if self.server.takes_nothing is not None:
            self.server.takes_nothing.wait(10)
            return
        firmware = self.server.firmware
        while data := self._received():
            self.request.sendall(firmware.feed(data))
            if firmware.wants_to_hang_up:
                return

    def _received(self) -> bytes:
        try:
            return bytes(self.request.recv(64))
        except ConnectionError:
            return b""


@contextmanager
def network_printer(firmware: Firmware, takes_nothing: threading.Event | None = None) -> Iterator[int]:
    """Its port. With `takes_nothing` it accepts a connection and leaves it lying until the event."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.firmware = firmware
        server.takes_nothing = takes_nothing
        server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE_MEMORY)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            if takes_nothing is not None:
                takes_nothing.set()
            server.shutdown()
            thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
