"""How a bundle is sealed: scrypt (RFC 7914) makes the key of the pass phrase, AES-256-GCM seals numbered chunks.

The key is the bundle's own (its salt is random), so a chunk's nonce is its number and whether it is the last. Header,
place and end are authenticated: no chunk can be changed, moved, left out or taken from another bundle.
"""

import hmac
import unicodedata
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from records.canonical import Json, to_json
from watchlist.feed.errors import BundleDamaged, BundleLocked, BundleRefused, DocumentRefused
from watchlist.feed.head import MOST_EPOCH, Head
from watchlist.feed.reading import Fields, check_list_id, check_number, read

CHUNK_BYTES = 64 * 1024
SEALED_BYTES = CHUNK_BYTES + 16
"""Of every chunk but the last, which is shorter or of the same length."""
SALT_BYTES = 16
MOST_HEADER_BYTES = 1024
LEAST_PASS_PHRASE = 12
_KEY_BYTES, _PROOF_BYTES = 32, 16
_KIND = "gatehouse bundle 1"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of trying one pass phrase: 128 * `block` * 2**`log2_n` bytes of memory (128 MiB, half a second)."""

    log2_n: int = 17
    block: int = 8

    def __post_init__(self) -> None:
        check_number(self.log2_n, "log2_n", 1, 18)
        check_number(self.block, "block", 1, 16)


@dataclass(frozen=True, slots=True)
class About:
    """What anybody may read of a bundle: which list, and how new."""

    list_id: str
    epoch: int
    seq: int

    def __post_init__(self) -> None:
        check_list_id(self.list_id)
        check_number(self.epoch, "epoch", 1, MOST_EPOCH)
        check_number(self.seq, "seq", 0)

    @classmethod
    def of(cls, head: Head) -> "About":
        return cls(head.list_id, head.epoch, head.seq)


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a bundle. `proof` tells a wrong pass phrase from a damaged bundle."""

    about: About
    salt: bytes
    cost: Cost
    proof: bytes

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_BYTES or len(self.proof) != _PROOF_BYTES:
            raise ValueError("salt or proof of another length")

    def to_bytes(self) -> bytes:
        """With its line end."""
        plain: dict[str, Json] = {
            "kind": _KIND,
            "list_id": self.about.list_id,
            "epoch": self.about.epoch,
            "seq": self.about.seq,
            "salt": self.salt.hex(),
            "log2_n": self.cost.log2_n,
            "block": self.cost.block,
            "proof": self.proof.hex(),
        }
        return to_json(plain).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens the chunks of one bundle."""

    header: Header
    _aes: AESGCM = field(repr=False)

    def closed(self, number: int, is_last: bool, chunk: bytes) -> bytes:
        return self._aes.encrypt(_nonce(number, is_last), chunk, self.header.to_bytes())

    def opened(self, number: int, is_last: bool, sealed: bytes) -> bytes:
        """Raises BundleDamaged."""
        try:
            return self._aes.decrypt(_nonce(number, is_last), sealed, self.header.to_bytes())
        except (InvalidTag, ValueError) as error:
            raise BundleDamaged(f"piece {number} of the bundle is damaged") from error


def new_seal(about: About, pass_phrase: str, salt: bytes, cost: Cost) -> Seal:
    """`salt` must be random: no two bundles may have the same. Raises BundleRefused for a short pass phrase."""
    if len(_bare(pass_phrase)) < LEAST_PASS_PHRASE:
        raise BundleRefused(
            f"a pass phrase shorter than {LEAST_PASS_PHRASE} characters",
            "Whoever finds the file may try as often as they like: take five words or more.",
        )
    key, proof = _derived(pass_phrase, salt, cost)
    return Seal(Header(about, salt, cost, proof), AESGCM(key))


def seal_of(header: Header, pass_phrase: str) -> Seal:
    """Raises BundleLocked for another pass phrase than the bundle's."""
    key, proof = _derived(pass_phrase, header.salt, header.cost)
    if not hmac.compare_digest(proof, header.proof):
        raise BundleLocked("another pass phrase than the bundle's")
    return Seal(header, AESGCM(key))


def header_from_bytes(line: bytes) -> Header:
    """With its line end. Raises BundleRefused."""
    try:
        return read(line.removesuffix(b"\n"), MOST_HEADER_BYTES, _header)
    except DocumentRefused as error:
        raise BundleRefused(f"not a bundle of this version: {error}") from error


def _header(fields: Fields) -> Header:
    if fields.text("kind") != _KIND:
        raise ValueError("another kind of file")
    about = About(fields.text("list_id"), fields.number("epoch"), fields.number("seq"))
    cost = Cost(fields.number("log2_n"), fields.number("block"))
    return Header(about, fields.hexadecimal("salt"), cost, fields.hexadecimal("proof"))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(pass_phrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    made = Scrypt(salt, _KEY_BYTES + _PROOF_BYTES, 2**cost.log2_n, cost.block, 1).derive(_bare(pass_phrase).encode())
    return made[:_KEY_BYTES], made[_KEY_BYTES:]


def _bare(pass_phrase: str) -> str:
    """However a keyboard composes letters, and without the line end of whatever it was pasted from."""
    return unicodedata.normalize("NFKC", pass_phrase).strip()
