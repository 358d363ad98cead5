"""What a backup may hold, and how it takes the place of what was there."""

import tarfile
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from records.errors import SealedFileError, SealedFileRefused
from records.pass_seal import CHUNK_BYTES, Cost
from records.sealed_file import no_progress, sealed_file
from scripts.backup.making import _still, refuse_odd_names
from scripts.backup.members import KIND, members
from scripts.backup.switching import stage_of, switch
from scripts.backup.unpacking import unpack
from scripts.errors import CommandError

PASS_PHRASE = "five words that nobody guesses"
CHEAP = Cost(log2_n=4, block=1)


def sealed(path: Path, names: list[str], *, key: bytes = bytes(32), after: bytes = b"") -> Path:
    data = BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            content = key if name == "key" else b"content"
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    with sealed_file(path, KIND, {}, PASS_PHRASE, CHEAP) as writer:
        writer.write(data.getvalue() + after)
    return path


def test_a_home_is_unpacked(tmp_path: Path) -> None:
    backup = sealed(tmp_path / "b", ["key", "home/key.id", "home/voices/你好.wav"])
    key, names = unpack(backup, PASS_PHRASE, tmp_path / "into", no_progress)
    assert (key.secret, names) == (bytes(32), [Path("key.id"), Path("voices/你好.wav")])
    assert (tmp_path / "into" / "voices" / "你好.wav").read_bytes() == b"content"


@pytest.mark.parametrize(
    "name",
    [
        "home/../outside",
        "home/.restore/ready",
        "home/a/.b",
        "/home/a",
        "other/a",
        "home",
        "home/a\\b",
        "home/c:a",
        ".",
        "home/NUL",
        "home/com1.txt/a",
        "home/a ",
        "home/a\nb",
    ],
)
def test_nothing_is_written_outside_of_a_home(tmp_path: Path, name: str) -> None:
    with pytest.raises(SealedFileRefused):
        unpack(sealed(tmp_path / "b", ["key", name]), PASS_PHRASE, tmp_path / "in" / "to", no_progress)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [tmp_path / "b"]


def test_without_a_key_it_is_no_backup(tmp_path: Path) -> None:
    for names, key in ((["home/a"], bytes(32)), (["key"], bytes(31)), (["key"], bytes(33))):
        with pytest.raises(SealedFileRefused):
            unpack(sealed(tmp_path / "b", names, key=key), PASS_PHRASE, tmp_path / "into", no_progress)
        (tmp_path / "into" / "a").unlink(missing_ok=True)


def test_it_is_read_to_its_very_end(tmp_path: Path) -> None:
    backup = sealed(tmp_path / "b", ["key", "home/a"], after=bytes(3 * CHUNK_BYTES))
    data = bytearray(backup.read_bytes())
    data[-20] ^= 1
    backup.write_bytes(data)
    with pytest.raises(SealedFileError):
        unpack(backup, PASS_PHRASE, tmp_path / "into", no_progress)


def test_a_home_with_a_file_that_no_restore_takes_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "plan.png").write_bytes(b"x")
    assert members(tmp_path) == [Path("plan.png")]
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "aux.png").write_bytes(b"x")
    with pytest.raises(CommandError, match=r"aux\.png"):
        refuse_odd_names(members(tmp_path))


def test_a_large_file_of_a_home_is_not_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "recording.mp4").open("wb") as file:
        file.truncate(40_000_000)
    tracemalloc.start()
    try:
        with _still(tmp_path / "recording.mp4") as (still, size):
            assert (size, still.read(1)) == (40_000_000, b"\0")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_no_database_takes_up_the_log_of_the_one_before(tmp_path: Path) -> None:
    for name in ("hub.db", "hub.db-wal", "hub.db-shm", "gone.db", "gone.db-wal"):
        (tmp_path / name).write_bytes(b"before")
    (stage_of(tmp_path) / "hub.db").write_bytes(b"after")
    switch(tmp_path, [Path("hub.db")])
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"hub.db": b"after"}
