"""What is told of a person has one spelling, and nothing else is read."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.canonical import to_json
from watchlist.feed.documents import (
    MOST_DOCUMENT_BYTES,
    MOST_PHOTOS,
    Document,
    EntryDocument,
    PhotoTold,
    TemplateTold,
    Tombstone,
    Withdrawn,
    document_from_bytes,
    document_to_bytes,
)
from watchlist.feed.errors import DocumentRefused
from watchlist.feed.reading import MOST_NUMBER
from watchlist.types import PersonId, PhotoId

SHA, OTHER_SHA = "ab" * 32, "0c" * 32
HOPPER = PersonId("hopper")
ENTRY = EntryDocument(
    "twelve",
    7,
    HOPPER,
    date(2027, 5, 31),
    "Grace Hopper",
    '在北门出售号源 "专家号"\n',
    "北京第一医院",
    "agreement of the twelve hospitals",
    (PhotoTold(PhotoId("f2"), SHA), PhotoTold(PhotoId("f1"), OTHER_SHA)),
    (TemplateTold(PhotoId("f1"), "dlib@1234", SHA), TemplateTold(PhotoId("f2"), "arc@1+five-points", SHA)),
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150).filter(lambda text: text.strip())
IDS = st.text("abcXYZ019-_.+@:", min_size=1, max_size=40)
SHAS = st.binary(min_size=32, max_size=32).map(bytes.hex)
PLACES = st.tuples(st.just("twelve"), st.integers(1, MOST_NUMBER), IDS.map(PersonId))


@st.composite
def entries(draw: st.DrawFn) -> EntryDocument:
    photos = [PhotoId(one) for one in draw(st.lists(IDS, unique=True, max_size=4))]
    templates = sorted(draw(st.sets(st.tuples(st.sampled_from(photos), IDS), max_size=6))) if photos else []
    return EntryDocument(
        *draw(PLACES),
        draw(st.dates()),
        *draw(st.tuples(WORDS, WORDS, WORDS, WORDS)),
        tuple(PhotoTold(one, draw(SHAS)) for one in photos),
        tuple(TemplateTold(photo, model, draw(SHAS)) for photo, model in templates),
    )


DOCUMENTS: st.SearchStrategy[Document] = st.one_of(
    entries(),
    PLACES.map(lambda place: Withdrawn(*place)),
    PLACES.map(lambda place: Tombstone(*place)),
)


@given(DOCUMENTS)
def test_what_was_written_is_read(document: Document) -> None:
    assert document_from_bytes(document_to_bytes(document)) == document


@given(DOCUMENTS, st.data())
def test_cut_anywhere_it_is_refused(document: Document, draw: st.DataObject) -> None:
    data = document_to_bytes(document)
    with pytest.raises(DocumentRefused):
        document_from_bytes(data[: draw.draw(st.integers(0, len(data) - 1))])


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_anything_else_is_refused_and_never_crashes(data: bytes) -> None:
    with pytest.raises(DocumentRefused):
        document_from_bytes(data)


@pytest.mark.parametrize("gone", [Withdrawn("twelve", 8, HOPPER), Tombstone("twelve", 8, HOPPER)])
def test_of_who_does_not_ring_nothing_personal_is_told(gone: Document) -> None:
    assert set(json.loads(document_to_bytes(gone))) == {"kind", "list_id", "seq", "person_id"}


def test_a_log_shows_neither_name_nor_reason() -> None:
    assert "Hopper" not in repr(ENTRY)
    assert "北门" not in repr(ENTRY)


CHANGES: dict[str, dict[str, Any]] = {
    "a kind nobody knows": {"kind": "Erased"},
    "no kind": {"kind": None},
    "an unknown field": {"more": 1},
    "a seq of 0": {"seq": 0},
    "a seq below 0": {"seq": -1},
    "a seq too high": {"seq": MOST_NUMBER + 1},
    "a seq as text": {"seq": "7"},
    "a seq as a fraction": {"seq": 7.0},
    "a seq that is true": {"seq": True},
    "no seq": {"seq": None},
    "a list id with a space": {"list_id": "a list"},
    "an empty person": {"person_id": ""},
    "a person with a line end": {"person_id": "hopper\n"},
    "a long person": {"person_id": "h" * 129},
    "a day spelled otherwise": {"until": "20270531"},
    "no such day": {"until": "2027-02-30"},
    "a moment": {"until": "2027-05-31T00:00:00"},
    "no name": {"name": " "},
    "a long name": {"name": "n" * 201},
    "a name as a list": {"name": ["Grace"]},
    "a lone surrogate": {"name": "\ud800"},
    "no basis": {"basis": ""},
    "a photo as text": {"photos": ["f1"]},
    "a photo with more": {"photos": [{"photo_id": "f1", "sha256": SHA, "url": "x"}]},
    "a photo twice": {"photos": [{"photo_id": "f1", "sha256": SHA}] * 2, "templates": []},
    "a short digest": {"photos": [{"photo_id": "f1", "sha256": "ab"}]},
    "a digest in capitals": {"photos": [{"photo_id": "f1", "sha256": SHA.upper()}]},
    "too many photos": {"photos": [{"photo_id": str(i), "sha256": SHA} for i in range(MOST_PHOTOS + 1)]},
    "a template of no photo": {"templates": [{"photo_id": "f9", "model_id": "m", "sha256": SHA}]},
    "templates out of order": {
        "templates": [{"photo_id": f, "model_id": "m", "sha256": SHA} for f in ("f2", "f1")],
    },
    "a template twice": {"templates": [{"photo_id": "f1", "model_id": "m", "sha256": s} for s in (SHA, OTHER_SHA)]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_cannot_be_is_refused(change: dict[str, Any]) -> None:
    plain = json.loads(document_to_bytes(ENTRY)) | change
    data = to_json({name: value for name, value in plain.items() if value is not None}).encode(errors="surrogatepass")
    with pytest.raises(DocumentRefused):
        document_from_bytes(data)


@pytest.mark.parametrize(
    "spelled",
    [
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: data.replace(b'"seq":7', b'"seq": 7'),
        lambda data: data.replace(b'"seq":7', b'"seq":7,"seq":7'),
        lambda data: data.replace(b'"seq":7', b'"seq":7e0'),
        lambda data: data.replace("北".encode(), b"\\u5317"),
        lambda data: json.dumps(dict(reversed(json.loads(data).items())), separators=(",", ":")).encode(),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"[" + data + b"]",
        lambda data: b"[" * 50_000,
        lambda data: b'{"seq":' + b"9" * 5000 + b"}",
        lambda data: b"NaN",
        lambda data: data + b" " * MOST_DOCUMENT_BYTES,
    ],
)
def test_there_is_one_spelling_only(spelled: Any) -> None:
    data = spelled(document_to_bytes(ENTRY))
    assert data != document_to_bytes(ENTRY)
    with pytest.raises(DocumentRefused):
        document_from_bytes(data)


def test_what_is_too_long_is_not_even_parsed() -> None:
    with pytest.raises(DocumentRefused, match="at most"):
        document_from_bytes(b"[" * (MOST_DOCUMENT_BYTES + 1))


def test_a_refusal_does_not_tell_what_stood_there() -> None:
    data = document_to_bytes(ENTRY).replace(b"2027-05-31", b"2027-05-3x").replace(b'"seq":7', b'"seq":"Hopper"')
    with pytest.raises(DocumentRefused) as refused:
        document_from_bytes(data)
    assert "Hopper" not in str(refused.value)
    assert "2027" not in str(refused.value)


def test_nothing_is_written_that_nobody_would_read() -> None:
    photos = tuple(PhotoTold(PhotoId("p" * 120 + str(i)), SHA) for i in range(MOST_PHOTOS))
    templates = tuple(
        TemplateTold(photo.photo_id, "m" * 120 + str(i), SHA)
        for photo in sorted(photos, key=lambda photo: photo.photo_id)
        for i in range(4)
    )
    entry = EntryDocument("twelve", 1, HOPPER, date(2027, 5, 31), "n", "r", "s", "b", photos, templates)
    with pytest.raises(ValueError, match="bytes"):
        document_to_bytes(entry)
