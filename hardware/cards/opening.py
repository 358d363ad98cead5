"""A card reader's address as people write it in the settings, turned into a reader.

Each driver is imported when its kind of address comes up: an ID card bridge needs no pyscard.
"""

from hardware.cards.fake import FakeCardReader
from hardware.cards.id_bridge_address import bridge_address
from hardware.cards.pcsc_content import CardRules
from hardware.cards.protocol import CardReader
from hardware.errors import PartMissing

UNDERSTOOD = (
    "pcsc: (any card reader), pcsc:PART OF ITS NAME, id-bridge:http://127.0.0.1:19196/readcard "
    "(the program of an identity card reader), fake: (no reader)"
)


def open_reader(address: str, name: str, rules: CardRules | None = None) -> CardReader:
    """Raises PartMissing for an address nobody understands and a driver that is not installed; a reader that is not
    there is no error: it is told to the listener and waited for. `rules`: how this hospital's chip cards are read."""
    _refuse(address, name)
    scheme, rest = _split(address)
    if scheme == "pcsc":
        from hardware.cards.pcsc import PcscReader

        return PcscReader(name, rest, rules)
    if scheme == "id-bridge":
        from hardware.cards.id_bridge import IdBridgeReader

        return IdBridgeReader(name, bridge_address(rest))
    return FakeCardReader(name)


def address_fault(address: str) -> str | None:
    """What cannot be right about an address as it is written; None where nothing is. Looks at nothing but the text."""
    scheme, rest = _split(address)
    match scheme:
        case "pcsc":
            return None
        case "fake":
            return f"nothing follows 'fake:', not {rest!r}" if rest else None
        case "id-bridge":
            return _bridge_fault(rest)
    return "the address is empty" if not address.strip() else f"no card reader is reached by {address.strip()!r}"


def examine_reader(address: str) -> tuple[str, ...]:
    """What answers there now: names of PC/SC readers, or a sentence about a bridge. Raises HardwareError."""
    _refuse(address, address)
    scheme, rest = _split(address)
    if scheme == "pcsc":
        from hardware.cards.pcsc import reader_names

        return reader_names(address, rest)
    if scheme == "id-bridge":
        from hardware.cards.id_bridge import examine_bridge

        return (examine_bridge(address, bridge_address(rest)),)
    return ("a fake: no real card is read",)


def _refuse(address: str, part: str) -> None:
    fault = address_fault(address)
    if fault is not None:
        raise PartMissing(part, fault, f"Understood are: {UNDERSTOOD}.")


def _split(address: str) -> tuple[str, str]:
    scheme, colon, rest = address.strip().partition(":")
    return (scheme.lower(), rest.strip()) if colon else ("", "")


def _bridge_fault(url: str) -> str | None:
    try:
        bridge_address(url)
    except ValueError as error:
        return str(error)
    return None
