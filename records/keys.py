"""The data key: 32 random bytes, one for each home directory and never inside it.

A key's id is derived from the key itself, so a key can prove that it is the one a home directory asks for.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from records.errors import KeyMissing

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class DataKey:
    """The secret of one home directory; everything that seals or signs is derived from it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @classmethod
    def random(cls) -> "DataKey":
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def key_id(self) -> str:
        """16 hexadecimal digits; tells nothing about the secret."""
        return hmac.new(self.secret, b"gatehouse key id", hashlib.sha256).hexdigest()[:16]


class KeyRing(Protocol):
    """Where keys are kept."""

    def find(self, key_id: str) -> DataKey:
        """Raises KeyMissing, WrongKey, KeyDamaged or KeyUnsafe."""

    def make(self) -> DataKey:
        """A key for a new home directory, kept before this returns. Raises StorageFull or StorageRefused."""

    def keep(self, key: DataKey) -> None:
        """Put a key back that came from a backup; one that is here already stays. Raises as `find` does, and
        StorageFull."""

    def discard(self, key_id: str) -> None:
        """Let go of a key that was made and never used; one that is not kept here is no fault."""


class MemoryKeyRing:
    """A key ring for tests: forgets everything with the process."""

    def __init__(self) -> None:
        self._keys: dict[str, DataKey] = {}

    def find(self, key_id: str) -> DataKey:
        if key_id not in self._keys:
            raise KeyMissing(f"no key {key_id} on this ring")
        return self._keys[key_id]

    def make(self) -> DataKey:
        key = DataKey.random()
        self._keys[key.key_id] = key
        return key

    def keep(self, key: DataKey) -> None:
        self._keys[key.key_id] = key

    def discard(self, key_id: str) -> None:
        self._keys.pop(key_id, None)
