"""One watch a home."""

from pathlib import Path

import pytest

from records.files import make_private_folder
from scripts.errors import CommandError
from scripts.watch.alone import alone_in


def test_a_second_watch_of_a_home_is_refused_until_the_first_ended(tmp_path: Path) -> None:
    with alone_in(tmp_path):
        with pytest.raises(CommandError, match="another 'gatehouse watch'"), alone_in(tmp_path):
            pass
        with alone_in(tmp_path / "another home"):
            pass
    with alone_in(tmp_path):
        pass


def test_a_home_that_takes_no_file_is_watched_nevertheless(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "run" / "watch.lock")
    with alone_in(tmp_path):
        pass
