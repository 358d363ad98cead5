"""One watch a home: two would ring twice for one visit, and take post, broker and beacons from each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from camera.leases.locking import ProcessLock
from records.errors import RecordsError
from records.files import disk_errors, make_private_folder
from scripts.errors import CommandError


@contextmanager
def alone_in(home: Path) -> Iterator[None]:
    """Until the end of the block. Raises CommandError where another program watches for this home."""
    path = home / "run" / "watch.lock"
    lock = ProcessLock(path)
    try:
        make_private_folder(path.parent)
        with disk_errors(path):
            is_ours = lock.take()
    except RecordsError:
        is_ours = True  # a full disk keeps nobody from watching
    if not is_ours:
        raise CommandError(
            f"another 'gatehouse watch' runs for {home}", "End it first, or give this one another home with --home."
        )
    try:
        yield
    finally:
        lock.release()
