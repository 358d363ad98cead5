"""Where the data key is kept, and what is said when it is not there."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest

from records.errors import KeyDamaged, KeyMissing, KeyUnsafe, StorageRefused, WrongKey
from records.files import create_whole
from records.home_key import key_of_home
from records.key_files import CREDENTIAL, CredentialKeyRing, FolderKeyRing, platform_ring
from records.keys import KEY_BYTES, DataKey, MemoryKeyRing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def ring(folder: Path) -> FolderKeyRing:
    return FolderKeyRing(folder)


def key_file(folder: Path) -> Path:
    return next(folder.glob("*.key"))


def test_a_key_is_found_again_by_its_id(ring: FolderKeyRing) -> None:
    key = ring.make()
    assert ring.find(key.key_id) == key


def test_a_key_does_not_show_itself_in_a_log() -> None:
    key = DataKey(b"\x41" * KEY_BYTES)
    assert "AAAA" not in repr(key)


def test_a_key_of_another_length_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(b"short")


def test_a_missing_key_says_where_it_was_looked_for(ring: FolderKeyRing, folder: Path) -> None:
    with pytest.raises(KeyMissing) as raised:
        ring.find("0123456789abcdef")
    assert str(folder / "0123456789abcdef.key") in raised.value.hint


def test_a_key_file_cut_short_is_refused(ring: FolderKeyRing, folder: Path) -> None:
    key_id = ring.make().key_id
    path = key_file(folder)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(KeyDamaged):
        ring.find(key_id)


def test_a_key_file_under_another_name_is_not_taken_for_that_key(ring: FolderKeyRing, folder: Path) -> None:
    ring.make()
    key_file(folder).rename(folder / "0123456789abcdef.key")
    with pytest.raises(WrongKey):
        ring.find("0123456789abcdef")


if sys.platform != "win32":

    def test_a_key_is_for_its_owner_only(ring: FolderKeyRing, folder: Path) -> None:
        ring.make()
        assert key_file(folder).stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_a_key_that_others_may_read_is_refused_with_the_cure(ring: FolderKeyRing, folder: Path) -> None:
        key_id = ring.make().key_id
        key_file(folder).chmod(0o640)
        with pytest.raises(KeyUnsafe) as raised:
            ring.find(key_id)
        assert raised.value.hint == f"Run: chmod 600 '{key_file(folder)}'"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageRefused):
        FolderKeyRing(tmp_path / "file" / "keys").make()


def test_the_environment_names_the_folder(folder: Path) -> None:
    key = platform_ring({"GATEHOUSE_KEYS": str(folder)}).make()
    assert (folder / f"{key.key_id}.key").is_file()


def test_a_service_uses_the_credential_it_is_given(tmp_path: Path, folder: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"\x07" * KEY_BYTES)
    ring = platform_ring({"CREDENTIALS_DIRECTORY": str(tmp_path), "GATEHOUSE_KEYS": str(folder)})
    assert ring.make() == DataKey(b"\x07" * KEY_BYTES)
    assert not folder.exists()


def test_a_credential_that_is_another_key_is_told_apart_from_none(tmp_path: Path, ring: FolderKeyRing) -> None:
    path = tmp_path / CREDENTIAL
    path.write_bytes(b"\x07" * KEY_BYTES)
    kept = ring.make()
    both = CredentialKeyRing(path, ring)
    assert both.find(kept.key_id) == kept
    with pytest.raises(WrongKey):
        both.find("0123456789abcdef")


def test_a_credential_of_the_wrong_length_is_refused(tmp_path: Path, ring: FolderKeyRing) -> None:
    path = tmp_path / CREDENTIAL
    path.write_bytes(b"hello\n")
    with pytest.raises(KeyDamaged):
        CredentialKeyRing(path, ring).make()


def test_a_home_keeps_the_id_and_not_the_key(tmp_path: Path) -> None:
    ring = MemoryKeyRing()
    key = key_of_home(tmp_path / "home", ring)
    assert key_of_home(tmp_path / "home", ring) == key
    contents = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*"))
    assert key.key_id.encode() in contents
    assert key.secret not in contents


def test_every_home_has_a_key_of_its_own(tmp_path: Path) -> None:
    ring = MemoryKeyRing()
    assert key_of_home(tmp_path / "one", ring) != key_of_home(tmp_path / "two", ring)


def test_a_home_whose_key_is_gone_gets_no_new_one(tmp_path: Path) -> None:
    key_of_home(tmp_path, MemoryKeyRing())
    with pytest.raises(KeyMissing):
        key_of_home(tmp_path, MemoryKeyRing())


def test_a_home_in_use_that_lost_its_key_id_gets_no_new_key(tmp_path: Path) -> None:
    (tmp_path / "gatehouse.db").write_bytes(b"")
    with pytest.raises(KeyMissing, match="database beside it"):
        key_of_home(tmp_path, MemoryKeyRing())


@pytest.mark.parametrize("content", ["", "zz", "0123456789abcdef0", "../../etc/passwd"])
def test_a_spoilt_key_id_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "key.id").write_text(content)
    with pytest.raises(KeyDamaged):
        key_of_home(tmp_path, MemoryKeyRing())


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path, folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: key_of_home(tmp_path / "home", FolderKeyRing(folder)), range(16)))
    assert len({key.key_id for key in keys}) == 1
    assert len(list(folder.iterdir())) == 1, "the keys of the losers are let go"


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    assert create_whole(tmp_path / "a", b"first")
    assert not create_whole(tmp_path / "a", b"second")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"first")]


def test_a_home_that_cannot_be_looked_at_is_told(tmp_path: Path, ring: FolderKeyRing) -> None:
    with pytest.raises(StorageRefused):
        key_of_home(tmp_path / ("x" * 300), ring)


def test_a_key_folder_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    with pytest.raises((StorageRefused, KeyMissing)):
        FolderKeyRing(tmp_path / ("x" * 300)).find("0" * 16)


def test_a_user_without_a_folder_is_asked_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> Path:
        raise RuntimeError

    monkeypatch.setattr(platformdirs, "user_config_path", nowhere)
    with pytest.raises(StorageRefused) as caught:
        platform_ring({})
    assert "GATEHOUSE_KEYS" in caught.value.hint


def test_a_key_from_a_backup_is_kept_where_it_was_and_nothing_else_is_taken_for_it(tmp_path: Path) -> None:
    key, folder = DataKey.random(), tmp_path / "keys"
    ring = FolderKeyRing(folder)
    for _ in range(2):
        ring.keep(key)
        assert ring.find(key.key_id) == key
    (folder / f"{key.key_id}.key").write_bytes(b"rubbish")
    with pytest.raises(KeyDamaged):
        ring.keep(key)
