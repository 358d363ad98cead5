"""What a list says of one person, as the canonical JSON that is signed.

An entry that rings is told whole. Of one that does not, nobody learns more than that, and of one that was erased only
that it never will.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from records.canonical import Json, to_json
from watchlist.feed.reading import Fields, check_id, check_list_id, check_number, check_sha256, check_words, read
from watchlist.types import PersonId, PhotoId

MOST_DOCUMENT_BYTES = 64 * 1024
MOST_NAME, MOST_REASON, MOST_SOURCE, MOST_BASIS = 200, 4000, 200, 1000
"""Characters."""
MOST_PHOTOS, MOST_TEMPLATES = 64, 256


@dataclass(frozen=True, slots=True)
class PhotoTold:
    photo_id: PhotoId
    sha256: str

    def __post_init__(self) -> None:
        check_id(self.photo_id, "photo_id")
        check_sha256(self.sha256)


@dataclass(frozen=True, slots=True, order=True)
class TemplateTold:
    """`sha256` is of the vector's bytes as `watchlist.vectors` writes them."""

    photo_id: PhotoId
    model_id: str
    sha256: str

    def __post_init__(self) -> None:
        check_id(self.photo_id, "photo_id")
        check_id(self.model_id, "model_id")
        check_sha256(self.sha256)


@dataclass(frozen=True, slots=True)
class EntryDocument:
    """An entry that rings until the end of the day `until`. `photos` are in their order, `templates` sorted.

    `source` is the hospital that answers for it, `basis` the legal basis of sharing it.
    """

    list_id: str
    seq: int
    person_id: PersonId
    until: date
    name: str = field(repr=False)
    reason: str = field(repr=False)
    source: str
    basis: str
    photos: tuple[PhotoTold, ...] = ()
    templates: tuple[TemplateTold, ...] = ()

    def __post_init__(self) -> None:
        _check_place(self.list_id, self.seq, self.person_id)
        check_words(self.name, "name", MOST_NAME)
        check_words(self.reason, "reason", MOST_REASON)
        check_words(self.source, "source", MOST_SOURCE)
        check_words(self.basis, "basis", MOST_BASIS)
        check_number(len(self.photos), "photos", 0, MOST_PHOTOS)
        check_number(len(self.templates), "templates", 0, MOST_TEMPLATES)
        photos = {photo.photo_id for photo in self.photos}
        made = [(template.photo_id, template.model_id) for template in self.templates]
        if len(photos) != len(self.photos) or made != sorted(set(made)) or not photos.issuperset(p for p, _ in made):
            raise ValueError("photos twice, or templates twice, out of order or of no photo")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It does not ring now: suspended, on hold, revoked or expired. That is nobody's business but the list's."""

    list_id: str
    seq: int
    person_id: PersonId

    def __post_init__(self) -> None:
        _check_place(self.list_id, self.seq, self.person_id)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The person was erased: everything of them goes, and never comes back."""

    list_id: str
    seq: int
    person_id: PersonId

    def __post_init__(self) -> None:
        _check_place(self.list_id, self.seq, self.person_id)


Document = EntryDocument | Withdrawn | Tombstone


def document_to_bytes(document: Document) -> bytes:
    """Raises ValueError for one that is longer than anybody reads."""
    plain: dict[str, Json] = {
        "kind": type(document).__name__,
        "list_id": document.list_id,
        "seq": document.seq,
        "person_id": document.person_id,
    }
    if isinstance(document, EntryDocument):
        plain |= _content(document)
    data = to_json(plain).encode()
    check_number(len(data), "bytes", 0, MOST_DOCUMENT_BYTES)
    return data


def document_from_bytes(data: bytes) -> Document:
    """What `document_to_bytes` wrote. Raises DocumentRefused."""
    return read(data, MOST_DOCUMENT_BYTES, _document)


def _document(fields: Fields) -> Document:
    made = _KINDS.get(fields.text("kind"))
    if made is None:
        raise ValueError("an unknown kind of document")
    return made(fields)


def _content(entry: EntryDocument) -> dict[str, Json]:
    return {
        "until": entry.until.isoformat(),
        "name": entry.name,
        "reason": entry.reason,
        "source": entry.source,
        "basis": entry.basis,
        "photos": [{"photo_id": one.photo_id, "sha256": one.sha256} for one in entry.photos],
        "templates": [
            {"photo_id": one.photo_id, "model_id": one.model_id, "sha256": one.sha256} for one in entry.templates
        ],
    }


def _entry(fields: Fields) -> EntryDocument:
    return EntryDocument(
        *_place(fields),
        fields.day("until"),
        fields.text("name"),
        fields.text("reason"),
        fields.text("source"),
        fields.text("basis"),
        fields.each("photos", lambda one: PhotoTold(PhotoId(one.text("photo_id")), one.text("sha256"))),
        fields.each("templates", _template),
    )


def _template(fields: Fields) -> TemplateTold:
    return TemplateTold(PhotoId(fields.text("photo_id")), fields.text("model_id"), fields.text("sha256"))


def _place(fields: Fields) -> tuple[str, int, PersonId]:
    return fields.text("list_id"), fields.number("seq"), PersonId(fields.text("person_id"))


def _check_place(list_id: str, seq: int, person_id: PersonId) -> None:
    check_list_id(list_id)
    check_number(seq, "seq", 1)
    check_id(person_id, "person_id")


_KINDS: dict[str, Callable[[Fields], Document]] = {
    EntryDocument.__name__: _entry,
    Withdrawn.__name__: lambda fields: Withdrawn(*_place(fields)),
    Tombstone.__name__: lambda fields: Tombstone(*_place(fields)),
}
