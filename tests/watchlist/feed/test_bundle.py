"""A list in a sealed file: cut, changed, exchanged, and gone on with."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.errors import (
    PassphraseRefused,
    SealedFileCut,
    SealedFileDamaged,
    SealedFileError,
    SealedFileLocked,
    SealedFileRefused,
    StorageRefused,
)
from records.pass_seal import CHUNK_BYTES, SEALED_BYTES, USUAL_COST, Cost, header_from_bytes, new_seal, seal_of
from tests.watchlist.feed.follower import Follower, joined
from watchlist.feed.client.fake_authority import MODEL, FakeAuthority, Misdeed
from watchlist.feed.errors import BundleDamaged, ForeignRoot, OldList, TransferRefused
from watchlist.feed.following import Batch
from watchlist.feed.head import head_from_bytes
from watchlist.feed.wire.bundle import KIND, About, Bundle, gather_bundle, read_about, write_bundle
from watchlist.feed.wire.transfer import Asked, Attachment

PASS_PHRASE = "five words that nobody guesses"
CHEAP = Cost(log2_n=4, block=1)
ASKED = Asked("fake-list", MODEL)


def of_many(people: int = 60) -> FakeAuthority:
    authority = FakeAuthority(dimension=512)
    for number in range(people):
        authority.put(f"p{number}")
    return authority


def written(authority: FakeAuthority, path: Path) -> Path:
    about = About.of(head_from_bytes(authority.batch().head.document))
    write_bundle(path, about, authority.transfer(), PASS_PHRASE, CHEAP)
    return path


def taken_from(bundle: Bundle, asked: Asked = ASKED) -> tuple[Batch, list[Attachment]]:
    found: list[Attachment] = []
    return bundle.read(asked, found.append), found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Of several chunks."""
    data = written(of_many(), tmp_path_factory.mktemp("bundle") / "list.bundle").read_bytes()
    assert 3 * SEALED_BYTES < len(data) < 5 * SEALED_BYTES
    return data


def header_bytes(data: bytes) -> int:
    return data.index(b"\n") + 1


def test_what_was_exported_is_imported(tmp_path: Path) -> None:
    authority = of_many()
    source = written(authority, tmp_path / "list.bundle")
    batch, found = taken_from(gather_bundle(source, tmp_path / "aside", PASS_PHRASE))
    assert batch == authority.batch()
    assert [one.data for one in found] == [authority.vector(one.photo_id) for one in found]
    assert len(found) == 60
    assert Follower(authority.pinned()).take(batch).complete


