"""A transfer as lines: read in pieces of any size, whole or not at all."""

import hashlib
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchlist.feed.follower import Follower
from watchlist.feed.client.fake_authority import MODEL, FakeAuthority, Misdeed
from watchlist.feed.documents import EntryDocument, PhotoTold, document_to_bytes
from watchlist.feed.errors import DocumentRefused, FeedError, TransferCut, TransferRefused
from watchlist.feed.following import Batch
from watchlist.feed.signed import Signed, sign
from watchlist.feed.wire import transfer as transfer_module
from watchlist.feed.wire.lines import (
    MOST_LINE_BYTES,
    PIECE_BYTES,
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
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader, transfer
from watchlist.types import PersonId, PhotoId

ASKED = Asked("fake-list", MODEL, photos=True)
KEY = "ab" * 8


def small() -> FakeAuthority:
    authority = FakeAuthority()
    authority.put("hopper", photos=2)
    authority.put("collins", "Eileen Collins")
    authority.erase("collins")
    authority.put("armstrong")
    return authority


WHOLE = b"".join(small().transfer(photos=True))


def read(chunks: Iterable[bytes], asked: Asked = ASKED) -> tuple[Batch, list[Attachment]]:
    reader, found = TransferReader(asked), list[Attachment]()
    for chunk in chunks:
        found += reader.feed(chunk)
    return reader.end(), found


def test_what_was_written_is_read() -> None:
    authority = small()
    batch, found = read([WHOLE])
    assert batch == authority.batch()
    assert [(one.person_id, one.photo_id, one.model_id) for one in found] == [
        ("hopper", "hopper-0", MODEL),
        ("hopper", "hopper-1", MODEL),
        ("hopper", "hopper-0", None),
        ("hopper", "hopper-1", None),
        ("armstrong", "armstrong-0", MODEL),
        ("armstrong", "armstrong-0", None),
    ]
    for one in found:
        assert one.data == (authority.vector if one.model_id else authority.photo)(one.photo_id)
    assert Follower(authority.pinned()).take(batch).complete


@pytest.mark.parametrize("size", [1, 7, 100, 4096])
def test_pieces_may_have_any_size(size: int) -> None:
    assert read(WHOLE[start : start + size] for start in range(0, len(WHOLE), size)) == read([WHOLE])


@given(st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_pieces_may_be_cut_anywhere(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(WHOLE)]
    assert read(WHOLE[a:b] for a, b in pairwise(edges)) == read([WHOLE])


def test_cut_at_any_byte_nothing_of_it_counts() -> None:
    """Every single byte."""
    reader = TransferReader(ASKED)
    for position in range(len(WHOLE)):
        with pytest.raises(TransferCut):
            reader.end()
        reader.feed(WHOLE[position : position + 1])
    assert reader.end().records
    reader.feed(b"{")
    with pytest.raises(TransferCut):
        reader.end()


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(deadline=None)
def test_one_byte_changed_anywhere_is_refused_or_changes_nothing_that_is_signed(position: int, by: int) -> None:
    """What is not signed (the opening) can be changed only into something that is asked for again."""
    changed = bytearray(WHOLE)
    changed[position] ^= by
    authority = small()
    follower = Follower(authority.pinned())
    try:
        batch, _ = read([bytes(changed)])
        taken = follower.take(batch)
    except FeedError:
        assert follower.entries == {}
    else:
        assert set(follower.ringing()) == {"hopper", "armstrong"}
        assert taken.followed.head is not None
        assert taken.followed.head.entries == 3


def signed(document: bytes) -> Signed:
    return Signed(document, KEY, bytes(64))


ANY_SIGNED = st.builds(
    Signed,
    st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    st.just(KEY),
    st.binary(min_size=64, max_size=64),
)
IDS = st.text("abc019.-_", min_size=1, max_size=20)
LINES: st.SearchStrategy[Line] = st.one_of(
    st.builds(Opening, st.just("twelve"), st.booleans(), st.sets(IDS).map(sorted).map(tuple), st.booleans()),
    ANY_SIGNED.map(KeysLine),
    ANY_SIGNED.map(RecordLine),
    ANY_SIGNED.map(HeadLine),
    st.builds(PieceLine, IDS.map(PhotoId), st.none() | IDS, st.binary(max_size=200), st.booleans()),
)


@given(LINES)
def test_a_line_is_read_as_it_was_written(line: Line) -> None:
    data = line_to_bytes(line)
    assert data.count(b"\n") == 1
    assert line_from_bytes(data.removesuffix(b"\n")) == line


def test_a_long_document_fits_into_a_line() -> None:
    """Quotation marks grow most on the way."""
    entry = EntryDocument(
        "twelve", 1, PersonId("hopper"), date(2027, 5, 31), '"' * 200, "\\" * 4000, '"' * 200, '"' * 1000
    )
    line = line_to_bytes(RecordLine(signed(document_to_bytes(entry))))
    assert line_from_bytes(line[:-1]) == RecordLine(signed(document_to_bytes(entry)))


@given(st.binary(max_size=3 * PIECE_BYTES + 1))
@settings(max_examples=20, deadline=None)
def test_an_attachment_of_any_length_is_put_together(data: bytes) -> None:
    lines = list(pieces(PhotoId("f"), None, data))
    assert b"".join(line.data for line in lines) == data
    assert [line.is_last for line in lines] == [False] * (len(lines) - 1) + [True]


OPENING = line_to_bytes(Opening("fake-list", True, (MODEL,), True))


def first(count: int) -> bytes:
    return b"".join(WHOLE.splitlines(keepends=True)[:count])


def piece(photo_id: str, data: bytes, model_id: str | None = MODEL, *, is_last: bool = True) -> bytes:
    return line_to_bytes(PieceLine(PhotoId(photo_id), model_id, data, is_last))


VECTOR = FakeAuthority().vector(PhotoId("hopper-0"))
LAST = WHOLE.splitlines(keepends=True)[-1]
NONSENSE: dict[str, bytes] = {
    "no line": b"hello\n",
    "an empty line": b"\n",
    "a line of another kind": b'{"line":"hello"}\n',
    "a web page": b"<html>\n",
    "another format": OPENING.replace(b'"format":1', b'"format":2'),
    "models out of order": OPENING.replace(b'["scripted"]', b'["scripted","arc"]'),
    "no opening": first(2)[len(OPENING) :],
    "two openings": OPENING + OPENING,
    "no keys": OPENING + LAST,
    "two keys": first(2) + first(2)[len(OPENING) :],
    "an attachment of nobody": first(2) + piece("hopper-0", VECTOR),
    "an attachment that is not named": first(3) + piece("hopper-9", VECTOR),
    "an attachment of another model": first(3) + piece("hopper-0", VECTOR, "another"),
    "an attachment twice": first(4) + first(4)[len(first(3)) :],
    "other bytes": first(3) + piece("hopper-0", VECTOR[:-1] + b"!"),
    "two attachments mixed": first(3) + piece("hopper-0", b"", is_last=False) + piece("hopper-1", VECTOR),
    "no attachments": first(3) + LAST,
    "an attachment missing": first(4) + LAST,
    "half an attachment": first(3) + piece("hopper-0", VECTOR[:3], is_last=False) + LAST,
    "data that is no base64": first(3) + piece("hopper-0", VECTOR).replace(b'"data":"', b'"data":"*'),
    "a short signature": first(2) + first(3)[len(first(2)) :].replace(b'"signature":"', b'"signature":"00'),
    "a line after the head": WHOLE + LAST,
    "an empty line after the head": WHOLE + b"\n",
}


@pytest.mark.parametrize("data", NONSENSE.values(), ids=NONSENSE)
def test_what_a_hub_never_writes_is_refused(data: bytes) -> None:
    with pytest.raises(TransferRefused):
        read([data])


def test_a_record_that_says_nonsense_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        read([first(2) + line_to_bytes(RecordLine(signed(b"{}")))])


@pytest.mark.parametrize(
    "asked",
    [Asked("other-list"), Asked("fake-list", "dlib@1234"), Asked("fake-list", MODEL, photos=True)],
    ids=["another list", "another model", "photographs"],
)
def test_what_was_not_asked_for_is_refused(asked: Asked) -> None:
    with pytest.raises(TransferRefused):
        read(small().transfer(photos=False), asked)


def test_photographs_travel_only_when_asked() -> None:
    _, found = read(small().transfer(), Asked("fake-list", MODEL))
    assert {one.model_id for one in found} == {MODEL}
    _, found = read(small().transfer(model_ids=()), Asked("fake-list"))
    assert found == []


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    reader = TransferReader(ASKED)
    with pytest.raises(TransferRefused, match="longer"):
        for _ in range(MOST_LINE_BYTES // 1000 + 2):
            reader.feed(b"x" * 1000)
    with pytest.raises(TransferRefused, match="longer"):
        TransferReader(ASKED).feed(b"x" * (MOST_LINE_BYTES + 1) + b"\n")


@pytest.mark.parametrize(("photo", "limit"), [(True, "MOST_PHOTO_BYTES"), (False, "MOST_TEMPLATE_BYTES")])
def test_an_endless_attachment_is_refused(monkeypatch: pytest.MonkeyPatch, photo: bool, limit: str) -> None:
    monkeypatch.setattr(transfer_module, limit, 100)
    before, model = (first(5), None) if photo else (first(3), MODEL)
    reader = TransferReader(ASKED)
    reader.feed(before)
    reader.feed(piece("hopper-0", bytes(100), model, is_last=False))
    with pytest.raises(TransferRefused, match="larger"):
        reader.feed(piece("hopper-0", b"!", model, is_last=False))


@pytest.mark.parametrize(("limit", "most"), [("MOST_RECORDS", 2), ("MOST_RECORDS_BYTES", 900)])
def test_endless_records_are_refused(monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    monkeypatch.setattr(transfer_module, limit, most)
    with pytest.raises(TransferRefused, match="more than"):
        read([WHOLE])


def test_a_cut_transfer_of_the_fake_is_cut() -> None:
    authority = small()
    authority.misbehave(Misdeed.CUT)
    with pytest.raises(TransferCut):
        read(authority.transfer(photos=True))


def test_pictures_that_were_exchanged_are_refused() -> None:
    authority = small()
    authority.misbehave(Misdeed.OTHER_PICTURE)
    with pytest.raises(TransferRefused):
        read(authority.transfer(photos=True))


def test_memory_holds_one_photograph_at_a_time() -> None:
    """60 photographs of 1 MB, never more than a few of them at once, neither written nor read."""
    photo = bytes(1_000_000)
    authority = FakeAuthority()
    told = tuple(PhotoTold(PhotoId(f"f{i}"), hashlib.sha256(photo).hexdigest()) for i in range(60))
    entry = replace(authority.put("hopper"), photos=told, templates=())
    batch = authority.batch()
    record = sign(document_to_bytes(entry), authority.signer)

    def attachments() -> Iterator[Attachment]:
        yield from (Attachment(entry.person_id, one.photo_id, None, photo) for one in told)

    lines = transfer(Opening("fake-list", True, (), True), batch.keys, [(record, attachments())], batch.head)
    reader, count = TransferReader(Asked("fake-list", photos=True)), 0
    tracemalloc.start()
    try:
        for line in lines:
            count += len(reader.feed(line))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 60
    assert peak < 6_000_000
    assert reader.end().records == (record,)
