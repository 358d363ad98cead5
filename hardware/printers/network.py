"""A printer at a network address, as a rule TCP port 9100, by python-escpos."""

import socket

from escpos.printer import Network

CONNECT_S = 3.0
STALLED_AFTER_S = 5.0
PIECE = 4096


class NetworkConnection:
    """The library's own `open` knows IPv4 only and leaves its socket open when nobody answers: ours is handed to it."""

    def __init__(
        self,
        host: str,
        port: int,
        tells: bool = True,
        connect_s: float = CONNECT_S,
        stalled_after_s: float = STALLED_AFTER_S,
    ) -> None:
        self.tells = tells
        self._host, self._port = host, port
        self._connect_s, self._stalled_after_s = connect_s, stalled_after_s
        self._printer = Network(host, port)

    def open(self) -> None:
        self.close()
        device = socket.create_connection((self._host, self._port), self._connect_s)
        device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._printer.device = device

    def write(self, data: bytes) -> None:
        """In pieces, so that the time-out means a standstill and not a long slip."""
        self._printer.device.settimeout(self._stalled_after_s)
        for start in range(0, len(data), PIECE):
            self._printer._raw(data[start : start + PIECE])

    def read(self, wait_s: float) -> bytes:
        self._printer.device.settimeout(max(wait_s, 0.001))
        try:
            data = bytes(self._printer._read())
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data

    def close(self) -> None:
        self._printer.close()
