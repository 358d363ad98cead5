"""A key that is told once, in a file of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.errors import CannotWrite


@contextmanager
def key_file(path: Path | None, key_text: str) -> Iterator[None]:
    """In a new file, for this user alone; it goes when what follows fails. Nothing for no path. Raises CannotWrite."""
    from records.errors import RecordsError
    from records.files import create_whole

    if path is None:
        yield
        return
    try:
        is_new = create_whole(path, f"{key_text}\n".encode())
    except RecordsError as error:
        raise CannotWrite(str(error), error.hint) from error
    if not is_new:
        raise CannotWrite(f"{path} is there already", "Choose another name.")
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