def test_anybody_reads_which_list_it_is_and_nothing_else(tmp_path: Path) -> None:
    source = written(of_many(), tmp_path / "list.bundle")
    assert read_about(source) == About("fake-list", 1, 60)
    data = source.read_bytes()
    assert b"Hopper" not in data
    assert b"p12" not in data
    assert PASS_PHRASE.encode() not in data


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_chunks_end_anywhere(tmp_path: Path, length: int) -> None:
    """What is in them is somebody else's matter: here it is no transfer."""
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    write_bundle(source, About("fake-list", 1, 0), [b"x" * length], PASS_PHRASE, CHEAP)
    gather_bundle(source, aside, PASS_PHRASE)
    assert aside.read_bytes() == source.read_bytes()
    chunks = max(1, -(-length // CHUNK_BYTES))
    assert len(source.read_bytes()) == header_bytes(source.read_bytes()) + length + 16 * chunks


def test_a_wrong_pass_phrase_is_told_and_leaves_nothing(tmp_path: Path, whole: bytes) -> None:
    source = tmp_path / "list.bundle"
    source.write_bytes(whole)
    with pytest.raises(SealedFileLocked):
        gather_bundle(source, tmp_path / "aside", PASS_PHRASE.upper())
    assert not (tmp_path / "aside").exists()


def test_a_pass_phrase_is_the_same_on_every_keyboard(tmp_path: Path) -> None:
    seal = new_seal(KIND, {}, "caf\u00e9 \uff21\uff22\uff23 北门北门", bytes(16), CHEAP)
    seal_of(seal.header, "cafe\u0301 ABC 北门北门\n")


@pytest.mark.parametrize(
    "phrase", ["", "short", "elevenchars", "           a            ", "abababababababab", "long " * 41]
)
def test_a_weak_pass_phrase_is_refused(tmp_path: Path, phrase: str) -> None:
    with pytest.raises(PassphraseRefused):
        write_bundle(tmp_path / "list.bundle", About("fake-list", 1, 1), [], phrase, CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_two_bundles_of_one_list_share_no_key(tmp_path: Path) -> None:
    one, other = (written(of_many(), tmp_path / name).read_bytes() for name in ("one", "other"))
    assert one[header_bytes(one) :][:64] != other[header_bytes(other) :][:64]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True))
def test_cut_at_any_byte_it_is_refused_and_goes_on_later(tmp_path: Path, whole: bytes, where: float) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    aside.unlink(missing_ok=True)
    source.write_bytes(whole[: int(where * len(whole))])
    with pytest.raises((SealedFileCut, SealedFileRefused)):
        gather_bundle(source, aside, PASS_PHRASE)
    if aside.exists():
        assert whole.startswith(aside.read_bytes())
        assert len(aside.read_bytes()) > int(where * len(whole)) - SEALED_BYTES - 1
    source.write_bytes(whole)
    batch, found = taken_from(gather_bundle(source, aside, PASS_PHRASE))
    assert (len(batch.records), len(found)) == (60, 60)


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_cut_between_chunks(tmp_path: Path, whole: bytes, chunks: int, more: int) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    end = header_bytes(whole) + chunks * SEALED_BYTES
    source.write_bytes(whole[: end + more])
    with pytest.raises((SealedFileCut, SealedFileRefused)):
        gather_bundle(source, aside, PASS_PHRASE)
    if chunks:
        assert len(aside.read_bytes()) == end - (SEALED_BYTES if more < 0 else 0)


def test_going_on_reads_no_chunk_again(tmp_path: Path, whole: bytes) -> None:
    """The beginning of the second copy is spoilt, and nobody notices."""
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    kept = header_bytes(whole) + 2 * SEALED_BYTES
    source.write_bytes(whole[: kept + 5])
    with pytest.raises(SealedFileCut):
        gather_bundle(source, aside, PASS_PHRASE)
    source.write_bytes(whole[: header_bytes(whole)] + bytes(2 * SEALED_BYTES) + whole[kept:])
    gather_bundle(source, aside, PASS_PHRASE)
    assert aside.read_bytes() == whole


def test_what_is_whole_already_needs_the_source_no_more(tmp_path: Path, whole: bytes) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    aside.write_bytes(whole)
    source.write_bytes(whole[: header_bytes(whole)])
    gather_bundle(source, aside, PASS_PHRASE)
    assert aside.read_bytes() == whole


@pytest.mark.parametrize("spoilt", [b"", b"hello", b"\x00" * 3 * SEALED_BYTES])
def test_what_lies_aside_is_believed_only_where_it_opens(tmp_path: Path, whole: bytes, spoilt: bytes) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    source.write_bytes(whole)
    for before in (spoilt, whole[: header_bytes(whole) + SEALED_BYTES] + spoilt, whole + spoilt):
        aside.write_bytes(before)
        gather_bundle(source, aside, PASS_PHRASE)
        assert aside.read_bytes() == whole


def test_another_bundle_begins_anew(tmp_path: Path, whole: bytes) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    source.write_bytes(whole)
    gather_bundle(source, aside, PASS_PHRASE)
    written(of_many(3), source)
    gather_bundle(source, aside, PASS_PHRASE)
    assert aside.read_bytes() == source.read_bytes()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_one_byte_changed_anywhere_is_refused(tmp_path: Path, whole: bytes, where: float, by: int) -> None:
    source, aside = tmp_path / "list.bundle", tmp_path / "aside"
    aside.unlink(missing_ok=True)
    changed = bytearray(whole)
    changed[int(where * len(whole))] ^= by
    source.write_bytes(changed)
    with pytest.raises(SealedFileError):
        gather_bundle(source, aside, PASS_PHRASE)


@pytest.mark.parametrize(
    "moved",
    [
        lambda head, chunks: [head, chunks[1], chunks[0], *chunks[2:]],
        lambda head, chunks: [head, chunks[0], *chunks[2:]],
        lambda head, chunks: [head, chunks[0], *chunks],
        lambda head, chunks: [head, *chunks, chunks[-1]],
        lambda head, chunks: [head, *chunks, b"!"],
        lambda head, chunks: [head.replace(b'"seq":60', b'"seq":61'), *chunks],
        lambda head, chunks: [head.replace(b'"list_id":"fake', b'"list_id":"fakf'), *chunks],
    ],
    ids=["exchanged", "left out", "twice", "the last twice", "more after it", "a newer header", "another list"],
)
def test_chunks_keep_their_places(tmp_path: Path, whole: bytes, moved: object) -> None:
    head, body = whole[: header_bytes(whole)], whole[header_bytes(whole) :]
    chunks = [body[start : start + SEALED_BYTES] for start in range(0, len(body), SEALED_BYTES)]
    assert callable(moved)
    source = tmp_path / "list.bundle"
    source.write_bytes(b"".join(moved(head, chunks)))
    with pytest.raises((SealedFileDamaged, SealedFileCut)):
        gather_bundle(source, tmp_path / "aside", PASS_PHRASE)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"hello\n", b"x" * 5000, b'{"kind":"gatehouse bundle 2"}\n', b"\x89PNG\r\n"]
)
def test_another_file_is_no_bundle(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "list.bundle"
    source.write_bytes(data)
    with pytest.raises(SealedFileRefused):
        read_about(source)


@pytest.mark.parametrize(("old", "new"), [(b'"log2_n":4', b'"log2_n":40'), (b'"block":1', b'"block":999')])
def test_a_bundle_cannot_make_us_work_for_ever(whole: bytes, old: bytes, new: bytes) -> None:
    header = whole[: header_bytes(whole)]
    assert old in header
    with pytest.raises(SealedFileRefused):
        header_from_bytes(header.replace(old, new), KIND)


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused):
        gather_bundle(tmp_path / "nothing", tmp_path / "aside", PASS_PHRASE)


