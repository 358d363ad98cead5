"""Where the programs of a PC find a camera's worker: a small private file that it writes and removes."""

import hashlib
import json
import os
import re
import secrets
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_ADDRESS = 100
"""In bytes; the system's own limit for a socket's path is 108, and 104 on some."""

REPLACE_TRIES = 50


@dataclass(frozen=True, slots=True)
class LeaseCard:
    """The worker's address, the secret of its readers, its process, and a fingerprint of what it was told to serve."""

    address: str
    secret: bytes = field(repr=False)
    pid: int
    settings: str


class RunFiles:
    """The files of one camera in `run_dir`, in a folder that only this user may enter."""

    def __init__(self, run_dir: Path, camera: str) -> None:
        self._key = hashlib.sha256(f"{camera}\0{run_dir.absolute()}".encode()).hexdigest()[:12]
        self.folder = run_dir / "cameras"
        readable = re.sub(r"[^\w-]", "_", camera)[:40]
        name = f"{readable}-{self._key}"
        self.card = self.folder / f"{name}.lease"
        self.lock = self.folder / f"{name}.lock"
        self.memory_prefix = f"gatehouse-{self._key}-"

    def prepare(self) -> None:
        """Raises OSError where the folder cannot be made, or is not ours alone."""
        make_private(self.folder)

    def new_address(self) -> str:
        """For the worker; call it with the lock held: what a dead worker left at this address is removed."""
        if sys.platform == "win32":
            return rf"\\.\pipe\gatehouse-{self._key}-{secrets.token_hex(8)}"
        path = self.folder / f"{self._key}.sock"
        if len(os.fsencode(path)) > LONGEST_ADDRESS:
            folder = Path(tempfile.gettempdir()) / f"gatehouse-{os.getuid()}"
            make_private(folder)
            path = folder / path.name
        path.unlink(missing_ok=True)
        return str(path)

    def write(self, card: LeaseCard) -> None:
        """Whole or not at all."""
        draft = self.card.with_suffix(f".{secrets.token_hex(4)}")
        told = {"address": card.address, "secret": card.secret.hex(), "pid": card.pid, "settings": card.settings}
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(told, file)
            _replace(draft, self.card)
        finally:
            draft.unlink(missing_ok=True)

    def read(self) -> LeaseCard | None:
        """None where there is none, or not one of ours."""
        try:
            told = json.loads(self.card.read_text(encoding="utf-8"))
            return LeaseCard(str(told["address"]), bytes.fromhex(told["secret"]), int(told["pid"]), told["settings"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remove(self) -> None:
        with suppress(OSError):
            self.card.unlink(missing_ok=True)


def settings_mark(worker_json: str, secret: bytes) -> str:
    """Tells whether two were told the same without telling what: an address may hold a password."""
    return hashlib.sha256(secret + worker_json.encode()).hexdigest()


def make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    if facts.st_mode & 0o077:
        folder.chmod(0o700)


def _replace(draft: Path, path: Path) -> None:
    """On Windows a file that somebody reads at this moment cannot be replaced."""
    for _ in range(REPLACE_TRIES):
        try:
            draft.replace(path)
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(0.02)
        else:
            return
    raise PermissionError(f"{path} cannot be replaced")
