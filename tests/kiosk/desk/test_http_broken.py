"""A network that breaks at any moment: whatever happens, the kiosk hears that the desk is away and nothing else."""

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.http.asking import Patience, desk_address
from kiosk.desk.http.calls import CALLS
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.values import Actor
from kiosk.errors import DeskAway, DeskRefused, KeyRefused, Refusal
from records.errors import AddressRefused
from tests.kiosk.desk.http_hand import KIOSK, answering, served

SELF, FREE = Actor(ADULT.id), "eyes-zhou-202603021000"
PROGRAM = Path(__file__).with_name("desk_program.py")
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def recorded() -> bytes:
    """A whole answer to a hold, as it came over the line."""
    body = b'{"slot_id": "%s", "patient_id": "p-adult", "actor": {"person_id": "p-adult"}}' % FREE.encode()
    head = f"POST {CALLS['hold'].path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KIOSK}\r\nConnection: close\r\n"
    head += f"Idempotency-Key: key-recorded\r\nContent-Length: {len(body)}\r\n\r\n"
    with served() as running, closing(socket.create_connection(("127.0.0.1", running.port), 20)) as line:
        line.sendall(head.encode() + body)
        pieces = iter(lambda: line.recv(65536), b"")
        return b"".join(pieces)


def test_an_answer_cut_at_any_byte_is_no_answer(recorded: bytes) -> None:
    cut = [0]
    with answering(lambda: recorded[: cut[0]]) as url, HttpDesk(url, KIOSK) as desk:
        for cut[0] in range(len(recorded)):
            with pytest.raises(DeskAway):
                desk.hold("key-recorded", FREE, ADULT.id, SELF)
        cut[0] = len(recorded)
        assert desk.hold("key-recorded", FREE, ADULT.id, SELF).slot.id == FREE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 100,
        b"SSH-2.0-OpenSSH\r\n",
        OK_HEAD + b"Content-Length: 2\r\n\r\n{}",
        OK_HEAD + b'Content-Length: 14\r\n\r\n{"value":"100"}',
        OK_HEAD + b"Content-Length: 4\r\n\r\nnull",
        OK_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nzzzzz",
        OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n<html>Please log in</html>\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nNot Found",
        b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 503 Oh\r\nContent-Length: 13\r\n\r\n{"error": ""}',
        b'HTTP/1.1 404 Not Found\r\nContent-Length: 22\r\n\r\n{"error": "Not Found"}',
        b'HTTP/1.1 403 No\r\nContent-Length: 13\r\n\r\n{"error": ""}',
        b'HTTP/1.1 409 No\r\nContent-Length: 24\r\n\r\n{"refusal": "not-found"}',
        b"HTTP/1.1 500 Oh\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
        b"HTTP/1.1 409 No\r\nGatehouse-Desk: 1\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
        OK_HEAD + b"Content-Length: 200000\r\n\r\n" + b"[" * 200_000,
    ],
)
def test_whatever_else_answers_there_the_desk_is_away(answer: bytes) -> None:
    with answering(lambda: answer) as url, HttpDesk(url, KIOSK) as desk, pytest.raises(DeskAway):
        desk.record_book_price_fen()


def test_an_answer_that_knows_more_than_this_kiosk_is_understood() -> None:
    body = b'{"value": [{"day": "2026-03-02", "left": 3, "is_holiday": false}], "took_ms": 3}'
    answer = OK_HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with answering(lambda: answer) as url, HttpDesk(url, KIOSK) as desk:
        assert [offer.left for offer in desk.days("internal", None)] == [3]


def test_a_refusal_that_this_kiosk_does_not_know_is_a_no_all_the_same() -> None:
    body = b'{"refusal": "moon-in-retrograde", "hint": "Wait."}'
    answer = b"HTTP/1.1 409 No\r\nGatehouse-Desk: 1\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with answering(lambda: answer) as url, HttpDesk(url, KIOSK) as desk, pytest.raises(DeskRefused) as refused:
        desk.release("key-unknown", "b")
    assert (refused.value.why, refused.value.hint) == (Refusal.WRONG_STATE, "Wait.")


