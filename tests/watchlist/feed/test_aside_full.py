"""A disk that has no room for what is put aside."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from records.errors import StorageRefused
from watchlist.feed.store.aside import Aside
from watchlist.feed.wire.transfer import Attachment
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with Aside(Path(sys.argv[1]), 1000) as aside:
        for number in range(300):
            aside.put(Attachment("ada", f"photo-{number}", None, b"x" * 3000))
except StorageRefused:
    print("told")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's length")
def test_it_is_told_as_such_also_when_the_rest_cannot_be_written_at_the_end(tmp_path: Path) -> None:
    program = [sys.executable, "-c", FILLS_THE_DISK, str(tmp_path)]
    answer = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.stderr) == ("told\n", "")
    assert list(tmp_path.iterdir()) == []
