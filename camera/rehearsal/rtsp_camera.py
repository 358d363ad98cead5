"""A network camera on loopback that plays a film over RTSP for ever, in real time, and fails when its hand says so."""

import socket
import socketserver
import struct
import time
from threading import Event, Lock, Thread
from types import TracebackType

from camera.rehearsal.film import FPS, Film
from camera.rehearsal.rtsp_talk import Request, Scheme, answer, challenge, description, may_look
from camera.types import Seconds

_PLAIN_ANSWERS = {
    "OPTIONS": {"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"},
    "SETUP": {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1", "Session": "1;timeout=60"},
    "PLAY": {"Session": "1", "Range": "npt=0.000-"},
}


class RtspCamera:
    """Use it as a context manager. What is set here counts at once, also for who is already connected:

    `film` (another one may have another size), `password`, `silent` (it stays connected and sends nothing).
    `sent_at`: when each picture of the film was sent last, monotonic.
    """

    def __init__(self, film: Film, user: str, password: str, scheme: Scheme = "digest") -> None:
        self.film = film
        self.user = user
        self.password = password
        self.scheme: Scheme = scheme
        self.silent = False
        self.sent_at: dict[int, Seconds] = {}
        self.openings = 0
        self._lock = Lock()
        self._watchers: set[socket.socket] = set()
        self._server: _Server | None = None
        self._port = 0
        self.come_back()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        return f"rtsp://{self.user}:{self.password}@{self.host}/stream1"

    def cut(self) -> None:
        """End every connection; new ones are welcome."""
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            try:
                watcher.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it left by itself

    def go_away(self) -> None:
        """Nobody listens any more."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
        self.cut()

    def come_back(self) -> None:
        """Listen again, at the same address as before."""
        if self._server is None:
            self._server = _Server(self, self._port)
            self._port = self._server.server_address[1]
            Thread(target=self._server.serve_forever, args=(0.02,), name="rehearsed-camera", daemon=True).start()

    def __enter__(self) -> "RtspCamera":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_away()

    def joined(self, watcher: socket.socket) -> None:
        with self._lock:
            self._watchers.add(watcher)

    def left(self, watcher: socket.socket) -> None:
        with self._lock:
            self._watchers.discard(watcher)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, camera: RtspCamera, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.camera = camera


class _Talk(socketserver.StreamRequestHandler):
    """One connection: this thread answers, a second one plays."""

    server: _Server
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._gone = Event()
        self._writing = Lock()
        self.server.camera.joined(self.request)

    def handle(self) -> None:
        try:
            while (request := self._request()) is not None and request.method != "TEARDOWN":
                self._answer(request)
        except OSError:
            return  # who watched has left

    def finish(self) -> None:
        self._gone.set()
        self.server.camera.left(self.request)
        try:
            super().finish()
        except OSError:
            return

    def _request(self) -> Request | None:
        """The next one, past what a player reports about the stream; None at the end of the connection."""
        while (first := self.rfile.read(1)) == b"$":
            self.rfile.read(struct.unpack(">xH", self.rfile.read(3))[0])
        line = (first + self.rfile.readline()).decode()
        if not line.strip():
            return None
        headers: dict[str, str] = {}
        while (header := self.rfile.readline().decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        self.rfile.read(int(headers.get("content-length", "0")))
        method, url, _ = line.split()
        return Request(method, url, headers)

    def _answer(self, request: Request) -> None:
        camera = self.server.camera
        if request.method != "OPTIONS" and not may_look(request, camera.scheme, camera.user, camera.password):
            self._send(answer(request, "401 Unauthorized", {"WWW-Authenticate": challenge(camera.scheme)}))
            return
        if request.method == "DESCRIBE":
            about = {"Content-Type": "application/sdp"}
            self._send(answer(request, "200 OK", about, description(camera.film.parameter_sets)))
            return
        self._send(answer(request, "200 OK", _PLAIN_ANSWERS.get(request.method, {"Session": "1"})))
        if request.method == "PLAY":
            camera.openings += 1
            Thread(target=self._play, name="rehearsed-stream", daemon=True).start()

    def _play(self) -> None:
        camera, film, place, sent, number = self.server.camera, None, 0, 0, 0
        started_at = time.monotonic()
        try:
            while not self._gone.wait(max(started_at + sent / FPS - time.monotonic(), 0.0)):
                sent += 1
                if camera.silent:
                    continue
                if film is not camera.film:
                    film, place = camera.film, 0
                payloads = film.pictures[place]
                self._send(_packets(payloads, number, sent * 90_000 // FPS))
                camera.sent_at[place] = time.monotonic()
                number += len(payloads)
                place = (place + 1) % len(film.pictures)
        except OSError:
            return

    def _send(self, data: bytes) -> None:
        with self._writing:
            self.request.sendall(data)


def _packets(payloads: tuple[bytes, ...], number: int, stamp: int) -> bytes:
    """RTP packets in the connection's own frames; the last of a picture is marked."""
    parts: list[bytes] = []
    for place, payload in enumerate(payloads):
        marked = 0x80 if place == len(payloads) - 1 else 0
        header = struct.pack(">BBHII", 0x80, marked | 96, (number + place) & 0xFFFF, stamp & 0xFFFFFFFF, 1)
        parts += [b"$\0", struct.pack(">H", len(header) + len(payload)), header, payload]
    return b"".join(parts)