def test_an_export_that_fails_leaves_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "list.bundle"
    path.write_bytes(b"the last one")

    def failing() -> object:
        yield b"x" * 3 * CHUNK_BYTES
        raise RuntimeError("the store is away")

    with pytest.raises(RuntimeError):
        write_bundle(path, About("fake-list", 1, 1), failing(), PASS_PHRASE, CHEAP)  # type: ignore[arg-type]
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("list.bundle", b"the last one")]


def test_an_old_bundle_is_not_taken(tmp_path: Path) -> None:
    authority = of_many(5)
    source = written(authority, tmp_path / "list.bundle")
    authority.erase("p3")
    follower = joined(authority)
    batch, _ = taken_from(gather_bundle(source, tmp_path / "aside", PASS_PHRASE))
    with pytest.raises(OldList):
        follower.take(batch)
    assert "p3" not in follower.ringing()


def test_a_bundle_of_a_foreign_authority_is_not_taken(tmp_path: Path) -> None:
    follower = joined(of_many(5))
    foreign = of_many(9)
    foreign.misbehave(Misdeed.FOREIGN_ROOT)
    batch, _ = taken_from(gather_bundle(written(foreign, tmp_path / "b"), tmp_path / "aside", PASS_PHRASE))
    with pytest.raises(ForeignRoot):
        follower.take(batch)


def test_a_bundle_of_another_list_is_refused(tmp_path: Path) -> None:
    bundle = gather_bundle(written(of_many(2), tmp_path / "b"), tmp_path / "aside", PASS_PHRASE)
    with pytest.raises(TransferRefused):
        taken_from(bundle, Asked("other-list"))


def test_a_bundle_that_says_something_else_than_it_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b"
    write_bundle(path, About("fake-list", 1, 9), of_many(2).transfer(), PASS_PHRASE, CHEAP)
    with pytest.raises(BundleDamaged):
        taken_from(gather_bundle(path, tmp_path / "aside", PASS_PHRASE))


def test_trying_pass_phrases_is_dear() -> None:
    cost = USUAL_COST
    assert 128 * cost.block * 2**cost.log2_n >= 128 * 1024 * 1024
