"""What is sealed opens only unchanged, in its own place, with its own key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import SealBroken, WrongKey
from records.keys import KEY_BYTES, DataKey
from records.sealing import Cipher, KeyedCipher, TransparentCipher

KEYED = KeyedCipher(DataKey(b"\x01" * KEY_BYTES))
OTHER = KeyedCipher(DataKey(b"\x02" * KEY_BYTES))
BOTH = pytest.mark.parametrize("cipher", [KEYED, TransparentCipher()], ids=["keyed", "transparent"])


@given(st.binary(max_size=2000), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens(plain: bytes, purpose: str, row_id: str) -> None:
    assert KEYED.open(KEYED.seal(plain, purpose, row_id), purpose, row_id) == plain


@BOTH
def test_a_blob_moved_to_another_row_does_not_open(cipher: Cipher) -> None:
    blob = cipher.seal(b"face", "photo", "row-1")
    for purpose, row_id in (("photo", "row-2"), ("name", "row-1"), ("photor", "ow-1")):
        with pytest.raises(SealBroken):
            cipher.open(blob, purpose, row_id)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_blob_with_any_byte_changed_does_not_open(place: int, change: int) -> None:
    blob = bytearray(KEYED.seal(b"a face", "photo", "row-1"))
    blob[place % len(blob)] ^= change
    with pytest.raises((SealBroken, WrongKey)):
        KEYED.open(bytes(blob), "photo", "row-1")


@given(st.integers(min_value=0, max_value=44))
def test_a_blob_cut_short_does_not_open(length: int) -> None:
    with pytest.raises((SealBroken, WrongKey)):
        KEYED.open(KEYED.seal(b"a face", "photo", "row-1")[: min(length, 44)], "photo", "row-1")


def test_a_blob_of_another_key_names_that_key() -> None:
    with pytest.raises(WrongKey, match=OTHER.key_id):
        KEYED.open(OTHER.seal(b"face", "photo", "row-1"), "photo", "row-1")


def test_the_same_bytes_never_look_the_same_twice_and_are_not_to_be_seen() -> None:
    blobs = {KEYED.seal(b"the same face", "photo", "row-1") for _ in range(50)}
    assert len({blob[11:] for blob in blobs}) == 50
    assert not any(b"face" in blob for blob in blobs)


def test_a_fingerprint_finds_the_same_photograph_but_only_with_the_key() -> None:
    assert KEYED.fingerprint(b"photo") == KEYED.fingerprint(b"photo")
    assert KEYED.fingerprint(b"photo") != KEYED.fingerprint(b"another")
    assert KEYED.fingerprint(b"photo") != OTHER.fingerprint(b"photo")


def test_a_digest_for_one_purpose_says_nothing_about_another() -> None:
    assert KEYED.mac(b"text", "audit") != KEYED.mac(b"text", "changes")


def test_the_transparent_cipher_hides_nothing() -> None:
    assert b"face" in TransparentCipher().seal(b"face", "photo", "row-1")
