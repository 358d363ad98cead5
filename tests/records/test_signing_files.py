"""A signing key in a file that is kept offline: under a pass phrase, for one user, never written over."""

import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from records.errors import KeyDamaged, StorageRefused
from records.signing import SigningKey
from records.signing_files import read_signing_key, write_signing_key

PASSPHRASE = "a stick in a safe box"
KEY = SigningKey(bytes(range(32)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "根.pem"


def test_a_key_comes_back_under_its_pass_phrase(path: Path) -> None:
    write_signing_key(path, KEY, PASSPHRASE)
    assert read_signing_key(path, PASSPHRASE) == KEY
    assert KEY.secret not in path.read_bytes()


def test_only_its_user_may_read_the_file(path: Path) -> None:
    write_signing_key(path, KEY, PASSPHRASE)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_key_is_never_written_over(path: Path) -> None:
    write_signing_key(path, KEY, PASSPHRASE)
    with pytest.raises(StorageRefused):
        write_signing_key(path, SigningKey.random(), PASSPHRASE)
    assert read_signing_key(path, PASSPHRASE) == KEY


@pytest.mark.parametrize("passphrase", ["", "elevenchars"])
def test_a_short_pass_phrase_is_refused(path: Path, passphrase: str) -> None:
    with pytest.raises(KeyDamaged):
        write_signing_key(path, KEY, passphrase)
    assert not path.exists()


@pytest.mark.parametrize("wrong", ["", "another stick in a box", PASSPHRASE.upper(), f"{PASSPHRASE} "])
def test_another_pass_phrase_opens_nothing(path: Path, wrong: str) -> None:
    write_signing_key(path, KEY, PASSPHRASE)
    with pytest.raises(KeyDamaged, match="pass phrase"):
        read_signing_key(path, wrong)


@pytest.mark.parametrize("rubbish", [b"", b"hello\n", b"\x00" * 5000, b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"])
def test_what_is_no_key_is_told(path: Path, rubbish: bytes) -> None:
    path.write_bytes(rubbish)
    with pytest.raises(KeyDamaged):
        read_signing_key(path, PASSPHRASE)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.8])
def test_a_changed_file_is_told(path: Path, place: float) -> None:
    write_signing_key(path, KEY, PASSPHRASE)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1
    path.write_bytes(data)
    with pytest.raises(KeyDamaged):
        read_signing_key(path, PASSPHRASE)


def test_a_key_of_another_kind_is_told(path: Path) -> None:
    other = X25519PrivateKey.generate()
    sealed = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    with pytest.raises(KeyDamaged, match="another kind"):
        read_signing_key(path, PASSPHRASE)


def test_a_key_that_lies_open_is_not_taken(path: Path) -> None:
    """Whoever kept it so has to make another."""
    bare = Ed25519PrivateKey.from_private_bytes(KEY.secret)
    path.write_bytes(bare.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyDamaged):
        read_signing_key(path, PASSPHRASE)


def test_no_file_is_told(path: Path) -> None:
    with pytest.raises(StorageRefused):
        read_signing_key(path, PASSPHRASE)
    with pytest.raises(StorageRefused):
        write_signing_key(path.parent / "no folder" / "key", KEY, PASSPHRASE)
