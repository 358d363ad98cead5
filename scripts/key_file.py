"""A key that is told once, in a file of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.errors import CannotWrite


@contextmanager
def key_file(path: Path | None, key_text: str) -> Iterator[None]:
    """In a new file, for this user alone; it goes when what follows fails. Nothing for no path. Raises CannotWrite."""
    with reserved_key_file(path) as keep:
        keep(key_text)
        yield


@contextmanager
def reserved_key_file(path: Path | None) -> Iterator[Callable[[str], None]]:
    """As `key_file`, where the key comes later: the new file is there before, and takes it when it is known."""
    from records.errors import RecordsError
    from records.files import create_whole, replace_whole

    if path is None:
        yield lambda _key_text: None
        return
    file = path

    def keep(key_text: str) -> None:
        try:
            replace_whole(file, f"{key_text}\n".encode())
        except RecordsError as error:
            raise CannotWrite(f"the key was made and cannot be written: {error}", "Have it made anew.") from error

    try:
        is_new = create_whole(file, b"")
    except RecordsError as error:
        raise CannotWrite(str(error), error.hint) from error
    if not is_new:
        raise CannotWrite(f"{file} is there already", "Choose another name.")
    try:
        yield keep
    except BaseException:
        file.unlink(missing_ok=True)
        raise
