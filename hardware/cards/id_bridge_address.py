"""The address of an ID card bridge: `http://127.0.0.1:19196/readcard#vendor=huashi&stays_s=60`. PURE.

The part after # stays here: which vendor's answers these are, where the port does not tell, and how long a card is
taken to lie there after its last answer. Only this computer's own addresses are allowed: what is on an identity
card does not travel by plain HTTP, and no other machine says who stands here.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

from hardware.cards.id_bridge_shapes import SHAPES, BridgeShape

STAYS_S = 0.8
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|::1")
_VENDORS = ", ".join(shape.vendor for shape in SHAPES)


@dataclass(frozen=True, slots=True)
class BridgeAddress:
    """`stays_s`: some readers answer a card that lies on them once only; say 60 there, and the visit's own end or
    another card ends it. Others answer as long as it lies, and a second without is a card that was taken."""

    url: str
    shape: BridgeShape
    stays_s: float = STAYS_S


def bridge_address(text: str) -> BridgeAddress:
    """Raises ValueError: what is wrong with it."""
    parts = urlsplit(text)
    if parts.scheme != "http" or not parts.netloc:
        raise ValueError("a bridge is reached by http://")
    if parts.username is not None or not _LOOPBACK.fullmatch(parts.hostname or ""):
        raise ValueError("a bridge runs on this computer: 127.0.0.1 or localhost")
    options = dict(parse_qsl(parts.fragment, keep_blank_values=True, strict_parsing=bool(parts.fragment)))
    shape = _shape(options.pop("vendor", None), parts)
    stays_s = _seconds(options.pop("stays_s", str(STAYS_S)))
    if options:
        raise ValueError(f"unknown after #: {', '.join(options)} (understood are vendor and stays_s)")
    return BridgeAddress(parts._replace(fragment="").geturl(), shape, stays_s)


def _shape(vendor: str | None, parts: SplitResult) -> BridgeShape:
    port = parts.port
    for shape in SHAPES:
        if vendor == shape.vendor or (vendor is None and port == shape.port):
            return shape
    raise ValueError(f"whose bridge is it? Write #vendor= and one of {_VENDORS} at the end of the address")


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", text) or float(text) <= 0:
        raise ValueError(f"stays_s is a number of seconds, not {text!r}")
    return float(text)
