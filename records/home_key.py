"""Which key a home directory needs: it keeps the key's id, never the key."""

import re
from pathlib import Path

from records.errors import KeyDamaged, KeyMissing, RestoreUnfinished
from records.files import create_whole, disk_errors, make_private_folder
from records.keys import DataKey, KeyRing

DATABASE_FILE = "gatehouse.db"
KEY_ID_FILE = "key.id"
RESTORING_FILE = ".restore/ready"
"""Here while a restored backup takes the place of what was in the home: neither is whole."""


def key_of_home(home: Path, ring: KeyRing) -> DataKey:
    """The key of this home directory, made with the directory when both are new.

    Two processes that start at once agree on one key. Raises KeyMissing, WrongKey, KeyDamaged, KeyUnsafe,
    RestoreUnfinished, StorageFull or StorageRefused.
    """
    with disk_errors(home):
        if (home / RESTORING_FILE).exists():
            raise RestoreUnfinished(f"{home} is being restored from a backup")
    # Looked at before the id: whoever makes the database has published the id before.
    with disk_errors(home):
        in_use = (home / DATABASE_FILE).exists()
    key_id = key_id_of_home(home)
    if key_id is None and in_use:
        raise KeyMissing(
            f"{home / KEY_ID_FILE} is gone, but there is a database beside it",
            f"Put {KEY_ID_FILE} back from a backup: it names the key that {DATABASE_FILE} was sealed with.",
        )
    return ring.find(key_id) if key_id else _first_key(home, ring)


def _first_key(home: Path, ring: KeyRing) -> DataKey:
    make_private_folder(home)
    key = ring.make()
    if create_whole(home / KEY_ID_FILE, key.key_id.encode()):
        return key
    winner = key_id_of_home(home)
    if winner != key.key_id:
        ring.discard(key.key_id)
    return ring.find(winner or key.key_id)


def key_id_of_home(home: Path) -> str | None:
    """None for a home without a key yet. Raises KeyDamaged or StorageRefused."""
    path = home / KEY_ID_FILE
    with disk_errors(path):
        if not path.exists():
            return None
        content = path.read_bytes().decode("ascii", "replace").strip()
    if not re.fullmatch("[0-9a-f]{16}", content):
        raise KeyDamaged(f"{path} does not hold the id of a key")
    return content
