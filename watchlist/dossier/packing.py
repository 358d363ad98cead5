"""Makes an evidence package of what was found, and opens one: a ZIP, sealed with a pass phrase."""

import hashlib
import json
import shutil
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from records.canonical import Json
from records.files import disk_errors, draft_beside, drafts_left_of
from records.pass_seal import USUAL_COST, Cost
from records.sealed_file import sealed_file, unsealed
from watchlist.dossier.book import Dossier
from watchlist.dossier.errors import EvidenceDamaged, EvidenceRefused
from watchlist.dossier.manifest import (
    KIND,
    MANIFEST,
    MOST_PIECE_BYTES,
    SIGNATURE,
    Case,
    Manifest,
    Origin,
    Piece,
    manifest_from_bytes,
    origin_from_bytes,
)
from watchlist.dossier.page import page

Signing = Callable[[bytes], Origin | None]
"""Of a manifest; None where there is no key that others know."""
TEXTS = Path(__file__).parent / "texts"
PAGES = {"zh": "zh.html", "en": "en.html"}
_AT_ONCE = 256 * 1024


class Sink(Protocol):
    def write(self, data: bytes) -> int: ...


def pack(
    path: Path,
    pass_phrase: str,
    case: Case,
    found: Dossier,
    pictures: Iterator[tuple[str, bytes]],
    sign: Signing,
    cost: Cost | None = None,
) -> Manifest:
    """Write the sealed file. Raises PassphraseRefused, EvidenceRefused, StorageFull or StorageRefused, and what
    reading the pictures raises; then there is no file."""
    with sealed_file(path, KIND, {}, pass_phrase, cost or USUAL_COST) as sealed, _archive(sealed) as archive:
        pieces = [_put(archive, *one) for one in pictures]
        pieces += [_put(archive, *one) for one in _written(case, found)]
        manifest = Manifest(case, found.subjects, str(found.newest), tuple(pieces))
        data = manifest.to_bytes()
        archive.writestr(MANIFEST, data)
        origin = sign(data)
        if origin is not None:
            archive.writestr(SIGNATURE, origin.to_bytes())
    return manifest


def unpack(path: Path, pass_phrase: str, folder: Path, root: bytes | None = None) -> tuple[Manifest, Origin | None]:
    """Put the pieces into a new folder, when all of them are what the manifest says, and the manifest is what was
    signed; with `root` it must be signed under that.

    Raises EvidenceRefused, EvidenceDamaged, and what `records.sealed_file.unsealed` raises."""
    with disk_errors(folder):
        if folder.exists():
            raise EvidenceRefused(f"{folder} is there already", "Name a new folder.")
        for left in drafts_left_of(folder):
            shutil.rmtree(left, ignore_errors=True)
        part = draft_beside(folder)
        part.mkdir(mode=0o700)
        try:
            found = _unpacked(path, pass_phrase, part)
            _must_come_from(root, found[1])
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return found


def _must_come_from(root: bytes | None, origin: Origin | None) -> None:
    if root is not None and origin is None:
        raise EvidenceDamaged("the package is not signed")
    if root is not None and origin is not None and origin.root != root:
        raise EvidenceDamaged(f"the package is signed under another root: {origin.root.hex()}")


def _written(case: Case, found: Dossier) -> Iterator[tuple[str, bytes]]:
    """What is written about the pictures, which are named in it by now."""
    parts = {"entry": found.entry, "alarms": found.alarms, "visits": found.visits, "reports": found.groups}
    for name, told in parts.items():
        if told:
            yield f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode()
    yield "audit.jsonl", b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in found.audit)
    head: dict[str, Json] = asdict(case) | {"made_at": case.made_at.isoformat(), "newest_record": str(found.newest)}
    for language, name in PAGES.items():
        other = next(file for one, file in PAGES.items() if one != language)
        yield name, page(language, other, words_of(language), head, asdict(found)).encode()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> Piece:
    if len(data) > MOST_PIECE_BYTES:
        raise EvidenceRefused(f"{name} is larger than {MOST_PIECE_BYTES} bytes", "Hand it on by itself.")
    archive.writestr(name, data)
    return Piece.of(name, data)


def _archive(sealed: Sink) -> zipfile.ZipFile:
    """Into what cannot seek: so it is never on the disk in clear."""
    return zipfile.ZipFile(cast(BinaryIO, _Flowing(sealed)), "w", zipfile.ZIP_DEFLATED)


class _Flowing:
    """As much of a file as an archive needs that is written from its beginning to its end."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(bytes(data))

    def flush(self) -> None:
        pass


def _unpacked(path: Path, pass_phrase: str, part: Path) -> tuple[Manifest, Origin | None]:
    plain = part / ".zip"
    with plain.open("wb") as file:
        for chunk in unsealed(path, KIND, pass_phrase):
            file.write(chunk)
    try:
        with zipfile.ZipFile(plain) as archive:
            found = _checked(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise EvidenceDamaged("what is sealed is no archive that can be read") from error
    plain.unlink()
    return found


def _checked(archive: zipfile.ZipFile, part: Path) -> tuple[Manifest, Origin | None]:
    data = _read(archive, MANIFEST)
    manifest = manifest_from_bytes(data)
    is_signed = SIGNATURE in archive.namelist()
    expected = [one.name for one in manifest.pieces] + [MANIFEST] + [SIGNATURE] * is_signed
    if sorted(archive.namelist()) != sorted(expected):
        raise EvidenceDamaged("the package holds other pieces than its manifest names")
    for piece in manifest.pieces:
        _extract(archive, piece, part)
    (part / MANIFEST).write_bytes(data)
    origin = None
    if is_signed:
        signature = _read(archive, SIGNATURE)
        origin = origin_from_bytes(signature)
        origin.check(data)
        (part / SIGNATURE).write_bytes(signature)
    return manifest, origin


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        data = file.read(MOST_PIECE_BYTES + 1)
    if len(data) > MOST_PIECE_BYTES:
        raise EvidenceDamaged(f"{name} is larger than anything in a package")
    return data


def _extract(archive: zipfile.ZipFile, piece: Piece, part: Path) -> None:
    target, digest, size = part / piece.name, hashlib.sha256(), 0
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with archive.open(piece.name) as source, target.open("wb") as file:
        while size <= piece.size and (some := source.read(_AT_ONCE)):
            digest.update(some)
            size += len(some)
            file.write(some)
    if (size, digest.hexdigest()) != (piece.size, piece.sha256):
        raise EvidenceDamaged(f"{piece.name} is not what the manifest says")


def words_of(language: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
