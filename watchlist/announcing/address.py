"""A broker's address as people write it in the settings. Pure."""

import re
from dataclasses import dataclass

PORT = 1883
SECURE_PORT = 8883
PREFIX = "gatehouse"
UNDERSTOOD = "mqtts://broker.example.org:8883/gatehouse/north (encrypted), mqtt://192.168.1.60/gatehouse (in clear)"
LONGEST_PREFIX = 200


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """`prefix` is what every topic begins with, without a slash at its end."""

    host: str
    port: int
    is_secure: bool
    prefix: str = PREFIX

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.is_secure else 'mqtt'}://{host}:{self.port}/{self.prefix}"


_ADDRESS = re.compile(
    r"(?P<scheme>mqtts?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9_.-]{0,252}))(:(?P<port>[0-9]{1,5}))?"
    r"(/(?P<prefix>.*))?",
    re.DOTALL | re.IGNORECASE,
)


def parse_address(text: str) -> BrokerAddress:
    """Raises ValueError: what is wrong, in words for whoever wrote it."""
    text = text.strip()
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise ValueError("the user and the password do not belong in the address: write user and password_file")
    found = _ADDRESS.fullmatch(text)
    if found is None or ".." in found["host"]:
        raise ValueError(f"a broker is written like {UNDERSTOOD}, not {text!r}")
    is_secure = found["scheme"].lower() == "mqtts"
    port = int(found["port"] or (SECURE_PORT if is_secure else PORT))
    if not 1 <= port <= 65535:
        raise ValueError(f"there is no port {port}")
    return BrokerAddress(found["host"].strip("[]"), port, is_secure, _prefix((found["prefix"] or "").rstrip("/")))


def address_fault(text: str) -> str | None:
    """What cannot be right about an address as it is written; None where nothing is, and for no address."""
    try:
        if text:
            parse_address(text)
    except ValueError as error:
        return str(error)
    return None


def _prefix(prefix: str) -> str:
    if not prefix:
        return PREFIX
    if len(prefix) > LONGEST_PREFIX:
        raise ValueError(f"the prefix has at most {LONGEST_PREFIX} characters")
    if prefix.startswith("$") or any(not part or not part.isprintable() for part in prefix.split("/")):
        raise ValueError(f"a prefix is words with a slash between them, not beginning with '$', not {prefix!r}")
    if wild := set(prefix) & {"+", "#"}:
        raise ValueError(f"a prefix is without {' and '.join(sorted(wild))}: these are for listeners")
    return prefix
