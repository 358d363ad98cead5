"""The lines of a transfer (NDJSON, canonical): an opening, the keys, every record with its attachments, the head.

An attachment may take several lines, so that no line is long. The head is the last line: what has none was cut.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from records.canonical import Json, to_json
from watchlist.feed.documents import MOST_DOCUMENT_BYTES
from watchlist.feed.errors import DocumentRefused, TransferRefused
from watchlist.feed.reading import Fields, check_id, check_list_id, check_number, read
from watchlist.feed.signed import Signed
from watchlist.types import PhotoId

FORMAT = 1
MOST_LINE_BYTES = 2 * MOST_DOCUMENT_BYTES + 1024
PIECE_BYTES = 48 * 1024


@dataclass(frozen=True, slots=True)
class Opening:
    """What the transfer carries: templates of these models (ids, sorted), and photographs or not."""

    list_id: str
    is_snapshot: bool
    model_ids: tuple[str, ...] = ()
    has_photos: bool = False

    def __post_init__(self) -> None:
        check_list_id(self.list_id)
        for model_id in self.model_ids:
            check_id(model_id, "model_id")
        if list(self.model_ids) != sorted(set(self.model_ids)):
            raise ValueError("models twice or out of order")

    def carries(self, model_id: str | None) -> bool:
        """Templates of this model; None asks for photographs."""
        return self.has_photos if model_id is None else model_id in self.model_ids


@dataclass(frozen=True, slots=True)
class KeysLine:
    told: Signed


@dataclass(frozen=True, slots=True)
class RecordLine:
    told: Signed


@dataclass(frozen=True, slots=True)
class HeadLine:
    told: Signed


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A piece of a photograph, or of a template where `model_id` is given; of the record before it."""

    photo_id: PhotoId
    model_id: str | None
    data: bytes
    is_last: bool

    def __post_init__(self) -> None:
        check_id(self.photo_id, "photo_id")
        check_number(len(self.data), "data", 0, PIECE_BYTES)


Line = Opening | KeysLine | RecordLine | PieceLine | HeadLine
_SIGNED: dict[str, type[KeysLine | RecordLine | HeadLine]] = {
    "keys": KeysLine,
    "record": RecordLine,
    "head": HeadLine,
}
_NAMES = {kind: name for name, kind in _SIGNED.items()}


def line_to_bytes(line: Line) -> bytes:
    """With its line end."""
    return to_json(_plain(line)).encode() + b"\n"


def is_record(line: bytes) -> bool:
    """Of a line as `line_to_bytes` writes it: what a text inside of it says has its quotation marks escaped."""
    return b'"line":"record"' in line


def line_from_bytes(data: bytes) -> Line:
    """A line without its end. Raises TransferRefused."""
    try:
        return read(data, MOST_LINE_BYTES, _line)
    except DocumentRefused as error:
        raise TransferRefused(f"not a line of a transfer: {error}") from error


def pieces(photo_id: PhotoId, model_id: str | None, data: bytes) -> Iterator[PieceLine]:
    starts: Iterable[int] = range(0, max(1, len(data)), PIECE_BYTES)
    for start in starts:
        piece = data[start : start + PIECE_BYTES]
        yield PieceLine(photo_id, model_id, piece, start + PIECE_BYTES >= len(data))


def _plain(line: Line) -> dict[str, Json]:
    if isinstance(line, Opening):
        return {
            "line": "opening",
            "format": FORMAT,
            "list_id": line.list_id,
            "is_snapshot": line.is_snapshot,
            "model_ids": list(line.model_ids),
            "has_photos": line.has_photos,
        }
    if isinstance(line, PieceLine):
        whose: dict[str, Json] = {"photo_id": line.photo_id}
        if line.model_id is not None:
            whose["model_id"] = line.model_id
        kind = "photo" if line.model_id is None else "template"
        return {"line": kind, **whose, "data": base64.b64encode(line.data).decode(), "is_last": line.is_last}
    told = line.told
    return {
        "line": _NAMES[type(line)],
        "document": told.document.decode(),
        "key_id": told.key_id,
        "signature": told.signature.hex(),
    }


def _line(fields: Fields) -> Line:
    kind = fields.text("line")
    if kind in _SIGNED:
        document = fields.text("document").encode()
        return _SIGNED[kind](Signed(document, fields.text("key_id"), fields.hexadecimal("signature")))
    made = _OTHERS.get(kind)
    if made is None:
        raise ValueError("an unknown kind of line")
    return made(fields)


def _opening(fields: Fields) -> Opening:
    if fields.number("format") != FORMAT:
        raise ValueError("another format: hub and site need Gatehouse of one version")
    return Opening(
        fields.text("list_id"), fields.flag("is_snapshot"), fields.texts("model_ids"), fields.flag("has_photos")
    )


def _piece(fields: Fields, model_id: str | None) -> PieceLine:
    return PieceLine(PhotoId(fields.text("photo_id")), model_id, fields.base64("data"), fields.flag("is_last"))


_OTHERS: dict[str, Callable[[Fields], Line]] = {
    "opening": _opening,
    "photo": lambda fields: _piece(fields, None),
    "template": lambda fields: _piece(fields, fields.text("model_id")),
}
