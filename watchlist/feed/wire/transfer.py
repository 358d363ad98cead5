"""A transfer, written and read as it comes, by whatever carries it: HTTP, or a bundle's file.

Of what is read, memory holds the signed records and one attachment; attachments go to whoever feeds the reader, to be
kept aside until the batch was taken.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from watchlist.feed.documents import EntryDocument, document_from_bytes
from watchlist.feed.errors import TransferCut, TransferRefused
from watchlist.feed.following import Batch
from watchlist.feed.signed import Signed
from watchlist.feed.wire.lines import (
    MOST_LINE_BYTES,
    HeadLine,
    KeysLine,
    Line,
    Opening,
    PieceLine,
    RecordLine,
    line_from_bytes,
    line_to_bytes,
    pieces,
)
from watchlist.types import PersonId, PhotoId

MOST_TEMPLATE_BYTES = 64 * 1024
MOST_PHOTO_BYTES = 32 * 1024 * 1024
MOST_RECORDS = 200_000
MOST_RECORDS_BYTES = 256 * 1024 * 1024
_WITHOUT = (
    "The hub must send them: export a bundle with --for and this model's id, or with --photos where this PC makes "
    "its own templates (follow.photographs)."
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photograph, or with a `model_id` its template's vector, as the document names it."""

    person_id: PersonId
    photo_id: PhotoId
    model_id: str | None
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a transfer must carry of everybody who rings, or it is refused: templates of this model, and photographs."""

    list_id: str
    model_id: str | None = None
    photos: bool = False

    def check(self, opening: Opening) -> None:
        if opening.list_id != self.list_id:
            raise TransferRefused(f"a transfer of the list {opening.list_id}, {self.list_id} was asked for")

    def check_entry(self, opening: Opening) -> None:
        """Not of the transfer as a whole: one that only takes people off the list carries neither."""
        if self.model_id is not None and not opening.carries(self.model_id):
            raise TransferRefused(f"a transfer without templates of {self.model_id}", _WITHOUT)
        if self.photos and not opening.has_photos:
            raise TransferRefused("a transfer without the photographs that were asked for", _WITHOUT)


def transfer(
    opening: Opening, keys: Signed, records: Iterable[tuple[Signed, Iterable[Attachment]]], head: Signed
) -> Iterator[bytes]:
    """The lines of a transfer, made one by one. Every record comes with all that the opening promises."""
    yield line_to_bytes(opening)
    yield line_to_bytes(KeysLine(keys))
    for record, attachments in records:
        yield from record_lines(record, attachments)
    yield line_to_bytes(HeadLine(head))


def record_lines(record: Signed, attachments: Iterable[Attachment]) -> Iterator[bytes]:
    yield line_to_bytes(RecordLine(record))
    for one in attachments:
        for piece in pieces(one.photo_id, one.model_id, one.data):
            yield line_to_bytes(piece)


class TransferReader:
    """Takes a transfer in pieces of any size; only `end` tells what it comes to, after the head was read."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._pending = bytearray()
        self._opening: Opening | None = None
        self._keys: Signed | None = None
        self._records: list[Signed] = []
        self._records_bytes = 0
        self._head: Signed | None = None
        self._attached = _Attached(None)

    def feed(self, data: bytes) -> list[Attachment]:
        """The attachments that became whole. Raises TransferRefused or DocumentRefused."""
        *ended, rest = data.split(b"\n")
        found = []
        for line in ended:
            self._hold(line)
            found += self._read(line_from_bytes(bytes(self._pending)))
            self._pending.clear()
        self._hold(rest)
        return found

    def end(self) -> Batch:
        """Raises TransferCut where no head was read."""
        if self._head is None or self._opening is None or self._keys is None or self._pending:
            raise TransferCut(f"cut after {len(self._records)} records")
        return Batch(self._keys, tuple(self._records), self._head, self._opening.is_snapshot)

    def _hold(self, data: bytes) -> None:
        if len(self._pending) + len(data) > MOST_LINE_BYTES:
            raise TransferRefused(f"a line longer than {MOST_LINE_BYTES} bytes")
        self._pending += data

    def _read(self, line: Line) -> list[Attachment]:
        if self._head is not None:
            raise TransferRefused("a line after the head")
        if isinstance(line, Opening) and self._opening is None:
            self._asked.check(line)
            self._opening = line
        elif isinstance(line, KeysLine) and self._opening is not None and self._keys is None:
            self._keys = line.told
        elif isinstance(line, RecordLine | PieceLine | HeadLine) and self._keys is not None:
            return self._read_body(line)
        else:
            raise TransferRefused(f"{type(line).__name__} at a place where it cannot be")
        return []

    def _read_body(self, line: RecordLine | PieceLine | HeadLine) -> list[Attachment]:
        if isinstance(line, PieceLine):
            return self._attached.take(line)
        self._attached.check_whole()
        if isinstance(line, HeadLine):
            self._head = line.told
        else:
            self._begin(line.told)
        return []

    def _begin(self, record: Signed) -> None:
        self._records_bytes += len(record.document)
        if len(self._records) >= MOST_RECORDS or self._records_bytes > MOST_RECORDS_BYTES:
            raise TransferRefused(f"more than {len(self._records)} records in one transfer")
        self._records.append(record)
        document = document_from_bytes(record.document)
        if isinstance(document, EntryDocument) and self._opening is not None:
            self._asked.check_entry(self._opening)
        self._attached = _Attached(document if isinstance(document, EntryDocument) else None, self._opening)


class _Attached:
    """What must follow one record, and the attachment that is being read."""

    def __init__(self, entry: EntryDocument | None, opening: Opening | None = None) -> None:
        self._entry = entry
        self._owed: dict[tuple[PhotoId, str | None], str] = {}
        self._begun: tuple[PhotoId, str | None] | None = None
        self._data = bytearray()
        if entry is None or opening is None:
            return
        for template in entry.templates:
            if opening.carries(template.model_id):
                self._owed[template.photo_id, template.model_id] = template.sha256
        if opening.has_photos:
            self._owed |= {(photo.photo_id, None): photo.sha256 for photo in entry.photos}

    def take(self, piece: PieceLine) -> list[Attachment]:
        what = (piece.photo_id, piece.model_id)
        if what not in self._owed or self._begun not in (None, what):
            raise TransferRefused("an attachment that its record does not name here")
        self._begun = what
        self._data += piece.data
        if len(self._data) > (MOST_PHOTO_BYTES if piece.model_id is None else MOST_TEMPLATE_BYTES):
            raise TransferRefused("an attachment larger than anybody sends")
        return [self._whole(what)] if piece.is_last else []

    def check_whole(self) -> None:
        if self._owed:
            raise TransferRefused(f"a record without {len(self._owed)} attachments that it names")

    def _whole(self, what: tuple[PhotoId, str | None]) -> Attachment:
        data = bytes(self._data)
        if hashlib.sha256(data).hexdigest() != self._owed.pop(what):
            raise TransferRefused("an attachment that is not the one its record names")
        self._begun = None
        self._data.clear()
        assert self._entry is not None
        return Attachment(self._entry.person_id, *what, data)