def test_what_the_desk_cannot_take_is_a_no_and_not_asked_for_ever() -> None:
    with served() as running, HttpDesk(running.url, KIOSK) as desk, pytest.raises(DeskRefused) as refused:
        desk.find("x" * 600)
    assert refused.value.why is Refusal.WRONG_STATE


def test_nobody_there_is_away() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with HttpDesk(f"http://127.0.0.1:{port}", KIOSK) as desk, pytest.raises(DeskAway):
        desk.record_book_price_fen()


def test_a_desk_that_says_nothing_is_away_when_patience_ends() -> None:
    patience = Patience(connect_s=5, read_s=0.05, whole_s=1)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with HttpDesk(url, KIOSK, patience) as desk, pytest.raises(DeskAway):
            desk.release("key-silent", "b")


def test_a_server_killed_in_the_middle_of_a_request_is_away() -> None:
    with subprocess.Popen([sys.executable, PROGRAM], cwd=PROGRAM.parents[3], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        try:
            url = program.stdout.readline().decode().strip()
            with HttpDesk(url, KIOSK) as desk, ThreadPoolExecutor(1) as thread:
                assert desk.record_book_price_fen() == 100
                asking = thread.submit(desk.hold, "key-killed-1", FREE, ADULT.id, SELF)
                assert program.stdout.readline().strip() == b"in hold"
                program.kill()
                assert isinstance(asking.exception(20), DeskAway)
        finally:
            program.kill()


@pytest.mark.parametrize(
    "address",
    [
        "http://desk.hospital.example",
        "http://192.168.1.5:8443",
        "http://127.0.0.1.hospital.example",
        "http://0.0.0.0:80",
        "http://127.0.0.1@hospital.example",
        "http://user:word@127.0.0.1",
        "https://desk.hospital.example/?a=b",
        "https://desk.hospital.example:port",
        "https://[::1",
        "ftp://127.0.0.1",
        "127.0.0.1:8000",
        "https://",
        "",
    ],
)
def test_an_address_that_patients_data_may_not_go_to_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        HttpDesk(address, KIOSK)
    assert "desk.url" in refused.value.hint


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        ("https://desk.hospital.example/site-1/", "https://desk.hospital.example/site-1"),
        ("HTTPS://desk.hospital.example", "https://desk.hospital.example"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_an_address_of_a_desk_is_taken(address: str, checked: str) -> None:
    assert desk_address(address) == checked


@pytest.mark.parametrize("key", ["", "k1", "k1.short", KIOSK + "\nX-Other: 1"])
def test_what_is_no_key_is_told_before_anything_is_sent(key: str) -> None:
    with pytest.raises(KeyRefused):
        HttpDesk("http://127.0.0.1:1", key)


def test_a_desk_is_believed_with_a_certificate_of_the_sites_own_authority_alone(tmp_path: Path) -> None:
    ours, others = (self_signed(tmp_path / name) for name in ("我们", "others"))
    with served(certificate=ours) as running:
        with HttpDesk(running.url, KIOSK, ca_file=ours[0]) as desk:
            assert desk.record_book_price_fen() == 100
        for ca_file in (others[0], None):
            with HttpDesk(running.url, KIOSK, ca_file=ca_file) as desk, pytest.raises(DeskAway):
                desk.record_book_price_fen()


@pytest.mark.parametrize("address", ["https://127.0.0.1:1", "HTTPS://127.0.0.1:1"])
def test_a_file_without_certificates_is_told(tmp_path: Path, address: str) -> None:
    (tmp_path / "not.pem").write_text("no certificate", encoding="utf-8")
    for name in ("not.pem", "there.pem"):
        with pytest.raises(AddressRefused) as told:
            HttpDesk(address, KIOSK, ca_file=tmp_path / name)
        assert "PEM" in told.value.hint


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that is its own authority, and its key."""
    folder.mkdir()
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "d")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    crt, pem = folder / "desk.crt", folder / "desk.pem"
    crt.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return crt, pem
