"""A document with the signature of whoever answers for it."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from records.signatures import SIGNATURE_BYTES, check_signature
from watchlist.feed.reading import check_key_id

_USE = b"gatehouse/feed/1\n"
"""Signed together with the document, so that a signature made for another use never fits here."""


class Signer(Protocol):
    @property
    def key_id(self) -> str: ...

    def sign(self, data: bytes) -> bytes: ...


@dataclass(frozen=True)
class Signed:
    """A record, a head or a list of keys, in the bytes that were signed; who re-serves it changes none of them."""

    document: bytes = field(repr=False)
    key_id: str
    signature: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_key_id(self.key_id)
        if len(self.signature) != SIGNATURE_BYTES:
            raise ValueError(f"a signature has {SIGNATURE_BYTES} bytes, not {len(self.signature)}")

    @cached_property
    def sha256(self) -> str:
        """Of the document, whoever signed it."""
        return hashlib.sha256(self.document).hexdigest()

    def check(self, public: bytes) -> None:
        """Raises SignatureRefused."""
        check_signature(public, _USE + self.document, self.signature)


def sign(document: bytes, signer: Signer) -> Signed:
    return Signed(document, signer.key_id, signer.sign(_USE + document))
