"""A broker's address as people write it."""

import pytest

from watchlist.announcing.address import BrokerAddress, address_fault, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mqtt://broker", BrokerAddress("broker", 1883, False, "gatehouse")),
        ("mqtt://broker/", BrokerAddress("broker", 1883, False, "gatehouse")),
        ("MQTTS://broker.example.org", BrokerAddress("broker.example.org", 8883, True, "gatehouse")),
        (" mqtt://192.168.1.60:1884/医院/north/ ", BrokerAddress("192.168.1.60", 1884, False, "医院/north")),
        ("mqtts://[::1]:1/a b", BrokerAddress("::1", 1, True, "a b")),
    ],
)
def test_what_is_understood(text: str, address: BrokerAddress) -> None:
    assert parse_address(text) == address
    assert parse_address(str(address)) == address
    assert address_fault(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("broker", "is written like mqtts://"),
        ("tcp://broker", "is written like mqtts://"),
        ("mqtt://", "is written like mqtts://"),
        ("mqtt://a..b", "is written like mqtts://"),
        ("mqtt://user:secret@broker/x", "password_file"),
        ("mqtt://broker:0", "no port 0"),
        ("mqtt://broker:70000", "no port 70000"),
        ("mqtt://broker/a/#", "without #"),
        ("mqtt://broker/+/a", "without +"),
        ("mqtt://broker/$SYS", "not beginning with '$'"),
        ("mqtt://broker/a//b", "with a slash between them"),
        ("mqtt://broker//a", "with a slash between them"),
        ("mqtt://broker/a\0b", "with a slash between them"),
        ("mqtt://broker/" + "a" * 201, "at most 200"),
    ],
)
def test_what_is_not(text: str, words: str) -> None:
    fault = address_fault(text)
    assert fault is not None
    assert words in fault
    assert "secret" not in fault


def test_no_address_is_no_fault() -> None:
    assert address_fault("") is None
