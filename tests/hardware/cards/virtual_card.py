"""A card that is put into a virtual reader: it speaks with the reader's driver over a socket."""

import socket
import struct
import threading

from tests.hardware.cards.chips import Answer

POWER_ON, RESET, ASK_ATR = 1, 2, 4
ATR = bytes.fromhex("3B80800101")
NOISE = b"\0"
TCP_QUICKACK = 12
"""Linux only, and not kept: without it before each receive every command costs 40 ms."""


class VirtualCard:
    """Answers until it is pulled. A mute one gives noise instead of an ATR when it is powered."""

    def __init__(self, line: socket.socket, chip: Answer, *, is_mute: bool = False) -> None:
        self._line = line
        self._chip = chip
        self._is_mute = is_mute
        self._was_powered = False
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._answer, name="virtual card")
        self._thread.start()

    def pull(self) -> None:
        self.let_go()
        self._thread.join()
        self._line.close()

    def let_go(self) -> None:
        """Gone for the reader, from any thread: also from within the chip, in the middle of a command."""
        try:
            self._line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _answer(self) -> None:
        try:
            while message := self._received():
                if len(message) > 1:
                    self._send(self._chip(message))
                elif message[0] == ASK_ATR:
                    self._send(NOISE if self._is_mute and self._was_powered else ATR)
                    self._was_powered = False
                elif message[0] in (POWER_ON, RESET):
                    self._was_powered = True
        except OSError:
            return

    def _received(self) -> bytes:
        size = self._exactly(2)
        return self._exactly(struct.unpack(">H", size)[0]) if size else b""

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            self._line.setsockopt(socket.IPPROTO_TCP, TCP_QUICKACK, 1)
            part = self._line.recv(size - len(data))
            if not part:
                return b""
            data += part
        return data

    def _send(self, data: bytes) -> None:
        self._line.sendall(struct.pack(">H", len(data)) + data)
