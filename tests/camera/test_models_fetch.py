"""Downloads against a server on this machine: good, wrong, cut off, absent, silent, slow, elsewhere."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from camera.errors import ModelError
from camera.models.catalogue import MOBILEFACENET, YUNET
from camera.models.fetch import Patience, fetch

CONTENT = bytes(range(256)) * 2000
PIN = replace(YUNET, sha256=hashlib.sha256(CONTENT).hexdigest(), size_bytes=len(CONTENT), address="good")
IMPATIENT = Patience(silence_s=0.3, whole_s=20)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    over = Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some of these tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        getattr(self, "answer_" + self.path.strip("/"))()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in http.server
        pass

    def send(self, content: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def answer_good(self) -> None:
        self.send(CONTENT, len(CONTENT))

    def answer_wrong(self) -> None:
        self.send(CONTENT[::-1], len(CONTENT))

    def answer_cut(self) -> None:
        self.send(CONTENT[:1000], len(CONTENT))

    def answer_absent(self) -> None:
        self.send_error(404)

    def answer_moved(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/good")
        self.end_headers()

    def answer_circle(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/circle")
        self.end_headers()

    def answer_silent(self) -> None:
        self.server.over.wait(20)

    def answer_stalls(self) -> None:
        self.send(CONTENT[:1000], len(CONTENT))
        self.wfile.flush()
        self.server.over.wait(20)

    def answer_drips(self) -> None:
        self.send(b"", len(CONTENT))
        for number in range(200):
            if self.server.over.wait(0.05):
                return
            self.wfile.write(CONTENT[number : number + 1])

    def answer_endless(self) -> None:
        self.send(b"")
        while not self.server.over.is_set():
            self.wfile.write(CONTENT)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.over.set()
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize("address", ["good", "moved"])
def test_a_good_file_arrives_whole_and_its_progress_is_told(base: str, tmp_path: Path, address: str) -> None:
    told: list[int] = []
    path = fetch(replace(PIN, address=address), tmp_path / "models", base, IMPATIENT, told.append)
    assert path.read_bytes() == CONTENT
    assert [each.name for each in path.parent.iterdir()] == [PIN.file_name]
    assert sum(told) == len(CONTENT)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("wrong", "SHA-256 differs"),
        ("cut", "cut off after 1000 of 512000 bytes"),
        ("absent", "404"),
        ("circle", "302"),
        ("silent", "timed out"),
        ("stalls", "timed out"),
        ("endless", "SHA-256 differs"),
    ],
)
def test_anything_else_leaves_nothing_and_says_what_to_do(base: str, tmp_path: Path, address: str, why: str) -> None:
    patience = IMPATIENT if why == "timed out" else Patience(silence_s=5, whole_s=10)
    with pytest.raises(ModelError, match=why) as told:
        fetch(replace(PIN, address=address), tmp_path, base, patience)
    assert "gatehouse models import" in told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_drips_is_left_after_the_time_allowed(base: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not done in time"):
        fetch(replace(PIN, address="drips"), tmp_path, base, Patience(silence_s=5, whole_s=0.2))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch(PIN, tmp_path, "http://127.0.0.1:9/", IMPATIENT)


def test_a_file_that_is_there_is_not_fetched_again_and_a_damaged_one_is(base: str, tmp_path: Path) -> None:
    path = tmp_path / PIN.file_name
    path.write_bytes(b"damaged")
    with pytest.raises(ModelError):
        fetch(replace(PIN, address="wrong"), tmp_path, base, IMPATIENT)
    assert path.read_bytes() == b"damaged"
    fetch(PIN, tmp_path, base, IMPATIENT)
    assert fetch(PIN, tmp_path, "http://127.0.0.1:9/", IMPATIENT) == path
    assert path.read_bytes() == CONTENT


def test_a_model_without_an_address_says_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not fetched by Gatehouse") as told:
        fetch(MOBILEFACENET, tmp_path)
    assert "foamliu" in told.value.hint
    assert "gatehouse models import" in told.value.hint
