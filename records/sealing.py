"""Sealed blobs: AES-256-GCM, each bound to what it is (purpose) and where it belongs (row id).

A blob is: 2 bytes mark, 1 byte version, 8 bytes key id, 12 bytes random nonce, the encrypted bytes with their tag.
The header, the purpose and the row id are authenticated with it, so a blob moved to another row does not open.
"""

import hashlib
import hmac
import secrets
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from records.errors import SealBroken, WrongKey
from records.keys import KEY_BYTES, DataKey

_MARK = b"GH\x01"
_NONCE_BYTES = 12
_HEADER_BYTES = len(_MARK) + 8


class Cipher(Protocol):
    """Seals what is personal and signs what must not be changed."""

    @property
    def key_id(self) -> str: ...

    def seal(self, plain: bytes, purpose: str, row_id: str) -> bytes: ...

    def open(self, blob: bytes, purpose: str, row_id: str) -> bytes:
        """Raises SealBroken for a changed or moved blob, WrongKey for one of another key."""

    def mac(self, data: bytes, purpose: str) -> str:
        """A keyed digest, 64 hexadecimal digits: nobody without the key can make or check it."""

    def fingerprint(self, data: bytes) -> str:
        """A keyed digest that tells whether the same photograph is here already, and to nobody else anything."""


class KeyedCipher:
    """The cipher of the product. Each use has its own key, derived (HKDF-SHA-256) from the home directory's."""

    def __init__(self, key: DataKey) -> None:
        self._key = key
        self._header = _MARK + bytes.fromhex(key.key_id)
        self._macs: dict[str, bytes] = {}

    @property
    def key_id(self) -> str:
        return self._key.key_id

    def seal(self, plain: bytes, purpose: str, row_id: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return self._header + nonce + self._aes.encrypt(nonce, plain, self._bound_to(purpose, row_id))

    def open(self, blob: bytes, purpose: str, row_id: str) -> bytes:
        if not blob.startswith(_MARK):
            raise SealBroken(f"{purpose} {row_id} is not a sealed blob of this version")
        if blob[:_HEADER_BYTES] != self._header:
            raise WrongKey(f"{purpose} {row_id} was sealed with key {blob[len(_MARK) : _HEADER_BYTES].hex()}")
        nonce = blob[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
        try:
            return self._aes.decrypt(nonce, blob[_HEADER_BYTES + _NONCE_BYTES :], self._bound_to(purpose, row_id))
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"the seal of {purpose} {row_id} is broken") from error

    def mac(self, data: bytes, purpose: str) -> str:
        if purpose not in self._macs:
            self._macs[purpose] = self._derived(f"mac/{purpose}")
        return hmac.new(self._macs[purpose], data, hashlib.sha256).hexdigest()

    def fingerprint(self, data: bytes) -> str:
        return self.mac(data, "photograph")

    @cached_property
    def _aes(self) -> AESGCM:
        return AESGCM(self._derived("seal"))

    def _derived(self, use: str) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"gatehouse/v1/{use}".encode()).derive(self._key.secret)

    def _bound_to(self, purpose: str, row_id: str) -> bytes:
        name = purpose.encode()
        return self._header + len(name).to_bytes(2, "big") + name + row_id.encode()


class TransparentCipher:
    """A cipher for tests that hides nothing: what should be sealed can be searched for in the files."""

    key_id = "0" * 16

    def seal(self, plain: bytes, purpose: str, row_id: str) -> bytes:
        return self._header(purpose, row_id) + plain

    def open(self, blob: bytes, purpose: str, row_id: str) -> bytes:
        header = self._header(purpose, row_id)
        if not blob.startswith(header):
            raise SealBroken(f"the seal of {purpose} {row_id} is broken")
        return blob[len(header) :]

    def mac(self, data: bytes, purpose: str) -> str:
        return hmac.new(purpose.encode(), data, hashlib.sha256).hexdigest()

    def fingerprint(self, data: bytes) -> str:
        return self.mac(data, "photograph")

    def _header(self, purpose: str, row_id: str) -> bytes:
        return f"SEALED {purpose} {row_id}\n".encode()
