"""Puts a restored home in the place of what was there. Cut short, the home is closed until it is finished."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from records.canonical import to_json
from records.errors import StorageRefused
from records.files import create_whole, disk_errors, make_private_folder, sync_folder
from records.home_key import RESTORING_FILE
from records.sqlite.copying import COMPANIONS
from scripts.backup.members import members

_READY = Path(RESTORING_FILE)
STAGE = _READY.parent
NEW = STAGE / "new"


def is_unfinished(home: Path) -> bool:
    with disk_errors(home):
        return (home / _READY).exists()


def stage_of(home: Path) -> Path:
    """An empty folder for the files to come; what an earlier try left goes."""
    with disk_errors(home / STAGE):
        if (home / STAGE).exists():
            shutil.rmtree(home / STAGE)
    make_private_folder(home / NEW)
    return home / NEW


def drop_stage(home: Path) -> None:
    """What will not become the home: an older copy of it, in which somebody may stand who was erased since."""
    if not is_unfinished(home):
        shutil.rmtree(home / STAGE, ignore_errors=True)


def switch(home: Path, names: Sequence[Path], check: Callable[[], None] = lambda: None) -> None:
    """From here on there is no way back: what is staged under these names becomes the home. No program opens it any
    more; `check` raises where one has opened it before, and then it stays as it is."""
    told = to_json({"files": [name.as_posix() for name in names]})
    if not create_whole(home / _READY, told.encode()):
        raise StorageRefused(f"{home / _READY} is there already", "Another 'gatehouse restore' is at work.")
    try:
        check()
    except BaseException:
        with disk_errors(home):
            (home / _READY).unlink()
        raise
    finish(home)


def finish(home: Path) -> None:
    """Can be done again from any point. Raises StorageRefused where a program holds a file open."""
    with disk_errors(home):
        wanted = {Path(name) for name in json.loads((home / _READY).read_bytes())["files"]}
        for name in members(home):
            if name not in wanted:
                _drop(home / name)
        for name in sorted(wanted):
            if (home / NEW / name).exists():
                _drop_companions(home / name)
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                (home / NEW / name).replace(home / name)
        sync_folder(home)
        (home / _READY).unlink()
        shutil.rmtree(home / STAGE)


def _drop(path: Path) -> None:
    _drop_companions(path)
    path.unlink(missing_ok=True)


def _drop_companions(path: Path) -> None:
    """Else a database would take up the log of the one before it."""
    for suffix in COMPANIONS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
