"""A signing key in a file of its own (PKCS #8, PEM), encrypted with a pass phrase: one that is kept offline."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from records.errors import KeyDamaged, StorageRefused
from records.files import create_whole, disk_errors
from records.signing import SigningKey

LEAST_PASSPHRASE = 12
"""Characters. Whoever finds the file may try for ever."""
_MOST_BYTES = 16_384


def write_signing_key(path: Path, key: SigningKey, passphrase: str) -> None:
    """Into a new file, for this user alone. Raises KeyDamaged for a short pass phrase, StorageFull, StorageRefused."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise KeyDamaged(f"a pass phrase of {len(passphrase)} characters", f"Choose one of {LEAST_PASSPHRASE} or more.")
    private = Ed25519PrivateKey.from_private_bytes(key.secret)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    if not create_whole(path, pem):
        raise StorageRefused(f"{path} is there already", "Choose another name: a key is never written over.")


def read_signing_key(path: Path, passphrase: str) -> SigningKey:
    """Raises KeyDamaged for a wrong pass phrase and for what is no such file, StorageRefused."""
    with disk_errors(path), path.open("rb") as file:
        pem = file.read(_MOST_BYTES)
    try:
        key = load_pem_private_key(pem, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise KeyDamaged(
            f"{path} does not open with this pass phrase", "Check the pass phrase, and that it is the root key's file."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyDamaged(f"{path} holds a key of another kind", "Give the file that 'gatehouse keys root' wrote.")
    return SigningKey(key.private_bytes_raw())
