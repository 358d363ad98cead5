"""Makes a backup: the files of a home and its key, in one sealed file."""

import os
import secrets
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from records.files import disk_errors
from records.home_key import key_id_of_home, key_of_home
from records.key_files import platform_ring
from records.keys import DataKey
from records.moments import to_text
from records.plain_names import is_plain
from records.sealed_file import sealed_file
from records.sealing import KeyedCipher
from records.sqlite.copying import copy_database, is_database
from scripts.backup.members import KIND, LISTS, members, open_list
from scripts.command import Context
from scripts.errors import CommandError
from scripts.guards.secrets_given import given_secret
from scripts.hub.settings import HubTree
from scripts.outfile import check_free

WHAT = "pass phrase of the backup"
KEY_NAME = "key"
HOME_NAME = "home"
"""Of the key, and of the folder of the home's files, in the archive."""
COPY_PREFIX = ".backup-"
NOTED = "home.backed_up"


@dataclass(frozen=True, slots=True)
class Asked:
    file: Path
    force: bool
    without_server: bool
    passphrase_file: Path | None
    operator: str


def make_backup(context: Context, asked: Asked) -> None:
    """Raises CommandError, PassphraseRefused and the failures of records.errors."""
    home = context.home
    check_free(asked.file, asked.force)
    if key_id_of_home(home) is None:
        raise CommandError(f"there is nothing in {home} to keep", "Give the home with --home or GATEHOUSE_HOME.")
    key = key_of_home(home, platform_ring(os.environ))
    _refuse_server(context.settings_of(HubTree), asked)
    refuse_odd_names(members(home))
    phrase = given_secret(WHAT, asked.passphrase_file, is_new=True)
    made_at = to_text(datetime.now(UTC))
    _sweep(home)
    _note(context, key, asked.operator)
    names = members(home)
    with disk_errors(home):
        total = sum((home / name).stat().st_size for name in names)
    with (
        context.progress("bytes", total) as advance,
        sealed_file(asked.file, KIND, {"made_at": made_at, "key_id": key.key_id}, phrase) as writer,
        tarfile.open(fileobj=cast("IO[bytes]", writer), mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        _add(archive, KEY_NAME, BytesIO(key.secret), len(key.secret))
        for name in names:  # sorted: a database before its ledger of erasures, which is never behind it
            with _still(home / name) as (file, size):
                _add(archive, f"{HOME_NAME}/{name.as_posix()}", file, size)
            advance(size)
    context.out(
        {"event": "backup", "file": str(asked.file), "files": len(names), "made_at": made_at},
        f"{asked.file} holds {len(names)} file(s) of {home} and its key. Whoever has it and the pass phrase can read "
        "everything.",
    )


def _refuse_server(tree: HubTree, asked: Asked) -> None:
    servers = [what for what, place in (("list", tree.hub.database), ("desk", tree.desk.database)) if "://" in place]
    if servers and not asked.without_server:
        raise CommandError(
            f"the {' and the '.join(servers)} of this home lie on a database server, which this does not copy",
            "Back the server up with pg_dump, and give --without-server to keep what lies here: the settings, and the "
            "key without which nothing on the server can be read.",
        )


def refuse_odd_names(names: Sequence[Path]) -> None:
    """Raises CommandError for a file that no restore would put back."""
    odd = next((name for name in names if not all(map(is_plain, name.parts))), None)
    if odd is not None:
        raise CommandError(
            f"{str(odd)!r} in this home has a name that not every system takes",
            "Give the file another name, or move it out of the home; then make the backup again.",
        )


def _note(context: Context, key: DataKey, operator: str) -> None:
    """On record before it is made, and so in the backup too."""
    cipher = KeyedCipher(key)
    for name in LISTS:
        if (context.home / name).exists():
            with open_list(context.home / name, cipher) as store:
                store.note(operator, NOTED, "")
    hub = context.settings_of(HubTree).hub
    if hub.has_list and hub.database:
        from scripts.hub.list_store import open_list_store

        with open_list_store(context) as store:
            store.note(operator, NOTED, "")


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    archive.addfile(info, file)


@contextmanager
def _still(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """A file that nobody changes while it is read, and its size in bytes."""
    if not is_database(path):
        with disk_errors(path):
            file = path.open("rb")
        with file:
            yield file, os.fstat(file.fileno()).st_size
        return
    copy = path.with_name(COPY_PREFIX + secrets.token_hex(8))
    try:
        copy_database(path, copy)
        with disk_errors(copy), copy.open("rb") as file:
            if sys.platform != "win32":
                copy.unlink()  # what a killed program leaves is nobody's
            yield file, os.fstat(file.fileno()).st_size
    finally:
        copy.unlink(missing_ok=True)


def _sweep(home: Path) -> None:
    """What a killed backup left."""
    with disk_errors(home):
        for left in home.rglob(f"{COPY_PREFIX}*"):
            left.unlink(missing_ok=True)
