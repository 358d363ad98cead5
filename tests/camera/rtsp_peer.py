"""A network camera on loopback: RTSP over TCP with Basic authentication, which breaks off where it is told to."""

import base64
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from tests.camera.films import h264_units

END = Literal["cut", "stall"]


@dataclass
class Behaviour:
    user: str = "guard"
    password: str = "right"
    frames: int = 20
    end: END = "cut"
    released: threading.Event = field(default_factory=threading.Event)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.behaviour = behaviour
        self.units = h264_units(behaviour.frames)


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while (request := self._request()) is not None:
            method, sequence, authorization = request
            if method == "DESCRIBE" and authorization != self._expected():
                self._answer(sequence, "401 Unauthorized", 'WWW-Authenticate: Basic realm="camera"\r\n')
            elif method == "DESCRIBE":
                self._answer(sequence, "200 OK", "Content-Type: application/sdp\r\n", self._description())
            elif method == "SETUP":
                transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n"
                self._answer(sequence, "200 OK", transport)
            elif method == "PLAY":
                self._answer(sequence, "200 OK", "Session: 1\r\n")
                self._play()
                return
            else:
                self._answer(sequence, "200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n")

    def _request(self) -> tuple[str, str, str] | None:
        first = self.rfile.readline().decode()
        if not first.strip():
            return None
        headers: dict[str, str] = {}
        while (line := self.rfile.readline().decode().strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return first.split()[0], headers.get("cseq", "0"), headers.get("authorization", "")

    def _expected(self) -> str:
        behaviour = self.server.behaviour
        return "Basic " + base64.b64encode(f"{behaviour.user}:{behaviour.password}".encode()).decode()

    def _description(self) -> bytes:
        lines = ("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "t=0 0", "m=video 0 RTP/AVP 96")
        return "\r\n".join((*lines, "a=rtpmap:96 H264/90000", "a=control:track1", "")).encode()

    def _answer(self, sequence: str, status: str, headers: str, body: bytes = b"") -> None:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        self.wfile.write(f"RTSP/1.0 {status}\r\nCSeq: {sequence}\r\n{headers}{length}\r\n".encode() + body)

    def _play(self) -> None:
        number = 0
        for frame, units in enumerate(self.server.units):
            for place, unit in enumerate(units):
                last = 0x80 if place == len(units) - 1 else 0
                packet = struct.pack(">BBHII", 0x80, last | 96, number & 0xFFFF, frame * 3600, 1) + unit
                self.wfile.write(b"$\0" + struct.pack(">H", len(packet)) + packet)
                number += 1
        if self.server.behaviour.end == "stall":
            self.server.behaviour.released.wait(10)


@contextmanager
def rtsp_camera(behaviour: Behaviour) -> Iterator[str]:
    """The host and port of a camera that lives as long as the block."""
    with _Server(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            behaviour.released.set()
            server.shutdown()
            thread.join()
