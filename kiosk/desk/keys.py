"""The keys with which kiosks and channels prove to the desk who they are (see records.written_keys). Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from records import written_keys
from records.written_keys import DIGEST_BYTES, SECRET_BYTES, id_in, is_key_name, written_key

__all__ = ["SECRET_BYTES", "DeskKey", "KeyBook", "KeyKind", "MemoryKeyBook", "id_in", "is_right", "new_key"]

KIOSK_CHANNEL = "kiosk"


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
        if not is_key_name(self.id) or not is_key_name(self.name):
            raise ValueError("a key's id and name are 1 to 40 small letters, digits and hyphens")
        if self.kind is KeyKind.CHANNEL and self.name == KIOSK_CHANNEL:
            raise ValueError(
                f"no channel is called {KIOSK_CHANNEL!r}: that is what the kiosks' own bookings are called"
            )
        if len(self.digest) != DIGEST_BYTES:
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
    digest, written = written_key(key_id, secret)
    return DeskKey(key_id, name, kind, digest), written


def is_right(key: DeskKey | None, written: str) -> bool:
    """Whether this is the key as it was written; takes as long for a key that is unknown."""
    return written_keys.is_right(key.id if key else "", key.digest if key else None, written)
