"""What is in an evidence package: every piece with its SHA-256, and what the package is for. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from records.canonical import to_json
from records.errors import SignatureRefused
from records.plain_names import is_plain
from records.signatures import SIGNATURE_BYTES, check_signature
from watchlist.dossier.errors import EvidenceDamaged
from watchlist.feed.errors import FeedError
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust

KIND = "gatehouse evidence 1"
"""What a sealed package calls itself."""
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
MOST_PIECE_BYTES = 64_000_000
MOST_PIECES = 100_000
_USE = b"gatehouse/evidence/1\n"
"""Signed together with the manifest, so that a signature made for another use never fits here."""
_NAME = re.compile(
    r"((photographs|alarms|reports)/)?[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.(json|jsonl|html|jpg|png|webp|bmp|bin)"
)
"""No program or shortcut is among it."""


@dataclass(frozen=True, slots=True)
class Case:
    """Why a package is made: the number of the case, the reason, and who gets it. `made_by` answers for it."""

    number: str
    why: str
    recipient: str
    made_by: str
    made_at: datetime
    source: str = ""

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if not all(one.strip() for one in (self.number, self.why, self.recipient, self.made_by)):
            raise ValueError("a case without its number, its reason, who gets it or who made it")


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        is_plain_name = _NAME.fullmatch(self.name) and is_plain(self.name.rpartition("/")[2])
        if not is_plain_name or self.name in (MANIFEST, SIGNATURE):
            raise ValueError(f"{self.name!r} is no name of a piece")
        if not 0 <= self.size <= MOST_PIECE_BYTES or not re.fullmatch("[0-9a-f]{64}", self.sha256):
            raise ValueError(f"{self.name} is of no size or has no SHA-256")

    @classmethod
    def of(cls, name: str, data: bytes) -> "Piece":
        return cls(name, len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """`newest_record` is the place of the audit log when the package was made, as NUMBER:HASH."""

    case: Case
    subjects: tuple[str, ...]
    newest_record: str
    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        names = [piece.name for piece in self.pieces]
        if len(set(map(str.casefold, names))) != len(names) or len(names) > MOST_PIECES:
            raise ValueError("pieces of one name, or more than anybody reads")

    def to_bytes(self) -> bytes:
        case = asdict(self.case) | {"made_at": self.case.made_at.isoformat()}
        told = {"kind": KIND, "case": case, "subjects": list(self.subjects), "newest_record": self.newest_record}
        return json.dumps(
            told | {"pieces": [asdict(one) for one in self.pieces]}, ensure_ascii=False, indent=1
        ).encode()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who signed a manifest: the list whose root named the key."""

    list_id: str
    root: bytes
    keys: Signed
    key_id: str
    signature: bytes

    def __post_init__(self) -> None:
        if len(self.signature) != SIGNATURE_BYTES:
            raise ValueError("a signature of another length")

    def to_bytes(self) -> bytes:
        keys = {
            "document": self.keys.document.hex(),
            "key_id": self.keys.key_id,
            "signature": self.keys.signature.hex(),
        }
        told = {"list_id": self.list_id, "root": self.root.hex(), "key_id": self.key_id}
        return to_json({**told, "signature": self.signature.hex(), "keys": {**keys}}).encode()

    def check(self, manifest: bytes) -> None:
        """Raises EvidenceDamaged unless a key that this root named signed exactly this manifest."""
        try:
            trusted = Trust(self.list_id, self.root).after(self.keys).keys
            public = trusted.public(self.key_id) if trusted else None
            if public is None:
                raise EvidenceDamaged(
                    f"signed by the key {self.key_id}, which the root of {self.list_id} does not name"
                )
            check_signature(public, signed_bytes(manifest), self.signature)
        except (FeedError, SignatureRefused) as error:
            raise EvidenceDamaged(f"the package is not signed as it says: {error}") from error


def signed_bytes(manifest: bytes) -> bytes:
    return _USE + manifest


def manifest_from_bytes(data: bytes) -> Manifest:
    """Raises EvidenceDamaged."""
    try:
        told: Mapping[str, Any] = json.loads(data)
        case = Case(**{**told["case"], "made_at": datetime.fromisoformat(told["case"]["made_at"])})
        pieces = tuple(Piece(**one) for one in told["pieces"])
        return Manifest(case, tuple(map(str, told["subjects"])), str(told["newest_record"]), pieces)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise EvidenceDamaged("the package has no manifest that can be read") from error


def origin_from_bytes(data: bytes) -> Origin:
    """Raises EvidenceDamaged."""
    try:
        told: Mapping[str, Any] = json.loads(data)
        keys = told["keys"]
        named = Signed(bytes.fromhex(keys["document"]), keys["key_id"], bytes.fromhex(keys["signature"]))
        origin = (str(told["list_id"]), bytes.fromhex(told["root"]), named, str(told["key_id"]))
        return Origin(*origin, bytes.fromhex(told["signature"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise EvidenceDamaged("the package has no signature that can be read") from error
