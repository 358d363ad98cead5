"""Sessions at hubs, in this user's own configuration folder: not in a home, which several people may share."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import platformdirs

from records.files import disk_errors, make_private_folder, replace_whole
from records.wire import NotUnderstood, Reading, from_json, to_json
from scripts.errors import CommandError
from watchlist.hub.http.asking import hub_address

FOLDER_VARIABLE = "GATEHOUSE_SESSIONS"


@dataclass(frozen=True, slots=True)
class KeptSession:
    """`ca_file`: whose certificates the hub's must come from; empty for the system's."""

    url: str
    account_id: str
    token: str = field(repr=False)
    until: datetime
    ca_file: str = ""

    @property
    def ca_path(self) -> Path | None:
        return Path(self.ca_file) if self.ca_file else None


def keep(session: KeptSession) -> Path:
    """In place of the one before at this hub; for this user alone."""
    path = _path(session.url)
    make_private_folder(path.parent)
    replace_whole(path, to_json(session))
    return path


def kept(url: str) -> KeptSession:
    """Raises CommandError where nobody has logged in."""
    path = _path(url)
    with disk_errors(path):
        text = path.read_bytes() if path.exists() else b""
    try:
        return from_json(KeptSession, text, Reading.LENIENT)
    except NotUnderstood:
        raise CommandError(
            f"you are not logged in at {url}", f"Log in first: gatehouse login {url} --account NAME"
        ) from None


def forget(url: str) -> None:
    path = _path(url)
    with disk_errors(path):
        path.unlink(missing_ok=True)


def _path(url: str) -> Path:
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named) if named else platformdirs.user_config_path("gatehouse", appauthor=False) / "sessions"
    return folder / f"{hashlib.sha256(hub_address(url).encode()).hexdigest()[:32]}.json"
