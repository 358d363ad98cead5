"""A file somebody asked for is never written over another one unasked."""

from pathlib import Path

import pytest

from scripts.errors import CannotWrite
from scripts.outfile import check_free


def test_a_file_that_is_there_is_left_alone_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "图.jpg"
    check_free(path, force=False)
    path.write_bytes(b"one")
    with pytest.raises(CannotWrite, match="there already"):
        check_free(path, force=False)
    check_free(path, force=True)


@pytest.mark.parametrize("name", ["nowhere/a.jpg", "x" * 300 + ".jpg"])
def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWrite):
        check_free(tmp_path / name, force=True)
