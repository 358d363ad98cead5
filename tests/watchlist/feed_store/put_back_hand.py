"""A home whose database somebody copies, and puts back by hand."""

import shutil
from pathlib import Path

from records.errors import RecordsError
from tests.watchlist.feed_store.homes import Home
from tests.watchlist.store_hand import TODAY
from watchlist.types import EntryState


def copied(home: Home, tmp_path: Path) -> Path:
    home.close()
    shutil.copy(Path(str(home.place)), tmp_path / "copy")
    home.restart()
    return tmp_path / "copy"


def put_back_by_hand(home: Home, copy: Path) -> None:
    home.close()
    shutil.copy(copy, Path(str(home.place)))
    home.restart()


def ringing(home: Home) -> list[str]:
    return [entry.name for entry in home.store.entries(TODAY) if entry.state is EntryState.ACTIVE]


def kinds(troubles: tuple[RecordsError, ...]) -> list[type[RecordsError]]:
    return [type(one) for one in troubles]
