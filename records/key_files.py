"""Key rings of this computer: a systemd credential where a service has one, else files of the user's own.

On Windows a key file holds the key under the user's own protection (DPAPI), elsewhere it is readable by its owner only.
"""

import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from records import dpapi
from records.errors import KeyDamaged, KeyMissing, KeyUnsafe, StorageRefused, WrongKey
from records.files import create_whole, disk_errors, make_private_folder
from records.keys import KEY_BYTES, DataKey, KeyRing

CREDENTIAL = "gatehouse.key"


class FolderKeyRing:
    """Keys as files `<key id>.key` in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key_id: str) -> DataKey:
        path = self._path(key_id)
        with disk_errors(path):
            there = path.is_file()
        if not there:
            raise KeyMissing(
                f"no key {key_id}: {path} does not exist",
                f"Put the key file back as {path}: without it nothing can be read.",
            )
        _check_rights(path)
        return _checked(_unwrap(path, _read(path)), key_id, path)

    def make(self) -> DataKey:
        key = DataKey.random()
        self.keep(key)
        return key

    def keep(self, key: DataKey) -> None:
        make_private_folder(self._folder)
        with disk_errors(self._folder):
            wrapped = _wrap(key.secret)
        if not create_whole(self._path(key.key_id), wrapped):
            self.find(key.key_id)  # what is there must be the key

    def discard(self, key_id: str) -> None:
        with disk_errors(self._folder):
            self._path(key_id).unlink(missing_ok=True)

    def _path(self, key_id: str) -> Path:
        return self._folder / f"{key_id}.key"


class CredentialKeyRing:
    """The one key that systemd hands to this service: 32 bytes in a file. Other keys are looked for on `others`."""

    def __init__(self, path: Path, others: KeyRing) -> None:
        self._path = path
        self._others = others

    def find(self, key_id: str) -> DataKey:
        key = self._credential()
        if key.key_id == key_id:
            return key
        try:
            return self._others.find(key_id)
        except KeyMissing as error:
            raise WrongKey(f"{self._path} is key {key.key_id}, this home directory needs {key_id}") from error

    def make(self) -> DataKey:
        return self._credential()

    def keep(self, key: DataKey) -> None:
        if self._credential() != key:
            self._others.keep(key)

    def discard(self, key_id: str) -> None:
        """Nothing: the credential belongs to whoever runs the service."""

    def _credential(self) -> DataKey:
        return _as_key(_read(self._path), self._path)


def platform_ring(environ: Mapping[str, str]) -> KeyRing:
    """The key ring of this user or service.

    `GATEHOUSE_KEYS` names the folder of the key files, `CREDENTIALS_DIRECTORY` is set by systemd.
    """
    files = FolderKeyRing(_key_folder(environ.get("GATEHOUSE_KEYS")))
    credentials = environ.get("CREDENTIALS_DIRECTORY")
    if credentials and (Path(credentials) / CREDENTIAL).is_file():
        return CredentialKeyRing(Path(credentials) / CREDENTIAL, files)
    return files


def _key_folder(named: str | None) -> Path:
    if named:
        return Path(named)
    try:
        return platformdirs.user_config_path("gatehouse", False) / "keys"
    except RuntimeError as error:
        raise StorageRefused("this user has no folder of their own for the key", "Set GATEHOUSE_KEYS.") from error


def _read(path: Path) -> bytes:
    with disk_errors(path):
        return path.read_bytes()


def _check_rights(path: Path) -> None:
    # Windows' rights are no mode bits; there the content itself is protected.
    if sys.platform == "win32":
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyUnsafe(f"other users may read or change the key {path}", f"Run: chmod 600 '{path}'")


def _wrap(secret: bytes) -> bytes:
    if sys.platform == "win32":
        return dpapi.protect(secret)
    return secret


def _unwrap(path: Path, content: bytes) -> bytes:
    if sys.platform == "win32":
        try:
            return dpapi.unprotect(content)
        except OSError as error:
            raise KeyDamaged(f"Windows cannot open {path} for this user on this PC: {error}") from error
    return content


def _as_key(secret: bytes, path: Path) -> DataKey:
    if len(secret) != KEY_BYTES:
        raise KeyDamaged(f"{path} has {len(secret)} bytes, a key has {KEY_BYTES}")
    return DataKey(secret)


def _checked(secret: bytes, key_id: str, path: Path) -> DataKey:
    key = _as_key(secret, path)
    if key.key_id != key_id:
        raise WrongKey(f"{path} is key {key.key_id}")
    return key
