"""A network camera on loopback that sends MJPEG over HTTP, and other answers by path."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.camera.films import encoded, picture

PICTURES = 30


class _Talk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/video":
            self._pictures()
        elif path == "/page":
            self._start("text/html")
            self.wfile.write(b"<html>log in</html>" * 200)
        elif path == "/locked":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.end_headers()
        else:
            self.send_error(404)

    def _pictures(self) -> None:
        self._start("multipart/x-mixed-replace; boundary=part")
        for number in range(PICTURES):
            data = encoded(picture(number))
            self.wfile.write(b"--part\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data))
            self.wfile.write(data + b"\r\n")

    def _start(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name of the overridden method
        pass


@contextmanager
def http_camera() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Talk) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
