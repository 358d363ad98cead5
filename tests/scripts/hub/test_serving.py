"""Where the hub may listen, and what of a fault it tells."""

import logging
import socket
from contextlib import closing
from pathlib import Path

import pytest

from scripts.errors import CommandError, SettingsError
from scripts.hub.serving import Address, Server
from scripts.main import run


async def nothing(_scope: object, _receive: object, _send: object) -> None:
    return


EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.20", "desk.example.org", "::"])
def test_patients_data_never_goes_over_the_network_in_clear(host: str) -> None:
    with pytest.raises(SettingsError, match="in clear") as refused:
        Address(host, 8414)
    assert "certificate" in refused.value.hint


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_pc_it_may(host: str) -> None:
    assert Address(host, 1).is_here


def test_an_address_is_told_as_a_client_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.touch()
    assert Address("127.0.0.1", 0).url(81) == "http://127.0.0.1:81"
    assert Address("::", 0, str(file), str(file)).url(81) == "https://[::]:81"


def test_a_certificate_that_is_not_there_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cert\.pem"):
        Address(EVERYWHERE, 1, str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))


def test_a_certificate_that_is_none_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "证书.pem"
    file.write_text("no certificate", encoding="ascii")
    server = Server(nothing, Address("127.0.0.1", 0, str(file), str(file)), lambda _url: None)
    with pytest.raises(SettingsError, match="certificate_file") as refused:
        server.serve_until_asked()
    assert "PEM" in refused.value.hint


def test_a_port_that_is_taken_is_told_with_what_to_do() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = Address("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(CommandError, match="cannot listen") as refused:
            Server(nothing, address, lambda _url: None).serve_until_asked()
    assert "--port" in refused.value.hint


def test_a_fault_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    Server(nothing, Address("127.0.0.1", 0), lambda _url: None)
    try:
        int("the name of 张伟")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "test_serving.py" in told
    assert "张伟" not in told.replace('int("the name of 张伟")', "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", EVERYWHERE], "in clear"),
        (["--rehearse", "--host", EVERYWHERE], "in clear"),
    ],
)
def test_wrong_settings_end_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["hub", *arguments], home=tmp_path) == 2
    assert words in capsys.readouterr().err
