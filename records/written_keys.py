"""Keys with which programs prove who they are, as they are written: `id.secret`. Pure.

The secret is 256 random bits, of which nothing is kept but the SHA-256. A secret of this length cannot be guessed, so
no slow hash and no lock-out is needed.
"""

import hashlib
import hmac
import re

SECRET_BYTES = 32
DIGEST_BYTES = hashlib.sha256().digest_size

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_WRITTEN = re.compile(r"([a-z0-9][a-z0-9-]{0,39})\.([0-9a-f]{64})")


def is_key_name(text: str) -> bool:
    """1 to 40 small letters, digits and hyphens."""
    return _NAME.fullmatch(text) is not None


def written_key(key_id: str, secret: bytes) -> tuple[bytes, str]:
    """The digest to keep, and the text that is given away once. `secret`: 32 random bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a key's secret has {SECRET_BYTES} bytes, not {len(secret)}")
    return hashlib.sha256(secret).digest(), f"{key_id}.{secret.hex()}"


def id_in(written: str) -> str | None:
    """The id in a written key; None for what is no key."""
    found = _WRITTEN.fullmatch(written)
    return found[1] if found else None


def is_right(key_id: str, digest: bytes | None, written: str) -> bool:
    """Whether this is the key as it was written; takes as long for one that is unknown (`digest` is None)."""
    found = _WRITTEN.fullmatch(written)
    given = hashlib.sha256(bytes.fromhex(found[2]) if found else b"").digest()
    is_equal = hmac.compare_digest(given, digest or bytes(len(given)))
    return is_equal and digest is not None and found is not None and found[1] == key_id
