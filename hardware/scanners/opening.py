"""A scanner's address as people write it in the settings, turned into a scanner.

A keyboard wedge has no driver: it types into the screen, which hears its keys through `hardware.scanners.wedge`.
"""

import re
from dataclasses import dataclass

from hardware.errors import PartMissing
from hardware.scanners.fake import FakeScanner
from hardware.scanners.protocol import Scanner

UNDERSTOOD = (
    "wedge: (a scanner that types like a keyboard), serial:/dev/ttyUSB0 or serial:COM3 "
    "(with ?baud=115200 where it is not 9600), fake: (no scanner)"
)
BAUD = 9600
_SERIAL = re.compile(r"(?P<port>[^?]+)(\?baud=(?P<baud>[0-9]{3,7}))?")


@dataclass(frozen=True, slots=True)
class _Serial:
    port: str
    baud: int


def open_scanner(address: str, name: str) -> Scanner | None:
    """None for a wedge. Raises PartMissing for an address nobody understands; a scanner that is not there is told
    to the listener and waited for."""
    _refuse(address, name)
    if is_wedge(address):
        return None
    port = _serial(address)
    if port is None:
        return FakeScanner(name)
    from hardware.scanners.serial_scanner import SerialScanner

    return SerialScanner(name, port.port, port.baud)


def is_wedge(address: str) -> bool:
    return address.strip().lower() == "wedge:"


def address_fault(address: str) -> str | None:
    """What cannot be right about an address as it is written; None where nothing is. Looks at nothing but the text."""
    text = address.strip()
    scheme, colon, rest = text.partition(":")
    if not text:
        return "the address is empty"
    if not colon or scheme.lower() not in ("wedge", "serial", "fake"):
        return f"no scanner is reached by {text!r}"
    if scheme.lower() == "serial":
        return None if _serial(text) else "a serial port is written like serial:/dev/ttyUSB0?baud=9600"
    return f"nothing follows '{scheme}:', not {rest!r}" if rest else None


def examine_scanner(address: str) -> str:
    """A sentence on what answers there now. Raises HardwareError."""
    _refuse(address, address)
    if is_wedge(address):
        return "types like a keyboard: scan something into any text field to try it"
    port = _serial(address)
    if port is None:
        return "a fake: nothing real is scanned"
    from hardware.scanners.serial_scanner import examine_serial

    return examine_serial(address, port.port, port.baud)


def _refuse(address: str, part: str) -> None:
    fault = address_fault(address)
    if fault is not None:
        raise PartMissing(part, fault, f"Understood are: {UNDERSTOOD}.")


def _serial(address: str) -> _Serial | None:
    scheme, _, rest = address.strip().partition(":")
    found = _SERIAL.fullmatch(rest.strip()) if scheme.lower() == "serial" else None
    return _Serial(found["port"], int(found["baud"] or BAUD)) if found else None
