"""A beacon's address as people write it in the settings. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hardware.beacons.pattern import SIREN_S

PORT = 502
LONGEST_SIREN_S = 600
UNDERSTOOD = (
    "modbus://192.168.1.70:502?device=1&lamp=0&siren=1&siren_s=60 (a relay; amber=2 for a lamp that calls a "
    "technician, pulse=no for a lamp that flashes by itself), sound: or sound:PART OF ITS NAME?volume=80&siren_s=60 "
    "(a loudspeaker of this computer), fake: (nothing)"
)


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """`lamp`, `amber`, `siren`: numbers of coils, the first is 0; None for what is not wired."""

    host: str
    port: int = PORT
    device: int = 1
    lamp: int | None = None
    amber: int | None = None
    siren: int | None = None
    siren_s: float = SIREN_S
    pulses: bool = True

    def __post_init__(self) -> None:
        coils = [coil for coil in (self.lamp, self.amber, self.siren) if coil is not None]
        if not coils:
            raise ValueError("what does the relay switch? Write lamp= or siren= and the number of the coil")
        if len(set(coils)) < len(coils):
            raise ValueError("two things are on the same coil")


@dataclass(frozen=True, slots=True)
class SoundAddress:
    """`device`: part of its name; empty for the computer's default."""

    device: str = ""
    volume: int = 80
    siren_s: float = SIREN_S


@dataclass(frozen=True, slots=True)
class FakeAddress:
    pass


BeaconAddress = RelayAddress | SoundAddress | FakeAddress
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]{0,252})(:(?P<port>[0-9]{1,5}))?/?")
_RANGES = {
    "device": (0, 255),
    "lamp": (0, 65535),
    "amber": (0, 65535),
    "siren": (0, 65535),
    "siren_s": (1, LONGEST_SIREN_S),
    "volume": (1, 100),
}


def parse_address(address: str) -> BeaconAddress:
    """Raises ValueError: what is wrong, in words for whoever wrote it."""
    scheme, colon, rest = address.strip().partition(":")
    if not address.strip():
        raise ValueError("the address is empty")
    match scheme.lower() if colon else "":
        case "modbus":
            return _relay(rest)
        case "sound":
            device, _, query = rest.partition("?")
            numbers, _ = _options(query, ("volume", "siren_s"))
            return SoundAddress(device.strip(), numbers.get("volume", 80), numbers.get("siren_s", SIREN_S))
        case "fake":
            if rest.strip():
                raise ValueError(f"nothing follows 'fake:', not {rest.strip()!r}")
            return FakeAddress()
    raise ValueError(f"no beacon is reached by {address.strip()!r}")


def address_fault(address: str) -> str | None:
    """What cannot be right about an address as it is written, before anything is opened; None where nothing is."""
    try:
        parse_address(address)
    except ValueError as error:
        return str(error)
    return None


def _relay(rest: str) -> RelayAddress:
    place, _, query = rest.removeprefix("//").partition("?")
    found = _HOST.fullmatch(place.strip()) if rest.startswith("//") else None
    if found is None or ".." in place:
        raise ValueError(f"a relay is written like modbus://192.168.1.70:502?lamp=0&siren=1, not {rest!r}")
    port = int(found["port"] or PORT)
    if not 1 <= port <= 65535:
        raise ValueError(f"there is no port {port}")
    numbers, pulse = _options(query, ("device", "lamp", "amber", "siren", "siren_s", "pulse"))
    return RelayAddress(
        found["host"].strip("[]"),
        port,
        numbers.get("device", 1),
        numbers.get("lamp"),
        numbers.get("amber"),
        numbers.get("siren"),
        numbers.get("siren_s", SIREN_S),
        pulse,
    )


def _options(query: str, understood: Iterable[str]) -> tuple[dict[str, int], bool]:
    """The numbers, and whether the lamp is to pulse."""
    options = dict(one.partition("=")[::2] for one in query.split("&") if one)
    for name in options:
        if name not in understood:
            raise ValueError(f"there is no option {name!r} here, only {', '.join(understood)}")
    pulse = options.pop("pulse", "yes")
    if pulse not in ("yes", "no"):
        raise ValueError(f"pulse is 'yes' or 'no', not {pulse!r}")
    return {name: _number(name, text) for name, text in options.items()}, pulse == "yes"


def _number(name: str, text: str) -> int:
    least, most = _RANGES[name]
    if not re.fullmatch(r"[0-9]{1,5}", text) or not least <= int(text) <= most:
        raise ValueError(f"{name} is a number from {least} to {most}, not {text!r}")
    return int(text)
