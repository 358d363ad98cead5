"""A printer's address as people write it in the settings. Pure."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

PORT = 9100
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
UNDERSTOOD = (
    "network:192.168.1.60 or network:printer.lan:9100, serial:COM3?baud=9600, file:/dev/usb/lp0, "
    "windows:Name of the printer, fake:; with ?status=no a printer that never answers is not asked"
)


class PrinterKind(StrEnum):
    NETWORK = "network"
    SERIAL = "serial"
    FILE = "file"
    WINDOWS = "windows"
    FAKE = "fake"


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """`place`: a host, a serial port, a path or a printer's name."""

    kind: PrinterKind
    place: str = ""
    port: int = PORT
    baud: int = 9600
    tells: bool = True


_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::([0-9]{1,5}))?")
_OPTIONS = {PrinterKind.NETWORK: ("status",), PrinterKind.SERIAL: ("status", "baud")}


def parse_address(address: str) -> PrinterAddress:
    """Raises ValueError: what is wrong, in words for whoever wrote it."""
    scheme, colon, rest = address.strip().partition(":")
    try:
        kind = PrinterKind(scheme.lower())
    except ValueError:
        raise ValueError(_no_such_kind(scheme)) from None
    if kind is PrinterKind.FAKE:
        return PrinterAddress(kind)
    place, _, query = rest.partition("?") if kind in _OPTIONS else (rest, "", "")
    if not colon or not place.strip():
        raise ValueError(f"{scheme}: what comes after it is missing")
    options = _options(kind, query)
    if kind is PrinterKind.NETWORK:
        host, port = _host(place)
        return PrinterAddress(kind, host, port, tells=options.get("status") != "no")
    baud = int(options.get("baud", "9600"))
    return PrinterAddress(kind, place.strip(), baud=baud, tells=options.get("status") != "no")


def address_fault(address: str) -> str | None:
    """What cannot be right about an address as it is written, before anything is opened; None where nothing is."""
    try:
        parse_address(address)
    except ValueError as error:
        return str(error)
    return None


def _no_such_kind(scheme: str) -> str:
    close = get_close_matches(scheme.lower(), list(PrinterKind), 1)
    asked = f" (did you mean {str(close[0])!r}?)" if close else ""
    return f"no printer is reached by {scheme!r}{asked}; understood are: {UNDERSTOOD}"


def _host(place: str) -> tuple[str, int]:
    match = _HOST.fullmatch(place.strip())
    if match is None or ".." in place:
        raise ValueError(f"{place!r} is not a host with a port, as in printer.lan:9100")
    port = int(match[2] or PORT)
    if not 1 <= port <= 65535:
        raise ValueError(f"there is no port {port}")
    return match[1].strip("[]"), port


def _options(kind: PrinterKind, query: str) -> dict[str, str]:
    options = dict(one.partition("=")[::2] for one in query.split("&") if one)
    for name, value in options.items():
        if name not in _OPTIONS[kind]:
            raise ValueError(f"a {kind.value} printer has no option {name!r}, only {', '.join(_OPTIONS[kind])}")
        if name == "status" and value not in ("yes", "no"):
            raise ValueError(f"status is 'yes' or 'no', not {value!r}")
        if name == "baud" and value not in map(str, BAUDS):
            raise ValueError(f"a serial printer has {', '.join(map(str, BAUDS))} baud, not {value!r}")
    return options
