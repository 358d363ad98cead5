"""How a file is sealed that leaves the house: scrypt (RFC 7914) makes the key of the pass phrase, AES-256-GCM seals
numbered chunks. Pure.

The key is the file's own (its salt is random), so a chunk's nonce is its number and whether it is the last. Header,
place and end are authenticated: no chunk can be changed, moved, left out or taken from another file.
"""

import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from records.account_rules import passphrase_fault
from records.canonical import Json, to_json
from records.errors import PassphraseRefused, SealedFileDamaged, SealedFileLocked, SealedFileRefused

CHUNK_BYTES = 64 * 1024
SEALED_BYTES = CHUNK_BYTES + 16
"""Of every chunk but the last, which is shorter or of the same length."""
SALT_BYTES = 16
MOST_HEADER_BYTES = 1024
_KEY_BYTES, _PROOF_BYTES = 32, 16


@dataclass(frozen=True, slots=True)
class Cost:
    """Of trying one pass phrase: 128 * `block` * 2**`log2_n` bytes of memory (128 MiB, half a second)."""

    log2_n: int = 17
    block: int = 8

    def __post_init__(self) -> None:
        if not (1 <= self.log2_n <= 18 and 1 <= self.block <= 16):
            raise ValueError(f"a cost that nobody asks: {self}")


USUAL_COST = Cost()


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a sealed file: what it is, which anybody may read. `proof` tells a wrong pass phrase from a
    damaged file."""

    kind: str
    about: Mapping[str, Json]
    salt: bytes
    cost: Cost
    proof: bytes

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_BYTES or len(self.proof) != _PROOF_BYTES:
            raise ValueError("salt or proof of another length")

    def to_bytes(self) -> bytes:
        """With its line end."""
        plain: dict[str, Json] = {
            "kind": self.kind,
            "about": dict(self.about),
            "salt": self.salt.hex(),
            "log2_n": self.cost.log2_n,
            "block": self.cost.block,
            "proof": self.proof.hex(),
        }
        return to_json(plain).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens the chunks of one file."""

    header: Header
    _aes: AESGCM = field(repr=False)

    def closed(self, number: int, is_last: bool, chunk: bytes) -> bytes:
        return self._aes.encrypt(_nonce(number, is_last), chunk, self.header.to_bytes())

    def opened(self, number: int, is_last: bool, sealed: bytes) -> bytes:
        """Raises SealedFileDamaged."""
        try:
            return self._aes.decrypt(_nonce(number, is_last), sealed, self.header.to_bytes())
        except (InvalidTag, ValueError) as error:
            raise SealedFileDamaged(f"piece {number} of the file is damaged") from error


def new_seal(kind: str, about: Mapping[str, Json], pass_phrase: str, salt: bytes, cost: Cost) -> Seal:
    """`salt` must be random: no two files may have the same. Raises PassphraseRefused for a weak pass phrase."""
    fault = passphrase_fault(_bare(pass_phrase), "", "")
    if fault:
        raise PassphraseRefused(fault, "Whoever finds the file may try as often as they like: take five words or more.")
    key, proof = _derived(pass_phrase, salt, cost)
    return Seal(Header(kind, about, salt, cost, proof), AESGCM(key))


def seal_of(header: Header, pass_phrase: str) -> Seal:
    """Raises SealedFileLocked for another pass phrase than the file's."""
    key, proof = _derived(pass_phrase, header.salt, header.cost)
    if not hmac.compare_digest(proof, header.proof):
        raise SealedFileLocked("this is not the file's pass phrase")
    return Seal(header, AESGCM(key))


def header_from_bytes(line: bytes, kind: str) -> Header:
    """With its line end. Raises SealedFileRefused for anything but a header of this kind."""
    try:
        header = _header(json.loads(line.decode()))
        is_ours = header.kind == kind and header.to_bytes() == line
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SealedFileRefused(f"the file does not begin as a {kind}") from None
    if not is_ours:
        raise SealedFileRefused(f"the file is no {kind}")
    return header


def _header(plain: dict[str, Json]) -> Header:
    about, log2_n, block = plain["about"], plain["log2_n"], plain["block"]
    if not isinstance(about, dict) or type(log2_n) is not int or type(block) is not int:
        raise ValueError("fields of other types")
    salt, proof = bytes.fromhex(str(plain["salt"])), bytes.fromhex(str(plain["proof"]))
    return Header(str(plain["kind"]), about, salt, Cost(log2_n, block), proof)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(pass_phrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    made = Scrypt(salt, _KEY_BYTES + _PROOF_BYTES, 2**cost.log2_n, cost.block, 1).derive(_bare(pass_phrase).encode())
    return made[:_KEY_BYTES], made[_KEY_BYTES:]


def _bare(pass_phrase: str) -> str:
    """However a keyboard composes letters, and without the line end of whatever it was pasted from."""
    return unicodedata.normalize("NFKC", pass_phrase).strip()
