"""A sealed file and programs that are killed in the middle of it."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from records.errors import SealedFileDamaged, SealedFileRefused, StorageFull
from records.pass_seal import CHUNK_BYTES, SEALED_BYTES, Cost
from records.sealed_file import SealedWriter, gather, read_header, sealed_file, unsealed

ROOT = Path(__file__).resolve().parents[2]
KIND, PASS_PHRASE = "sealed by a test 1", "five words that nobody guesses"
CHEAP = Cost(log2_n=4, block=1)
CONTENT = bytes(range(256)) * (5 * CHUNK_BYTES // 256) + b"the end"
DYING = f"""
import os, sys
from pathlib import Path
from records.sealed_file import gather
left = int(sys.argv[3])
def advance(_bytes):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
gather(Path(sys.argv[1]), {KIND!r}, Path(sys.argv[2]), {PASS_PHRASE!r}, advance)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "封.sealed"


def write(path: Path, content: bytes = CONTENT) -> bytes:
    with sealed_file(path, KIND, {"of": "a test"}, PASS_PHRASE, CHEAP) as writer:
        for start in range(0, len(content), 10_000):
            writer.write(content[start : start + 10_000])
    return path.read_bytes()


def test_what_was_written_is_read_and_by_its_user_alone(path: Path) -> None:
    write(path)
    assert b"".join(unsealed(path, KIND, PASS_PHRASE)) == CONTENT
    assert read_header(path, KIND).about == {"of": "a test"}
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_kind_of_sealed_file_is_refused(path: Path) -> None:
    write(path)
    with pytest.raises(SealedFileRefused):
        read_header(path, "sealed by a test 2")


@pytest.mark.parametrize("about", ['"\\ud800"', "NaN", "[" * 300])
def test_a_first_line_that_nobody_could_have_written_is_refused(path: Path, about: str) -> None:
    salt, proof = "00" * 16, "00" * 16
    line = f'{{"about":{{"x":{about}}},"block":1,"kind":"{KIND}","log2_n":4,"proof":"{proof}","salt":"{salt}"}}'
    path.write_text(f"{line}\nrest", "utf-8")
    with pytest.raises(SealedFileRefused):
        read_header(path, KIND)


@pytest.mark.parametrize("chunks", [1, 3, 5])
def test_a_gathering_that_was_killed_goes_on(path: Path, tmp_path: Path, chunks: int) -> None:
    data, aside = write(path), tmp_path / "aside"
    code = subprocess.run(
        [sys.executable, "-c", DYING, str(path), str(aside), str(chunks)], cwd=ROOT, check=False
    ).returncode
    assert code == 9
    before = aside.read_bytes()
    assert data.startswith(before)
    went_by: list[int] = []
    gather(path, KIND, aside, PASS_PHRASE, went_by.append)
    assert aside.read_bytes() == data
    assert sum(went_by) == len(data)
    assert went_by[0] >= len(before) - SEALED_BYTES, "what was kept whole is not read again"


def test_what_a_killed_writer_left_is_swept_and_never_has_the_name(path: Path) -> None:
    left = path.with_name(f".{path.name}.{'0' * 16}")
    left.write_bytes(b"half")
    other = path.with_name(f".{path.name}.of somebody")
    other.write_bytes(b"else")
    write(path)
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, other.name])


def test_on_a_full_disk_the_file_before_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(path, b"the one before")

    def full(_writer: SealedWriter, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SealedWriter, "write", full)
    with pytest.raises(StorageFull):
        write(path)
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 1


def test_nothing_is_told_of_a_chunk_that_does_not_open(path: Path) -> None:
    data = bytearray(write(path))
    data[data.index(b"\n") + 1 + 2 * SEALED_BYTES + 7] ^= 1
    path.write_bytes(data)
    found = bytearray()
    with pytest.raises(SealedFileDamaged):
        for chunk in unsealed(path, KIND, PASS_PHRASE):
            found += chunk
    assert found == CONTENT[: 2 * CHUNK_BYTES]
