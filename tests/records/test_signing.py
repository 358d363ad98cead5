"""Keys that sign, and whoever checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import SignatureRefused
from records.signatures import check_signature, key_id_of
from records.signing import SigningKey

KEY = SigningKey(bytes(range(32)))


def test_a_key_is_its_secret() -> None:
    again = SigningKey(KEY.secret)
    assert (again, again.public, again.key_id) == (KEY, KEY.public, key_id_of(KEY.public))
    assert len(KEY.public) == 32
    assert len(KEY.key_id) == 16


def test_two_new_keys_are_never_the_same() -> None:
    assert SigningKey.random() != SigningKey.random()


def test_nobody_reads_the_secret_in_a_log() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_secret_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SigningKey(bytes(length))


def test_signs_as_rfc_8032_says() -> None:
    """Test 2 of section 7.1."""
    key = SigningKey(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@given(st.binary(max_size=200))
def test_what_was_signed_is_accepted(data: bytes) -> None:
    check_signature(KEY.public, data, KEY.sign(data))


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_bit_changed_anywhere_is_refused(data: bytes, draw: st.DataObject) -> None:
    parts = [KEY.public, data, KEY.sign(data)]
    which = draw.draw(st.integers(0, 2))
    bit = draw.draw(st.integers(0, 8 * len(parts[which]) - 1))
    changed = bytearray(parts[which])
    changed[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(changed)
    with pytest.raises(SignatureRefused) as refused:
        check_signature(*parts)
    assert refused.value.hint


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33)])
def test_what_is_no_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(SignatureRefused):
        check_signature(public, b"data", KEY.sign(b"data"))
