"""Ed25519 signatures (RFC 8032), as whoever has the public key checks them."""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from records.errors import SignatureRefused

PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


def key_id_of(public: bytes) -> str:
    """16 hexadecimal digits: by which of several keys something was signed."""
    return hashlib.sha256(public).hexdigest()[:16]


def check_signature(public: bytes, data: bytes, signature: bytes) -> None:
    """Raises SignatureRefused unless whoever has the secret of `public` signed exactly these bytes."""
    try:
        _loaded(public).verify(signature, data)
    except (InvalidSignature, ValueError) as error:
        raise SignatureRefused(f"not signed by the key {key_id_of(public)}") from error


@lru_cache(maxsize=64)
def _loaded(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
