from contextlib import closing

import pytest

from hardware.errors import PartMissing
from hardware.scanners.fake import FakeScanner
from hardware.scanners.opening import address_fault, examine_scanner, is_wedge, open_scanner
from hardware.scanners.serial_scanner import SerialScanner

GOOD = {
    "fake:": FakeScanner,
    "serial:/dev/ttyUSB0": SerialScanner,
    "serial:COM3?baud=115200": SerialScanner,
    "Serial:/dev/serial/by-id/usb-扫码 1": SerialScanner,
}


@pytest.mark.parametrize(("address", "kind"), GOOD.items())
def test_an_address_opens_its_driver(address: str, kind: type) -> None:
    assert address_fault(address) is None
    assert not is_wedge(address)
    scanner = open_scanner(address, "scanner")
    assert scanner is not None
    with closing(scanner):
        assert isinstance(scanner, kind)
        assert scanner.name == "scanner"


def test_a_wedge_has_no_driver() -> None:
    assert address_fault("wedge:") is None
    assert is_wedge(" Wedge: ")
    assert open_scanner("wedge:", "scanner") is None
    assert "keyboard" in examine_scanner("wedge:")


@pytest.mark.parametrize(
    "address", ["", "wedge", "wedge:x", "fake:1", "serial:", "serial:COM3?speed=9600", "serial:COM3?baud=fast", "usb:0"]
)
def test_a_wrong_address_is_refused_with_what_is_understood(address: str) -> None:
    assert address_fault(address)
    for attempt in (lambda: open_scanner(address, "scanner"), lambda: examine_scanner(address)):
        with pytest.raises(PartMissing) as refused:
            attempt()
        assert "serial:" in refused.value.hint
