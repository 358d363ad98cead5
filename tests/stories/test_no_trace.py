"""A face that matches nobody leaves nothing on disk: no file, no row, no journal, no temporary file, no log line.

The store is sealed with a transparent cipher, so that whatever was kept could be found again as it is.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from camera.side_by_side import to_jpeg
from camera.types import Sighting
from tests.scripts.watch.hand import LISTED_FACE, MODEL, STRANGERS_FACE, HandContext, live, seen, walks_past, watch
from tests.watchlist.store_hand import photo, vector


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HandContext]:
    """A home with one listed person, and a temporary folder of its own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(temporary)
    context = HandContext(tmp_path / "home")
    with context.open_store() as store:
        store.list_person("张三", "sold slots", date(2027, 1, 1), "operator", [photo(LISTED_FACE, MODEL)])
    watch(context, [[live("door")]])
    yield context
    monkeypatch.setattr(tempfile, "tempdir", None)


def files(context: HandContext) -> dict[str, bytes]:
    """Every file under the home, the temporary folder and the keys, with its content."""
    root = context.home.parent
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def rows(context: HandContext) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(context.home / "gatehouse.db") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    connection.close()
    return kept


def strangers_pass() -> list[list[Sighting]]:
    return [
        [one for one in walks_past(STRANGERS_FACE, start, track=start) if isinstance(one, Sighting)]
        for start in range(1, 9)
    ]


def traces(face: int) -> list[bytes]:
    """What would give the face away: its vector in either precision, its picture, and pieces of them."""
    portrait = seen(face, 0.0).portrait
    row = vector(face)
    return [row.tobytes()[:16], row.astype("float64").tobytes()[:16], to_jpeg(portrait)[-40:], portrait.tobytes()[:60]]


def test_strangers_leave_every_file_and_row_as_it_was(world: HandContext, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    rows_before, files_before = rows(world), files(world)
    watch(world, [[*batch] for batch in strangers_pass()])
    assert rows(world) == rows_before
    assert set(files(world)) == set(files_before)
    for name, content in files(world).items():
        assert not any(trace in content for trace in traces(STRANGERS_FACE)), name
    assert caplog.records == []
    assert world.events("alarm") == []


def test_the_search_would_find_a_face_that_is_kept(world: HandContext) -> None:
    """The same search finds the listed person's vector, and after an alarm the captured picture."""
    kept = b"".join(files(world).values())
    assert vector(LISTED_FACE).tobytes()[:16] in kept
    watch(world, [walks_past(LISTED_FACE, 0)])
    captured = to_jpeg(seen(LISTED_FACE, 0.0).portrait)
    assert captured in b"".join(files(world).values())


def test_a_stranger_beside_a_listed_person_leaves_nothing_either(world: HandContext) -> None:
    both = [
        message
        for pair in zip(walks_past(LISTED_FACE, 0, track=1), walks_past(STRANGERS_FACE, 0, track=2), strict=True)
        for message in pair
    ]
    watch(world, [both])
    assert len(world.events("alarm")) == 1
    for name, content in files(world).items():
        assert not any(trace in content for trace in traces(STRANGERS_FACE)), name
