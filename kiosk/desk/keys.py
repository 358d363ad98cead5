"""The keys with which kiosks and channels prove to the desk who they are. Pure.

A key is written `id.secret`; the secret is 256 random bits, of which the desk keeps nothing but the SHA-256. A secret
of this length cannot be guessed, so no slow hash and no lock-out is needed.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

SECRET_BYTES = 32
KIOSK_CHANNEL = "kiosk"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_WRITTEN = re.compile(r"([a-z0-9][a-z0-9-]{0,39})\.([0-9a-f]{64})")


class KeyKind(StrEnum):
    KIOSK = "kiosk"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class DeskKey:
    """What the desk keeps of a key. `name` is the kiosk's or the channel's, and stays when a key is replaced."""

    id: str
    name: str
    kind: KeyKind
    digest: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.id) or not _NAME.fullmatch(self.name):
            raise ValueError("a key's id and name are 1 to 40 small letters, digits and hyphens")
        if self.kind is KeyKind.CHANNEL and self.name == KIOSK_CHANNEL:
            raise ValueError(
                f"no channel is called {KIOSK_CHANNEL!r}: that is what the kiosks' own bookings are called"
            )
        if len(self.digest) != hashlib.sha256().digest_size:
            raise ValueError("a key is kept as its SHA-256")

    @property
    def channel(self) -> str:
        """The name that this key's bookings bear."""
        return KIOSK_CHANNEL if self.kind is KeyKind.KIOSK else self.name


class KeyBook(Protocol):
    """Where the desk keeps its keys; any thread may ask. Raises DeskAway."""

    def find(self, key_id: str) -> DeskKey | None:
        """None for one that is unknown or was taken back."""


class MemoryKeyBook:
    """Keys in memory: for tests and the demo."""

    def __init__(self, *keys: DeskKey) -> None:
        self._keys = {key.id: key for key in keys}

    def find(self, key_id: str) -> DeskKey | None:
        return self._keys.get(key_id)

    def take_back(self, key_id: str) -> None:
        self._keys.pop(key_id, None)


def new_key(key_id: str, name: str, kind: KeyKind, secret: bytes) -> tuple[DeskKey, str]:
    """What the desk keeps, and the text that the kiosk or channel is given once. `secret`: 32 random bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a key's secret has {SECRET_BYTES} bytes, not {len(secret)}")
    return DeskKey(key_id, name, kind, hashlib.sha256(secret).digest()), f"{key_id}.{secret.hex()}"


def id_in(written: str) -> str | None:
    """The id in a written key; None for what is no key."""
    found = _WRITTEN.fullmatch(written)
    return found[1] if found else None


def is_right(key: DeskKey | None, written: str) -> bool:
    """Whether this is the key as it was written; takes as long for a key that is unknown."""
    found = _WRITTEN.fullmatch(written)
    given = hashlib.sha256(bytes.fromhex(found[2]) if found else b"").digest()
    kept = key.digest if key else bytes(len(given))
    is_equal = hmac.compare_digest(given, kept)
    return is_equal and key is not None and found is not None and found[1] == key.id
