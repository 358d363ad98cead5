"""Keys that sign (Ed25519): everybody may check what they signed, nobody without the secret can make it."""

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from records.signatures import key_id_of

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret, what is told of it, and what it signs."""

    secret: bytes = field(repr=False)
    public: bytes = field(init=False)
    _key: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"a signing key has {SECRET_BYTES} bytes, not {len(self.secret)}")
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "public", key.public_key().public_bytes_raw())

    @classmethod
    def random(cls) -> "SigningKey":
        return cls(secrets.token_bytes(SECRET_BYTES))

    @property
    def key_id(self) -> str:
        return key_id_of(self.public)

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)
