"""Where readers find a camera's worker."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from camera.leases.locking import ProcessLock
from camera.leases.run_files import LONGEST_ADDRESS, LeaseCard, RunFiles, make_private, settings_mark

CARD = LeaseCard("address", b"secret", 7, "settings")
HOLD = """
import sys
from pathlib import Path
from camera.leases.locking import ProcessLock
print(ProcessLock(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""
ROOT = Path(__file__).resolve().parents[3]


def files(folder: Path, camera: str = "门/1") -> RunFiles:
    files = RunFiles(folder, camera)
    files.prepare()
    return files


def test_a_card_is_read_back_and_removed(tmp_path: Path) -> None:
    mine = files(tmp_path)
    assert mine.read() is None
    mine.write(CARD)
    mine.write(CARD)
    assert mine.read() == CARD
    assert [path.name for path in mine.folder.iterdir()] == [mine.card.name]
    mine.remove()
    mine.remove()
    assert mine.read() is None


def test_a_card_that_cannot_be_written_leaves_no_secret_lying_about(tmp_path: Path) -> None:
    mine = files(tmp_path)
    (mine.card / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match=re.escape(mine.card.name)):
        mine.write(CARD)
    assert [path.name for path in mine.folder.iterdir()] == [mine.card.name]


def test_the_secret_does_not_show() -> None:
    assert "secret" not in repr(CARD).replace("secret=", "")


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"address": "a", "secret": "no hex", "pid": 1, "settings": ""}'),
        '{"address": "a", "secret": "00", "pid": "seven", "settings": ""}',
    ],
)
def test_what_is_no_card_is_none(tmp_path: Path, content: str) -> None:
    mine = files(tmp_path)
    mine.card.write_text(content, encoding="utf-8")
    assert mine.read() is None


def test_two_cameras_share_nothing(tmp_path: Path) -> None:
    one, other = files(tmp_path, "门/1"), files(tmp_path, "门:1")
    assert len({one.card, other.card, one.lock, other.lock}) == 4
    assert one.memory_prefix != other.memory_prefix
    assert one.new_address() != other.new_address()


def test_the_mark_tells_settings_apart_only_with_the_secret() -> None:
    assert settings_mark("{}", b"one") == settings_mark("{}", b"one")
    assert len({settings_mark("{}", b"one"), settings_mark("{}", b"two"), settings_mark("[]", b"one")}) == 3


def test_a_lock_is_held_by_one_process_and_freed_by_its_death(tmp_path: Path) -> None:
    path = tmp_path / "锁"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        lock = ProcessLock(path)
        assert not lock.take()
        process.kill()
        process.wait()
        assert lock.take()
        assert not ProcessLock(path).take()
        lock.release()
        lock.release()
        assert ProcessLock(path).take()


if sys.platform != "win32":

    def test_nobody_else_may_read_any_of_it(tmp_path: Path) -> None:
        mine = files(tmp_path)
        mine.write(CARD)
        assert mine.folder.stat().st_mode & 0o777 == 0o700
        assert mine.card.stat().st_mode & 0o777 == 0o600

    def test_a_folder_that_others_may_enter_is_closed_to_them(tmp_path: Path) -> None:
        folder = tmp_path / "open"
        folder.mkdir(mode=0o755)
        make_private(folder)
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_a_folder_that_is_only_a_link_is_not_trusted(tmp_path: Path) -> None:
        (tmp_path / "真").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "真")
        with pytest.raises(PermissionError):
            make_private(tmp_path / "link")

    def test_an_address_that_would_be_too_long_lies_elsewhere(tmp_path: Path) -> None:
        long = files(tmp_path / ("深" * 40))
        address = Path(long.new_address())
        assert len(str(address)) < LONGEST_ADDRESS
        assert address.parent.stat().st_mode & 0o777 == 0o700
        assert str(files(Path("/tmp/x")).new_address()).startswith("/tmp/x/cameras/")  # noqa: S108
