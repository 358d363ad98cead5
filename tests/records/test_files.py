"""Files that appear whole: somebody else's file beside them is nobody's draft."""

import stat
import sys
from pathlib import Path

import pytest

from records.errors import StorageRefused
from records.files import appearing, draft_beside, drafts_left_of, private_file, replace_whole


@pytest.fixture
def neighbour(tmp_path: Path) -> Path:
    """Named as somebody may name a file of their own."""
    path = tmp_path / "case.jpg.part"
    path.write_bytes(b"mine")
    return path


def test_a_file_takes_the_place_of_the_one_that_is_there_and_leaves_its_neighbour(neighbour: Path) -> None:
    path = neighbour.with_suffix("")
    for data in (b"one", b"two"):
        replace_whole(path, data)
        assert (path.read_bytes(), neighbour.read_bytes()) == (data, b"mine")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.parent.iterdir()) == [path, neighbour]


def test_what_fails_while_it_is_written_leaves_what_was_there(neighbour: Path) -> None:
    path = neighbour.with_suffix("")
    replace_whole(path, b"one")
    with pytest.raises(StorageRefused), appearing(path) as draft, private_file(draft) as file:
        file.write(b"half")
        raise OSError("the disk is gone")
    assert path.read_bytes() == b"one"
    assert sorted(path.parent.iterdir()) == [path, neighbour]


def test_what_a_killed_try_left_is_known_by_its_name_also_where_that_looks_like_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "case [1].jpg"
    left = draft_beside(path)
    for one in (left, tmp_path / ".case [1].jpg.part", draft_beside(tmp_path / "case 1.jpg")):
        one.write_bytes(b"")
    assert list(drafts_left_of(path)) == [left]
